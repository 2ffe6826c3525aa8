"""The parse rule: XML to JSON, one way for every document.

The document is ``{local name of the root: value}``. An element that has neither attributes nor
child elements is its text, as written (``""`` when empty). Any other element is an object: each
attribute as ``@name`` (namespace declarations left out), the text as ``#text`` unless it is blank,
each child by its local name; children (or attributes) that share a name become a list. Namespaces
are resolved, then their prefixes are dropped.

There is no DTD, so no entity beyond the five of XML; depth and number of elements are bounded.
"""

from collections.abc import Callable
from typing import Any
from xml.parsers import expat

from connectors.sdk.errors import Where
from connectors.sdk.types import JSON
from flows.engine.encodings import decode_xml
from flows.engine.errors import XmlMalformed, XmlRefused, XmlTooDeep
from flows.engine.xml_tree import NotTaken, parse_tree, repeat

__all__ = ["MAX_DEPTH", "MAX_ELEMENTS", "XmlMalformed", "XmlRefused", "parse_xml"]

MAX_DEPTH = 100
MAX_ELEMENTS = 200_000
_SEPARATOR = "\n"
_BUFFER = 65_536


def parse_xml(text: str | bytes, charset: str | None = None) -> JSON:
    """A document read by the parse rule; ``charset`` is the content type's, for bytes.

    Raises:
        XmlMalformed: with the line and column of the mistake.
        XmlRefused: a DTD, too deep, too many elements, or an encoding that is not read.
    """
    if isinstance(text, bytes):
        text = decode_xml(text, charset)
    try:
        return parse_tree(text, MAX_DEPTH, MAX_ELEMENTS)
    except NotTaken:
        return parse_events(text)


def parse_events(text: str) -> JSON:
    """The same rule by events: bounded while it reads, exact about what is wrong, slower.

    Raises:
        XmlMalformed, XmlRefused: as ``parse_xml``.
    """
    parser = expat.ParserCreate("utf-8", _SEPARATOR)
    root = _wire(parser)
    try:
        parser.Parse(text, True)
    except expat.ExpatError as error:
        raise XmlMalformed(
            f"The XML is not well-formed: {expat.ErrorString(error.code)}.",
            hint="Check the document at this place.",
            where=Where(line=error.lineno, column=error.offset + 1),
        ) from None
    except UnicodeEncodeError:
        raise XmlMalformed("The text holds half of a character pair, which no XML can.") from None
    return root


def _wire(parser: Any) -> dict[str, JSON]:
    """Hang the handlers on the parser. The list of text pieces serves as a stack: what an element
    finds above its mark is its own."""
    root: dict[str, JSON] = {}
    nodes: list[dict[str, JSON] | None] = [root]
    marks: list[int] = []
    pieces: list[str] = []
    parser.buffer_text = True
    parser.buffer_size = _BUFFER
    parser.ordered_attributes = True
    parser.StartElementHandler = _starter(parser, nodes, marks, pieces)
    parser.EndElementHandler = _ender(nodes, marks, pieces)
    parser.CharacterDataHandler = pieces.append
    parser.StartDoctypeDeclHandler = _no_doctype(parser)
    return root


def _starter(
    parser: Any, nodes: list[dict[str, JSON] | None], marks: list[int], pieces: list[str]
) -> Callable[[str, list[str]], None]:
    count = 0

    def start(name: str, attributes: list[str]) -> None:
        nonlocal count
        count += 1
        if count > MAX_ELEMENTS or len(nodes) > MAX_DEPTH:
            raise _too_much(parser, count)
        nodes.append(_attributes(attributes) if attributes else None)
        marks.append(len(pieces))

    return start


def _ender(nodes: list[dict[str, JSON] | None], marks: list[int], pieces: list[str]) -> Callable[[str], None]:
    known: dict[str, str] = {}

    def end(name: str) -> None:
        value: JSON = nodes.pop()
        mark = marks.pop()
        if len(pieces) > mark:
            text = pieces[mark] if len(pieces) == mark + 1 else "".join(pieces[mark:])
            del pieces[mark:]
            if value is None:
                value = text
            elif not text.isspace():
                value["#text"] = text
        elif value is None:
            value = ""
        local = known.get(name)
        if local is None:
            local = known[name] = name.rpartition(_SEPARATOR)[2]
        parent = nodes[-1]
        if parent is None:
            nodes[-1] = {local: value}
        elif local in parent:
            repeat(parent, local, value)
        else:
            parent[local] = value

    return end


def _attributes(pairs: list[str]) -> dict[str, JSON]:
    """``[name, value, name, value, …]`` as an object; names are local."""
    made: dict[str, JSON] = {}
    for index in range(0, len(pairs), 2):
        name = "@" + pairs[index].rpartition(_SEPARATOR)[2]
        if name in made:
            repeat(made, name, pairs[index + 1])
        else:
            made[name] = pairs[index + 1]
    return made


def _no_doctype(parser: Any) -> Callable[..., None]:
    def refuse(*_: object) -> None:
        raise XmlRefused(
            "The XML has a DTD (DOCTYPE), which is never read.",
            hint="Send the document without its DOCTYPE.",
            where=_place(parser),
        )

    return refuse


def _too_much(parser: Any, count: int) -> XmlRefused:
    if count > MAX_ELEMENTS:
        return XmlRefused(
            f"The XML has more than {MAX_ELEMENTS:,} elements.",
            hint="Send it in parts.",
            where=_place(parser),
        )
    return XmlTooDeep(
        f"The XML nests deeper than {MAX_DEPTH} elements.",
        hint="Send a flatter document.",
        where=_place(parser),
    )


def _place(parser: Any) -> Where:
    return Where(line=parser.CurrentLineNumber, column=parser.CurrentColumnNumber + 1)
