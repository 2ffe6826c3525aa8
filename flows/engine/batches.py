"""A batch as the engine hands it to its host: where the records come from, what is made of each, and
where they go. The host reads, sends and keeps the books; it asks the job for everything else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from connectors.sdk.errors import ConnectorError, PermanentError
from connectors.sdk.types import JSON
from flows.engine.schemas import Schema

Send = Literal["auto", "together", "each"]


@dataclass(frozen=True, slots=True)
class FileSource:
    """The uploaded file that the input names, or the input itself where it is a text."""

    input: JSON
    format: str
    delimiter: str
    header: bool


@dataclass(frozen=True, slots=True)
class ListSource:
    """A list inside the execution."""

    items: list[JSON]


@dataclass(frozen=True, slots=True)
class PagesSource:
    """What a reading operation answers, page after page. ``records`` finds the list in an answer;
    ``following`` gives the next page's arguments, or None after the last."""

    connection: str
    operation: str
    arguments: Mapping[str, JSON]
    records: Callable[[JSON], list[JSON]]
    following: Callable[[Mapping[str, JSON], JSON], Mapping[str, JSON] | None]


Source = FileSource | ListSource | PagesSource


@dataclass(frozen=True, slots=True)
class BatchTarget:
    """``arguments`` makes a call's arguments out of the list of its records (``together``) or out of
    one record (``each``). ``failures`` reads from an answer which records were not taken."""

    connection: str
    operation: str
    send: Send
    arguments: Callable[[JSON], Mapping[str, JSON]]
    failures: Callable[[JSON], JSON] | None


@dataclass(frozen=True, slots=True)
class BatchJob:
    """``make`` maps the record with this number (from 0); None leaves it out. ``tolerance`` is the
    share of records that may fail before the batch stops."""

    source: Source
    target: BatchTarget
    make: Callable[[JSON, int], JSON] | None
    schema: Schema | None
    chunk: int
    in_flight: int
    tolerance: float

    def described(self) -> dict[str, JSON]:
        """What history keeps of the job."""
        kind = {FileSource: "file", ListSource: "list", PagesSource: "pages"}[type(self.source)]
        return {
            "source": kind,
            "connection": self.target.connection,
            "operation": self.target.operation,
            "chunk": self.chunk,
        }


class BatchFailed(PermanentError):
    """The batch came to an end that needs a person."""

    code = "batch.failed"


class SourceUnreadable(BatchFailed):
    """There is nothing that could be read record by record."""

    code = "batch.source"


class TooManyFailed(BatchFailed):
    """More records failed than the step tolerates."""

    code = "batch.tolerance"


class RecordRefused(ConnectorError):
    """One record cannot be sent as it stands."""

    code = "batch.record"
