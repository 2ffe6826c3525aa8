"""The orders the portal knows how to make: whole, valid, and a little different each time."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

VAT_PERCENT = 25


@dataclass(frozen=True, slots=True)
class Party:
    """A buyer or supplier. ``gln`` is a GS1 location number with its check digit."""

    gln: str
    name: str
    street: str
    city: str
    zone: str
    country: str
    email: str = ""
    phone: str = ""
    vat: str = ""
    """Of a buyer only: BIS Order has no place for a seller's."""


@dataclass(frozen=True, slots=True)
class Line:
    """One order line."""

    number: int
    code: str
    name: str
    quantity: int
    unit: str
    price: Decimal

    @property
    def amount(self) -> Decimal:
        return self.price * self.quantity


@dataclass(frozen=True, slots=True)
class Order:
    """One purchase order."""

    number: str
    issued: date
    currency: str
    buyer: Party
    supplier: Party
    lines: tuple[Line, ...]
    note: str = ""

    @property
    def total(self) -> Decimal:
        return sum((line.amount for line in self.lines), Decimal(0))


@dataclass(frozen=True, slots=True)
class Sample:
    """A kind of order to pick from: supplier, currency and the items to draw lines from."""

    title: str
    supplier: Party
    currency: str
    items: tuple[tuple[str, str, str, str], ...]
    """(code, name, UN/ECE unit, price)."""
    lines: tuple[int, int]
    note: str = ""


Format = Literal["xml", "json"]

BUYER = Party(
    "7300010000001", "Harbour Hospital Trust", "Harbour Road 1", "Hamburg", "20457", "DE", vat="DE136695976"
)

_MEDICAL = (
    ("GLOVE-M", "Nitrile gloves, size M, box of 100", "BX", "7.95"),
    ("GLOVE-L", "Nitrile gloves, size L, box of 100", "BX", "7.95"),
    ("SYR-10", "Syringe 10 ml, sterile", "EA", "0.14"),
    ("CAN-20G", "Cannula 20 G, pink", "EA", "0.62"),
    ("MASK-IIR", "Surgical mask type IIR, box of 50", "BX", "4.10"),
    ("GAUZE-10", "Gauze compress 10 × 10 cm", "EA", "0.09"),
    ("INF-500", "Infusion set, 500 ml", "EA", "2.35"),
    ("DRESS-15", "Wound dressing 15 × 15 cm", "EA", "1.48"),
)
_LAB = (
    ("TUBE-EDTA", "Blood tube EDTA 4 ml", "EA", "0.21"),
    ("PIP-1000", "Pipette tips 1000 µl, rack of 96", "BX", "11.80"),
    ("PETRI-90", "Petri dish 90 mm", "EA", "0.33"),
    ("SWAB-STD", "Swab with transport medium", "EA", "0.87"),
)
_OFFICE = (
    ("PAPER-A4", "Copy paper A4, 500 sheets", "EA", "4.29"),
    ("TONER-12", "Toner cartridge, black", "EA", "63.50"),
    ("FOLDER-R", "Folder, red", "EA", "1.15"),
    ("PEN-BLUE", "Ball pen, blue", "EA", "0.38"),
)

SAMPLES: Mapping[str, Sample] = {
    "ward": Sample(
        "Ward supplies from Northline Medical",
        Party("7300010000018", "Northline Medical Supplies AB", "Kajgatan 5", "Stockholm", "11120", "SE",
              "orders@northline.example", "+46 8 5550 1000"),
        "EUR", _MEDICAL, (3, 8), "Deliver to the goods entrance, weekdays before noon.",
    ),
    "laboratory": Sample(
        "Laboratory goods in Norwegian kroner",
        Party("7300010000025", "Fjordlab Utstyr AS", "Strandgata 12", "Bergen", "5004", "NO",
              "ordre@fjordlab.example"),
        "NOK", _LAB, (1, 4),
    ),
    "office": Sample(
        "Office goods, one or two lines",
        Party("7300010000032", "Kontor & Papir ApS", "Havnegade 3", "København K", "1058", "DK",
              "salg@kontorpapir.example"),
        "DKK", _OFFICE, (1, 2),
    ),
    "stocking": Sample(
        "A year's stocking with 60 lines",
        Party("7300010000018", "Northline Medical Supplies AB", "Kajgatan 5", "Stockholm", "11120", "SE",
              "orders@northline.example", "+46 8 5550 1000"),
        "EUR", _MEDICAL + _LAB + _OFFICE, (60, 60), "Yearly stocking.",
    ),
}  # fmt: skip


def make_order(sample: str, number: str, today: date) -> Order:
    """The order of this number. The same number always makes the same order."""
    chosen = SAMPLES[sample]
    dice = random.Random(f"{sample}/{number}")  # noqa: S311 - variety, not secrecy
    lines = []
    for position in range(1, dice.randint(*chosen.lines) + 1):
        code, name, unit, price = chosen.items[(position - 1) % len(chosen.items)]
        lines.append(Line(position, code, name, dice.randint(1, 40) * 5, unit, Decimal(price)))
    return Order(number, today, chosen.currency, BUYER, chosen.supplier, tuple(lines), chosen.note)
