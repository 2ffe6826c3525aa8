"""What a fresh database holds: a company, a user, countries, currencies, units, some stock."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from importlib.resources import files

from connectors.sandbox.odoo.reading import Reader
from connectors.sdk.types import JSON

ADMIN = 2
"""The id of the one user, as on a real server: 1 is the system itself."""

_CURRENCIES = (
    ("EUR", "Euro", "€"), ("USD", "US Dollar", "$"), ("GBP", "Pound Sterling", "£"),
    ("NOK", "Norwegian Krone", "kr"), ("SEK", "Swedish Krona", "kr"), ("DKK", "Danish Krone", "kr"),
    ("CHF", "Swiss Franc", "CHF"), ("PLN", "Polish Zloty", "zł"), ("CZK", "Czech Koruna", "Kč"),
    ("HUF", "Hungarian Forint", "Ft"), ("RON", "Romanian Leu", "lei"), ("BGN", "Bulgarian Lev", "лв"),
    ("ISK", "Icelandic Krona", "kr"), ("JPY", "Japanese Yen", "¥"), ("AUD", "Australian Dollar", "$"),
    ("CAD", "Canadian Dollar", "$"), ("NZD", "New Zealand Dollar", "$"), ("SGD", "Singapore Dollar", "S$"),
    ("CNY", "Chinese Yuan", "¥"), ("INR", "Indian Rupee", "₹"), ("TRY", "Turkish Lira", "₺"),
    ("UAH", "Ukrainian Hryvnia", "₴"), ("BRL", "Brazilian Real", "R$"), ("ZAR", "South African Rand", "R"),
)  # fmt: skip

_OTHER_CURRENCIES = """
AED AFN ALL AMD ANG AOA ARS AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BOV BSD BTN BWP BYN BZD CDF CHE CHW
CLF CLP COP COU CRC CUC CUP CVE DJF DOP DZD EGP ERN ETB FJD FKP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK
HTG IDR ILS IQD IRR JMD JOD KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD
MMK MNT MOP MRO MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NPR OMR PAB PEN PGK PHP PKR PYG QAR RSD RUB
RWF SAR SBD SCR SDG SHP SLE SLL SOS SRD SSP STD STN SVC SYP SZL THB TJS TMT TND TOP TTD TWD TZS UGX USN
UYI UYU UYW UZS VED VEF VES VND VUV WST XAD XAF XAG XAU XBA XBB XBC XBD XCD XCG XDR XOF XPD XPF XPT XSU
XTS XUA XXX YER ZMW ZWG ZWL
"""
"""The others of ISO 4217, with those that it dropped while Peppol's code list still has them. Known but
switched off, as on a real server."""

_OTHER_COUNTRIES = (("XI", "Northern Ireland"), ("XK", "Kosovo"))

_UNITS = ("Units", "Dozens", "kg", "g", "L", "m", "Hours", "Days", "Box")


def seed(reader: Reader) -> None:
    """Fills an empty database; does nothing to one that is filled."""
    database = reader.database
    if database.rows("SELECT id FROM res_users LIMIT 1"):
        return
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")

    def add(table: str, **row: JSON) -> int:
        stamps: Mapping[str, JSON] = {"create_date": now, "write_date": now, "create_uid": 1, "write_uid": 1}
        return database.insert(table, {**row, **stamps})

    database.execute("BEGIN IMMEDIATE")
    for code, title, symbol in _CURRENCIES:
        add("res_currency", name=code, full_name=title, symbol=symbol, active=1, decimal_places=2)
    for code in _OTHER_CURRENCIES.split():
        add("res_currency", name=code, full_name=code, symbol=code, active=0, decimal_places=2)
    for code, title in (*_countries(), *_OTHER_COUNTRIES):
        add("res_country", name=title, code=code)
    for unit in _UNITS:
        add("uom_uom", name=unit, relative_factor=1.0, active=1)
    company = add("res_partner", name="Fairlead Sandbox Hospital", is_company=1, active=1, type="contact")
    add("res_users", name="System", login="__system__", active=0, lang="en_US")
    add("res_users", name="Administrator", login="admin", active=1, lang="en_US", partner_id=company)
    add("res_users_apikeys", name="Fairlead", user_id=ADMIN)
    shelf = add("stock_location", name="Stock", complete_name="WH/Stock", active=1)
    gloves = add(
        "product_product", name="Nitrile gloves, M", default_code="GLOVE-M", type="consu", uom_id=9, active=1,
        list_price=9.9, purchase_ok=1,
    )  # fmt: skip
    add("stock_quant", product_id=gloves, location_id=shelf, quantity=240.0, reserved_quantity=12.0)
    for model in database.models.values():
        number = add("ir_model", name=model.title, model=model.name)
        for name, field in model.fields.items():
            add(
                "ir_model_fields", name=name, field_description=field.string, model=model.name,
                model_id=number, ttype="char" if field.type == "computed" else field.type,
            )  # fmt: skip
    database.execute("COMMIT")


def _countries() -> Iterator[tuple[str, str]]:
    """Code and name of every country, from the table that comes with the time zones."""
    for line in (files("tzdata.zoneinfo") / "iso3166.tab").read_text("utf-8").splitlines():
        code, tab, title = line.partition("\t")
        if tab and not line.startswith("#"):
            yield code, title
