"""Products, purchase orders and supplier invoices."""

from connectors.sandbox.odoo.fields import Field, Model, char, many2one, one2many, selection

ORDER = Model(
    "purchase.order",
    "Purchase Order",
    {
        "name": char("Order Reference", default="New"),
        "partner_id": many2one("Vendor", "res.partner", required=True),
        "partner_ref": char("Vendor Reference"),
        "origin": char("Source"),
        "date_order": Field("datetime", "Order Deadline", required=True),
        "date_planned": Field("datetime", "Expected Arrival"),
        "currency_id": many2one("Currency", "res.currency", required=True),
        "user_id": many2one("Buyer", "res.users"),
        "note": Field("html", "Terms and Conditions"),
        "state": selection(
            "Status",
            ("draft", "RFQ"),
            ("sent", "RFQ Sent"),
            ("to approve", "To Approve"),
            ("purchase", "Purchase Order"),
            ("cancel", "Cancelled"),
            readonly=True,
            default="draft",
        ),
        "order_line": one2many("Order Lines", "purchase.order.line", "order_id"),
        "amount_untaxed": Field("monetary", "Untaxed Amount", readonly=True, default=0.0),
        "amount_total": Field("monetary", "Total", readonly=True, default=0.0),
    },
    order="id desc",
)

LINE = Model(
    "purchase.order.line",
    "Purchase Order Line",
    {
        "order_id": many2one("Order Reference", "purchase.order", required=True),
        "sequence": Field("integer", "Sequence", default=10),
        "name": Field("text", "Description", required=True),
        "product_id": many2one("Product", "product.product"),
        "product_qty": Field("float", "Quantity", required=True, default=1.0),
        "product_uom_id": many2one("Unit", "uom.uom"),
        "price_unit": Field("float", "Unit Price", required=True, default=0.0),
        "discount": Field("float", "Discount (%)", default=0.0),
        "date_planned": Field("datetime", "Expected Arrival"),
        "price_subtotal": Field("monetary", "Subtotal", readonly=True, default=0.0),
    },
    order="order_id, sequence, id",
)

PRODUCT = Model(
    "product.product",
    "Product Variant",
    {
        "name": char("Name", required=True),
        "active": Field("boolean", "Active", default=True),
        "default_code": char("Internal Reference"),
        "barcode": char("Barcode"),
        "type": selection("Product Type", ("consu", "Goods"), ("service", "Service"), default="consu"),
        "uom_id": many2one("Unit", "uom.uom", required=True, default=1),
        "list_price": Field("float", "Sales Price", default=1.0),
        "standard_price": Field("float", "Cost", default=0.0),
        "description_purchase": Field("text", "Purchase Description"),
        "purchase_ok": Field("boolean", "Purchase", default=True),
    },
    unique=(("barcode", "Barcode(s) already assigned"),),
)

UOM = Model(
    "uom.uom",
    "Product Unit of Measure",
    {
        "name": char("Unit Name", required=True),
        "relative_factor": Field("float", "Contains", default=1.0),
        "active": Field("boolean", "Active", default=True),
    },
)

MOVE = Model(
    "account.move",
    "Journal Entry",
    {
        "name": char("Number", default="/"),
        "ref": char("Reference"),
        "move_type": selection(
            "Type",
            ("entry", "Journal Entry"),
            ("in_invoice", "Vendor Bill"),
            ("in_refund", "Vendor Credit Note"),
            ("out_invoice", "Customer Invoice"),
            required=True,
            default="entry",
        ),
        "partner_id": many2one("Partner", "res.partner"),
        "date": Field("date", "Date"),
        "invoice_date": Field("date", "Invoice/Bill Date"),
        "invoice_origin": char("Origin"),
        "currency_id": many2one("Currency", "res.currency"),
        "amount_total": Field("monetary", "Total", default=0.0),
        "state": selection(
            "Status", ("draft", "Draft"), ("posted", "Posted"), readonly=True, default="draft"
        ),
    },
    order="id desc",
)

MODELS = (ORDER, LINE, PRODUCT, UOM, MOVE)
