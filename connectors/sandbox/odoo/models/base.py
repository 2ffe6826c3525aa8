"""Contacts and the small tables around them."""

from connectors.sandbox.odoo.fields import Field, Model, char, many2one, one2many, selection

PARTNER = Model(
    "res.partner",
    "Contact",
    {
        # fields_get calls it optional; the database does not.
        "name": char("Name", required_in_database=True),
        "active": Field("boolean", "Active", default=True),
        "is_company": Field("boolean", "Is a Company", default=False),
        "type": selection(
            "Address Type",
            ("contact", "Contact"),
            ("invoice", "Invoice"),
            ("delivery", "Delivery"),
            ("other", "Other"),
            default="contact",
        ),
        "parent_id": many2one("Related Company", "res.partner"),
        "child_ids": one2many("Contact", "res.partner", "parent_id"),
        "ref": char("Reference"),
        "vat": char("Tax ID"),
        "company_registry": char("Company ID"),
        "barcode": char("Barcode"),
        "email": char("Email"),
        "phone": char("Phone"),
        "website": char("Website Link"),
        "function": char("Job Position"),
        "street": char("Street"),
        "street2": char("Street2"),
        "zip": char("Zip"),
        "city": char("City"),
        "country_id": many2one("Country", "res.country"),
        "lang": selection("Language", ("en_US", "English (US)"), ("de_DE", "German / Deutsch")),
        "comment": Field("html", "Notes"),
        "supplier_rank": Field("integer", "Supplier Rank", default=0),
        "customer_rank": Field("integer", "Customer Rank", default=0),
        "user_id": many2one("Salesperson", "res.users"),
    },
    unique=(("barcode", "Another partner already has this barcode"),),
)

COUNTRY = Model(
    "res.country",
    "Country",
    {
        "name": char("Country Name", required=True),
        "code": char("Country Code", required=True),
        "phone_code": Field("integer", "Country Calling Code"),
        "currency_id": many2one("Currency", "res.currency"),
    },
    order="name",
    unique=(("code", "The code of the country must be unique!"),),
)

CURRENCY = Model(
    "res.currency",
    "Currency",
    {
        "name": char("Currency", required=True),
        "full_name": char("Name"),
        "symbol": char("Symbol", required=True),
        "decimal_places": Field("integer", "Decimal Places", default=2),
        "active": Field("boolean", "Active", default=True),
    },
    order="name",
    unique=(("name", "The currency code must be unique!"),),
)

USER = Model(
    "res.users",
    "User",
    {
        "name": char("Name", required=True),
        "login": char("Login", required=True),
        "lang": selection("Language", ("en_US", "English (US)"), default="en_US"),
        "tz": char("Timezone"),
        "partner_id": many2one("Related Partner", "res.partner"),
        "active": Field("boolean", "Active", default=True),
    },
    rights=frozenset({"read"}),
    unique=(("login", "You can not have two users with the same login!"),),
)

MODELS = (PARTNER, COUNTRY, CURRENCY, USER)
