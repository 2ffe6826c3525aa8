"""Purchase orders as a supplier's customer sends them, in the two forms that the flow takes."""

from typing import Any

_XML = """<?xml version="1.0" encoding="UTF-8"?>
<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"
       xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
       xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
  <cbc:ID>{number}</cbc:ID>
  <cbc:IssueDate>2026-03-02</cbc:IssueDate>
  <cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
  <cac:BuyerCustomerParty><cac:Party>
    <cbc:EndpointID schemeID="0088">7300010000001</cbc:EndpointID>
  </cac:Party></cac:BuyerCustomerParty>
  <cac:SellerSupplierParty><cac:Party>
    <cbc:EndpointID schemeID="0088">{supplier}</cbc:EndpointID>
    <cac:PartyName><cbc:Name>Meadow Medical Supplies</cbc:Name></cac:PartyName>
  </cac:Party></cac:SellerSupplierParty>
  <cac:OrderLine><cac:LineItem>
    <cbc:ID>1</cbc:ID>
    <cbc:Quantity unitCode="EA">4</cbc:Quantity>
    <cac:Price><cbc:PriceAmount currencyID="EUR">12.50</cbc:PriceAmount></cac:Price>
    <cac:Item>
      <cbc:Name>Examination gloves</cbc:Name>
      <cac:SellersItemIdentification><cbc:ID>GL-100</cbc:ID></cac:SellersItemIdentification>
    </cac:Item>
  </cac:LineItem></cac:OrderLine>
</Order>
"""
SUPPLIER = "7300010000018"


def as_xml(number: str) -> str:
    """A small order in Peppol's vocabulary."""
    return _XML.format(number=number, supplier=SUPPLIER)


def as_json(number: str) -> dict[str, Any]:
    """The same order as canonical JSON."""
    line = {"id": "1", "item": "GL-100", "name": "Examination gloves", "quantity": 4, "price": 12.5}
    return {
        "number": number,
        "issued": "2026-03-02",
        "currency": "EUR",
        "buyer": "7300010000001",
        "buyer_scheme": "0088",
        "supplier": {"key": SUPPLIER, "scheme": "0088", "name": "Meadow Medical Supplies"},
        "lines": [line],
    }


def as_undated_json(number: str) -> dict[str, Any]:
    """A canonical order of a day that no calendar has: the door takes it, the flow's own check does not."""
    return as_json(number) | {"issued": "2026-02-30"}
