"""A file as the body of a request: handed on piece by piece as it arrives."""

import asyncio
from collections.abc import AsyncIterator
from email.message import Message
from urllib.parse import unquote

from console.intake.options import Options
from console.intake.patience import BodyTimeout
from console.intake.requests import Asked, ClientGone
from console.lifespan import Receive
from flows.facade.batch.uploads import Described, require_wanted, take_in, too_large
from flows.facade.intake import LiveFlow
from flows.store.pool import Connections

_LONGEST_NAME = 200


async def read_file(
    asked: Asked, flow: LiveFlow, receive: Receive, options: Options, connections: Connections
) -> bytes:
    """Keeps the file; the document of its execution. Raises FairleadError and ClientGone."""
    announced = asked.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > options.max_file:
        raise too_large(options.max_file)
    described = Described(_name(asked), asked.headers.get("content-type", "")[:200], options.max_file)
    if announced.isdigit():
        require_wanted(flow.running(), described, int(announced))
    return await take_in(connections, flow.id, described, _pieces(receive, options.body_seconds))


async def _pieces(receive: Receive, patience_s: float) -> AsyncIterator[bytes]:
    """A large file may take its time, so long as it keeps coming."""
    more = True
    while more:
        try:
            message = await asyncio.wait_for(receive(), patience_s)
        except TimeoutError:
            raise BodyTimeout(
                f"Nothing of the file arrived for {patience_s:.0f} seconds.", hint="Send it again."
            ) from None
        if message["type"] == "http.disconnect":
            raise ClientGone
        yield message.get("body", b"")
        more = message.get("more_body", False)


def _name(asked: Asked) -> str:
    """The file name of Content-Disposition, without any path."""
    header = Message()
    header["content-disposition"] = asked.headers.get("content-disposition", "")[:1000]
    name = unquote(str(header.get_filename("")))
    clean = "".join(char for char in name.replace("\\", "/").rpartition("/")[2] if char.isprintable())
    return clean[:_LONGEST_NAME]
