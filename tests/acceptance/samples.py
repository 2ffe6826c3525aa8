"""Purchase orders as documents: those of the guides, and Peppol's own examples where they are at hand."""

import os
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

import pytest

from flows.engine.xml import parse_xml
from tests.acceptance.harness import CHECKOUT

COMMITTED = CHECKOUT / "docs" / "samples"
PEPPOL = Path(os.environ.get("FAIRLEAD_PEPPOL_SAMPLES", CHECKOUT.parent / "shared" / "samples" / "peppol"))
_ABSENT = f"Peppol's example orders are not at {PEPPOL}; FAIRLEAD_PEPPOL_SAMPLES names another place."
_IS_ORDER = re.compile(r"<(\w+:)?Order[\s>]")
_NUMBER = re.compile(r"(<cbc:ID[^>]*>)[^<]*(?=</cbc:ID>)")


@dataclass(frozen=True, slots=True)
class Sample:
    """An order as UBL XML, and as the JSON that says the same."""

    name: str
    xml: str

    @property
    def json(self) -> Any:
        """The same document, by the parse rule."""
        return parse_xml(self.xml)

    def numbered(self, number: str) -> Self:
        """The same order under a number of the test's own; nothing else of the document changes."""
        return replace(self, xml=_NUMBER.sub(rf"\g<1>{number}", self.xml, count=1))


def committed() -> Sample:
    """The order of the guides, which is always there."""
    return Sample("docs", (COMMITTED / "order.xml").read_text("utf-8"))


def peppol() -> list[Sample]:
    """Every order among Peppol's examples; none where they are not at hand."""
    documents = {path.stem: path.read_text("utf-8-sig") for path in sorted(PEPPOL.glob("*.xml"))}
    return [Sample(name, xml) for name, xml in documents.items() if _IS_ORDER.search(xml)]


def parameters() -> list[Any]:
    """Every order for ``pytest.mark.parametrize``; a missing place shows as a test that was skipped."""
    found = [committed(), *peppol()]
    absent = [pytest.param(None, id="peppol", marks=pytest.mark.skip(_ABSENT))] if len(found) == 1 else []
    return [*(pytest.param(one, id=one.name) for one in found), *absent]
