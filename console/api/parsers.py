"""Reading a JSON body: its size here, everything else by the rules that the intake reads by."""

from collections.abc import Mapping
from typing import IO, Any, Self

from rest_framework.parsers import BaseParser

from connectors.sdk.errors import FairleadError
from connectors.sdk.types import JSON
from flows.engine.bodies import read_json

MAX_BYTES = 8 * 1024 * 1024


class BodyTooLarge(FairleadError):
    """The body has more bytes than the API reads."""

    code = "too_large"

    @classmethod
    def than(cls, limit: int) -> Self:
        """The refusal of a body larger than ``limit`` bytes, in the words of the client."""
        return cls(
            f"The body is larger than {limit:,} bytes, the most that this address takes.",
            hint="Send less at once.",
        )


class StrictJSONParser(BaseParser):
    """``application/json``: strict JSON in UTF-8, at most ``MAX_BYTES`` long, of bounded depth."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> JSON:
        raw = stream.read(MAX_BYTES + 1)
        if len(raw) > MAX_BYTES:
            raise BodyTooLarge.than(MAX_BYTES)
        return read_json(raw)
