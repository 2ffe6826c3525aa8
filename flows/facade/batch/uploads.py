"""Takes a file in, piece by piece as it comes, so that no process ever holds it as a whole."""

import hashlib
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

import orjson
import psycopg

from connectors.sdk.types import JSON
from flows.engine.bodies import Body
from flows.engine.errors import BodyEmpty
from flows.facade.intake.door import unavailable
from flows.facade.intake.errors import TooLarge
from flows.facade.intake.fitting import require_fit
from flows.facade.intake.live import Running
from flows.facade.intake.rows import new_id
from flows.store import uploads
from flows.store.pool import Connections
from flows.store.uploads import PIECE_BYTES

log = logging.getLogger("fairlead.intake")


@dataclass(frozen=True, slots=True)
class Described:
    """What the sender says of the file."""

    name: str
    content_type: str
    most_bytes: int


class _Taking:
    """A file on its way."""

    def __init__(self, connections: Connections, most_bytes: int) -> None:
        self.pieces: list[UUID] = []
        self.bytes = 0
        self.sha256 = hashlib.sha256()
        self._connections = connections
        self._most = most_bytes
        self._held = bytearray()

    async def take(self, data: bytes) -> None:
        self.bytes += len(data)
        if self.bytes > self._most:
            raise too_large(self._most)
        self.sha256.update(data)
        self._held += data
        while len(self._held) >= PIECE_BYTES:
            await self._put(bytes(self._held[:PIECE_BYTES]))
            del self._held[:PIECE_BYTES]

    async def end(self) -> None:
        if not self.bytes:
            raise BodyEmpty("The file is empty.", hint="Send the file as the body of the request.")
        if self._held:
            await self._put(bytes(self._held))

    async def _put(self, body: bytes) -> None:
        piece = new_id()
        self.pieces.append(piece)
        await uploads.put_piece(self._connections, piece, body)


async def take_in(
    connections: Connections, flow_id: int, described: Described, body: AsyncIterator[bytes]
) -> bytes:
    """Keeps the file and gives the document of its execution: a claim check. The same file gives the
    same document, so a repeated request is known by its body.

    Raises:
        FairleadError: the file is too large or empty, or the database cannot be reached.
    """
    taking = _Taking(connections, described.most_bytes)
    kept = False
    try:
        async for data in body:
            await taking.take(data)
        await taking.end()
        digest = taking.sha256.hexdigest()
        kept = await uploads.put_file(connections, new_id(), flow_id, taking.bytes, digest, taking.pieces)
    except psycopg.Error as error:
        raise unavailable() from error
    finally:
        if not kept and taking.pieces:
            await _drop(connections, taking.pieces)
    return orjson.dumps(_claim(described, taking.bytes, digest))


def require_wanted(running: Running, described: Described, announced_bytes: int) -> None:
    """Refuses a file before any of it is read, where the contract of the flow does not take its claim
    check; raises what ``require_fit`` does. The digest is not known yet and stands as zeros."""
    claim = _claim(described, announced_bytes, "0" * 64)
    require_fit(running, "api", Body(claim, claim))


def _claim(described: Described, size: int, digest: str) -> JSON:
    file = {
        "name": described.name,
        "content_type": described.content_type,
        "bytes": size,
        "sha256": digest,
    }
    return {"file": file}


async def _drop(connections: Connections, pieces: list[UUID]) -> None:
    try:
        await uploads.drop_pieces(connections, pieces)
    except psycopg.Error as error:
        log.warning("Pieces of a file that was not accepted go with their week: %s", error)


def too_large(most_bytes: int) -> TooLarge:
    """The file is beyond the limit."""
    return TooLarge(
        f"The file is larger than {most_bytes} bytes.",
        hint="Send it in parts, or raise FAIRLEAD_MAX_FILE_BYTES.",
    )
