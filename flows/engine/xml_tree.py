"""The parse rule over a finished tree: for ordinary documents, twice as fast as by events.

The tree builder of the standard library is written in C, but cannot refuse a DTD or bound the depth
while it reads. So it is given only text in which no DTD can stand, and of bounded size; whatever it
does not take is read again by events, which names what is wrong and where.
"""

from collections.abc import MutableMapping
from typing import Any
from xml.etree import ElementTree

from connectors.sdk.types import JSON

MOST_CHARS = 1_000_000
_DOCTYPE = "<!DOCTYPE"


class NotTaken(Exception):
    """The document has to be read by events."""


def parse_tree(text: str, max_depth: int, max_elements: int) -> JSON:
    """The document by the parse rule.

    Raises:
        NotTaken: it is too large, deep or unusual for a tree, or not well-formed.
    """
    if len(text) > MOST_CHARS or _DOCTYPE in text or text.count("<") > max_elements:
        raise NotTaken
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - no DTD, so no entities; bounded above
    except (ElementTree.ParseError, UnicodeEncodeError, ValueError):
        raise NotTaken from None
    names: dict[str, str] = {}
    return {_local(root.tag, names): _value(root, names, max_depth)}


def _value(element: Any, names: dict[str, str], depth: int) -> JSON:
    if not depth:
        raise NotTaken
    attributes = element.items()
    text = element.text
    if not len(element):
        if not attributes:
            return text or ""
        node = _attributes(attributes)
        if text and not text.isspace():
            node["#text"] = text
        return node
    node = _attributes(attributes)
    pieces = [text] if text else []
    for child in element:
        local = names.get(child.tag) or _local(child.tag, names)
        value = _value(child, names, depth - 1)
        if local in node:
            repeat(node, local, value)
        else:
            node[local] = value
        if child.tail:
            pieces.append(child.tail)
    if any(not piece.isspace() for piece in pieces):
        node["#text"] = "".join(pieces)
    return node


def _attributes(pairs: list[tuple[str, str]]) -> dict[str, JSON]:
    made: dict[str, JSON] = {}
    for name, value in pairs:
        local = "@" + name.rpartition("}")[2]
        if local in made:
            repeat(made, local, value)
        else:
            made[local] = value
    return made


def _local(tag: str, names: dict[str, str]) -> str:
    local = names[tag] = tag.rpartition("}")[2]
    return local


def repeat(parent: MutableMapping[str, JSON], name: str, value: JSON) -> None:
    """Add to what has that name already: the two, and all that follow, become a list."""
    present = parent[name]
    if isinstance(present, list):
        present.append(value)
    else:
        parent[name] = [present, value]
