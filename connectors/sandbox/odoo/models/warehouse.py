"""Stock on hand: to be read only, as Odoo keeps it for people without inventory rights."""

from connectors.sandbox.odoo.fields import Field, Model, char, many2one

LOCATION = Model(
    "stock.location",
    "Inventory Locations",
    {
        "name": char("Location Name", required=True),
        "complete_name": char("Full Location Name"),
        "active": Field("boolean", "Active", default=True),
    },
    rec_name="complete_name",
    rights=frozenset({"read"}),
)

QUANT = Model(
    "stock.quant",
    "Quants",
    {
        "product_id": many2one("Product", "product.product", required=True),
        "location_id": many2one("Location", "stock.location", required=True),
        "quantity": Field("float", "Quantity", readonly=True, default=0.0),
        "reserved_quantity": Field("float", "Reserved Quantity", readonly=True, default=0.0),
    },
    rec_name="id",
    rights=frozenset({"read"}),
)

MODELS = (LOCATION, QUANT)
