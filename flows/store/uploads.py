"""Files that are sent in, as pieces in ``blob``; a flow keeps the same content once."""

from collections.abc import Sequence
from uuid import UUID

from flows.store.arrays import uuids
from flows.store.pool import Connections

PIECE_BYTES = 1024 * 1024
KEPT_DAYS = 7
"""The same content that comes later is kept anew, so that retention does not take it away early."""

_PUT_PIECE = "INSERT INTO blob (id, body) VALUES (%s, %s)"
_PUT_FILE = """
INSERT INTO upload (id, flow_id, bytes, piece_bytes, sha256, pieces)
VALUES (%(id)s, %(flow)s, %(bytes)s, %(piece_bytes)s, %(sha256)s, %(pieces)s)
ON CONFLICT (flow_id, sha256) DO UPDATE
SET id = excluded.id, pieces = excluded.pieces, received_at = excluded.received_at
WHERE upload.received_at < now() - make_interval(days => %(days)s)
RETURNING id"""
_DROP_PIECES = "DELETE FROM blob WHERE id = ANY(%s)"


async def put_piece(connections: Connections, piece_id: UUID, body: bytes) -> None:
    """Keeps a piece; raises psycopg.Error."""
    await connections.all(_PUT_PIECE, (piece_id, body))


async def put_file(
    connections: Connections, file_id: UUID, flow_id: int, size: int, sha256: str, pieces: Sequence[UUID]
) -> bool:
    """Makes the pieces a file of the flow; False where the flow has the same content already."""
    given = {
        "id": file_id,
        "flow": flow_id,
        "bytes": size,
        "piece_bytes": PIECE_BYTES,
        "sha256": sha256,
        "pieces": list(pieces),
        "days": KEPT_DAYS,
    }
    return bool(await connections.all(_PUT_FILE, given))


async def drop_pieces(connections: Connections, pieces: Sequence[UUID]) -> None:
    """Removes pieces that no file needs."""
    await connections.all(_DROP_PIECES, (uuids(pieces),))
