"""Whether a message says anything at all: null, nothing in it, or an XML document of empty elements."""

from connectors.sdk.errors import FairleadError
from connectors.sdk.types import JSON
from flows.engine.xml import parse_xml

_LONGEST = 2000
"""A longer text has something in it, or at least deserves the schema's own words."""
EMPTY_HINT = "The message that started the execution is empty: send the whole document as the body."


def says_nothing(document: JSON) -> bool:
    """Whether no leaf of the trigger's document holds a value."""
    if isinstance(document, str) and document.lstrip().startswith("<") and len(document) <= _LONGEST:
        try:
            return _is_hollow(parse_xml(document))
        except FairleadError:
            return False
    return _is_hollow(document)


def _is_hollow(value: JSON) -> bool:
    if isinstance(value, dict):
        return all(_is_hollow(one) for one in value.values())
    if isinstance(value, list):
        return all(_is_hollow(one) for one in value)
    return value is None or (isinstance(value, str) and not value.strip())
