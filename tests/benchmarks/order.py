"""The message and the mapping that every side of the comparison gets."""

import json

LINES = 10

EXPRESSION = """{
  "number": order.id,
  "supplier": order.supplier.name,
  "currency": order.currency,
  "lines": order.lines.{
    "item": sku,
    "description": $uppercase(name),
    "quantity": quantity,
    "price": price,
    "total": $round(quantity * price, 2)
  },
  "total": $round($sum(order.lines.(quantity * price)), 2)
}"""


def order(number: int) -> bytes:
    """An order of about 1.5 KB with ten lines, as JSON."""
    lines = [
        {
            "sku": f"SKU-{number:07d}-{line:02d}",
            "name": f"Examination gloves, nitrile, size {line}, box of 100",
            "quantity": line + 1,
            "price": 4.35 + line,
            "unit": "BX",
        }
        for line in range(LINES)
    ]
    supplier = {"id": f"SUP-{number % 50}", "name": "Medical supplies north", "country": "NO"}
    document = {"id": f"PO-{number}", "currency": "EUR", "supplier": supplier, "lines": lines}
    return json.dumps({"order": document}).encode()
