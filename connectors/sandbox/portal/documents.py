"""Orders as messages: Peppol BIS Order 3 in UBL XML, or the canonical order in JSON."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from xml.sax.saxutils import escape, quoteattr

import orjson

from connectors.sandbox.portal.orders import VAT_PERCENT, Line, Order, Party

CONTENT_TYPES = {"xml": "application/xml", "json": "application/json"}

GLN = "0088"
"""The scheme of GS1 location numbers, in Peppol's code list."""
_UBL = "urn:oasis:names:specification:ubl:schema:xsd"


def message(order: Order, format: str) -> bytes:
    """The body to send, in ``xml`` or ``json``."""
    return as_xml(order) if format == "xml" else as_json(order)


def as_xml(order: Order) -> bytes:
    """The order as Peppol BIS Order only 3, with totals that add up."""
    tax = _money(order.total * VAT_PERCENT / 100)
    total = _money(order.total)
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<Order xmlns="{_UBL}:Order-2" xmlns:cac="{_UBL}:CommonAggregateComponents-2"'
        f' xmlns:cbc="{_UBL}:CommonBasicComponents-2">',
        _tag("cbc:CustomizationID", "urn:fdc:peppol.eu:poacc:trns:order:3"),
        _tag("cbc:ProfileID", "urn:fdc:peppol.eu:poacc:bis:order_only:3"),
        _tag("cbc:ID", order.number),
        _tag("cbc:IssueDate", order.issued.isoformat()),
        _tag("cbc:OrderTypeCode", "220"),
        _tag("cbc:Note", order.note) if order.note else "",
        _tag("cbc:DocumentCurrencyCode", order.currency),
        _nest("cac:BuyerCustomerParty", _party(order.buyer)),
        _nest("cac:SellerSupplierParty", _party(order.supplier)),
        _nest("cac:TaxTotal", _amount("cbc:TaxAmount", tax, order.currency)),
        _nest(
            "cac:AnticipatedMonetaryTotal",
            _amount("cbc:LineExtensionAmount", total, order.currency),
            _amount("cbc:TaxExclusiveAmount", total, order.currency),
            _amount("cbc:TaxInclusiveAmount", total + tax, order.currency),
            _amount("cbc:PayableAmount", total + tax, order.currency),
        ),
        *(_line(line, order.currency) for line in order.lines),
        "</Order>",
    ]
    return "\n".join(part for part in parts if part).encode()


def as_json(order: Order) -> bytes:
    """The same order in the canonical form that flows map to."""
    supplier, buyer = order.supplier, order.buyer
    document = {
        "number": order.number,
        "issued": order.issued.isoformat(),
        "currency": order.currency,
        "note": order.note,
        "buyer": buyer.gln,
        "buyer_scheme": GLN,
        "supplier": {
            "key": supplier.gln,
            "scheme": GLN,
            "name": supplier.name,
            "email": supplier.email,
            "phone": supplier.phone,
            "street": supplier.street,
            "city": supplier.city,
            "zip": supplier.zone,
            "country": supplier.country,
        },
        "lines": [
            {
                "id": str(line.number),
                "item": line.code,
                "name": line.name,
                "quantity": line.quantity,
                "unit": line.unit,
                "price": float(line.price),
            }
            for line in order.lines
        ],
    }
    return orjson.dumps(document)


def _party(party: Party) -> str:
    return _nest("cac:Party", *_party_parts(party))


def _party_parts(party: Party) -> Iterator[str]:
    yield _tag("cbc:EndpointID", party.gln, schemeID=GLN)
    yield _nest("cac:PartyIdentification", _tag("cbc:ID", party.gln, schemeID=GLN))
    yield _nest("cac:PartyName", _tag("cbc:Name", party.name))
    yield _nest(
        "cac:PostalAddress",
        _tag("cbc:StreetName", party.street),
        _tag("cbc:CityName", party.city),
        _tag("cbc:PostalZone", party.zone),
        _nest("cac:Country", _tag("cbc:IdentificationCode", party.country)),
    )
    if party.vat:
        yield _nest("cac:PartyTaxScheme", _tag("cbc:CompanyID", party.vat), _vat_scheme())
    yield _nest("cac:PartyLegalEntity", _tag("cbc:RegistrationName", party.name))
    if party.email or party.phone:
        phone = _tag("cbc:Telephone", party.phone) if party.phone else ""
        email = _tag("cbc:ElectronicMail", party.email) if party.email else ""
        yield _nest("cac:Contact", _tag("cbc:Name", "Order desk"), phone, email)


def _line(line: Line, currency: str) -> str:
    item = _nest(
        "cac:Item",
        _tag("cbc:Name", line.name),
        _nest("cac:SellersItemIdentification", _tag("cbc:ID", line.code)),
        _nest(
            "cac:ClassifiedTaxCategory",
            _tag("cbc:ID", "S"),
            _tag("cbc:Percent", str(VAT_PERCENT)),
            _vat_scheme(),
        ),
    )
    return _nest(
        "cac:OrderLine",
        _nest(
            "cac:LineItem",
            _tag("cbc:ID", str(line.number)),
            _tag("cbc:Quantity", str(line.quantity), unitCode=line.unit, unitCodeListID="UNECERec20"),
            _amount("cbc:LineExtensionAmount", line.amount, currency),
            _nest("cac:Price", _amount("cbc:PriceAmount", line.price, currency)),
            item,
        ),
    )


def _vat_scheme() -> str:
    return _nest("cac:TaxScheme", _tag("cbc:ID", "VAT"))


def _money(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _amount(name: str, value: Decimal, currency: str) -> str:
    return _tag(name, str(_money(value)), currencyID=currency)


def _nest(name: str, *children: str) -> str:
    return f"<{name}>{''.join(children)}</{name}>"


def _tag(name: str, text: str, **attributes: str) -> str:
    written = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    return f"<{name}{written}>{escape(text)}</{name}>"
