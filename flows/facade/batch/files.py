"""A file, piece by piece out of the database: no more of it is held than one piece and one chunk."""

from typing import Any

from connectors.sdk.types import JSON
from flows.engine.batches import FileSource, SourceUnreadable
from flows.engine.bodies import body_format
from flows.engine.steps.batch.cutting import CsvCutter, Cutter, JsonLinesCutter
from flows.engine.steps.batch.positions import Portion, Position
from flows.facade.batch.sending import Beside
from flows.store.batches import StoredFile, file_of, piece
from flows.store.pool import Connections

_JSON_LINES = ("ndjson", "jsonl", "jsonlines", "x-ndjson", "json-seq", "json")
_NAMES = {".csv": "csv", ".tsv": "csv", ".txt": "csv", ".jsonl": "json_lines", ".ndjson": "json_lines"}


class FileReader:
    """The uploaded file that the input names, or the input's own text."""

    kind = "file"

    def __init__(self, source: FileSource, connections: Connections, flow_id: int, beside: Beside) -> None:
        self._source = source
        self._connections = connections
        self._flow_id = flow_id
        self._beside = beside
        self._stored: StoredFile | None = None
        self._text = b""
        self._cutter: Cutter | None = None
        self._piece = 0
        self._names: list[str] | None = None
        self.size = 0

    async def open(self) -> None:
        if isinstance(self._source.input, str):
            self._text = self._source.input.encode("utf-8", "replace")
            self.size = len(self._text)
            return
        claim = _claim(self._source.input)
        self._stored = await file_of(self._connections, self._flow_id, str(claim["sha256"]))
        if self._stored is None:
            raise SourceUnreadable("The file is no longer kept.", hint="Send it again.")
        self.size = self._stored.bytes

    async def start(self, position: Position) -> None:
        """The header is read from the file's beginning, wherever reading goes on."""
        if self._form() == "csv" and self._source.header and self._names is None:
            await self._begin(Position())
            assert isinstance(self._cutter, CsvCutter)
            await self._feed()
            self._names = await self._beside(self._cutter.header)
            if not position.at:
                return
        await self._begin(position)

    async def take(self, most: int) -> Portion | None:
        assert self._cutter is not None
        while True:
            portion: Portion | None = await self._beside(self._cutter.take, most)
            if portion is not None or not await self._feed():
                return portion

    def measure(self, portion: Portion) -> int:
        return int(portion.end.at) - (int(portion.start.at) if portion.start.number else 0)

    async def _begin(self, position: Position) -> None:
        charset = None if isinstance(self._source.input, str) else self._charset()
        if self._form() == "csv":
            self._cutter = CsvCutter(charset, position, self._source.delimiter, self._names)
        else:
            self._cutter = JsonLinesCutter(charset, position)
        self._piece, self._skip = divmod(int(position.at), self._piece_bytes)

    async def _feed(self) -> bool:
        """The next piece; False after the last one."""
        assert self._cutter is not None
        count = len(self._stored.pieces) if self._stored else 1
        if self._piece >= count:
            return False
        data = await self._read(self._piece)
        skip, self._skip = self._skip, 0
        self._piece += 1
        await self._beside(self._cutter.feed, data[skip:], self._piece == count)
        return True

    async def _read(self, number: int) -> bytes:
        if self._stored is None:
            return self._text
        found = await piece(self._connections, self._stored.pieces[number])
        if found is None:
            raise SourceUnreadable("The file is no longer kept as a whole.", hint="Send it again.")
        return found

    @property
    def _piece_bytes(self) -> int:
        return self._stored.piece_bytes if self._stored else max(1, len(self._text) + 1)

    def _form(self) -> str:
        if self._source.format != "auto":
            return self._source.format
        if isinstance(self._source.input, str):
            return "json_lines" if self._text.lstrip().startswith(b"{") else "csv"
        claim = _claim(self._source.input)
        name = str(claim.get("name") or "").lower()
        for ending, form in _NAMES.items():
            if name.endswith(ending):
                return form
        kind = str(claim.get("content_type") or "").partition(";")[0].rpartition("/")[2]
        return "json_lines" if kind in _JSON_LINES else "csv"

    def _charset(self) -> str | None:
        content_type = str(_claim(self._source.input).get("content_type") or "")
        return body_format(content_type)[1] if "/" in content_type else None


def _claim(value: JSON) -> dict[str, Any]:
    claim = value.get("file") if isinstance(value, dict) else None
    if not isinstance(claim, dict) or not isinstance(claim.get("sha256"), str):
        raise SourceUnreadable(
            "The input names no file.",
            hint="Send the file to /api/v1/flows/<flow>/files/, or give the batch a list or pages.",
        )
    return claim
