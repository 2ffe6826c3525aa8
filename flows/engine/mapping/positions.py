"""From the parser's character offsets to the line and column a person sees."""

from connectors.sdk.errors import Where


def where_at(source: str, offset: int | None) -> Where:
    """Line and column (1-based) of ``offset`` in ``source``; no place where the offset is unknown."""
    if offset is None or offset < 0:
        return Where()
    before = source[: min(offset, len(source))]
    return Where(line=before.count("\n") + 1, column=len(before) - before.rfind("\n"))
