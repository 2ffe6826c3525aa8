"""The payload of an execution: the bytes as they came, and the document that they are."""

from uuid import UUID

from connectors.sdk.types import JSON
from flows.engine.bodies import body_format, read_json
from flows.engine.encodings import decode_text, decode_xml
from flows.facade.errors import NotFound
from flows.store.cursors import fetch

RAW = """
SELECT coalesce(p.body, b.body) FROM payload p LEFT JOIN blob b ON b.id = p.blob_id
WHERE p.execution_id = %s"""


def raw_payload(execution_id: UUID) -> bytes:
    """The stored body; raises NotFound where retention has removed it."""
    found = fetch(RAW, [execution_id])
    if not found:
        raise NotFound("The payload is no longer kept.", hint="Its retention time is over.")
    return bytes(found[0][0])


def document_of(raw: bytes, content_type: str) -> JSON:
    """The trigger's document: the JSON value, or the text of XML and CSV. The body was checked when
    it was accepted, so this only decodes it."""
    form, charset = body_format(content_type)
    if form == "xml":
        return decode_xml(raw, charset)
    if form == "csv":
        return decode_text(raw, charset)
    return read_json(raw)
