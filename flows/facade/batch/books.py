"""The figures of a running batch, and how the outcome of a chunk enters them."""

import time
from collections.abc import Iterable

from connectors.sdk.types import JSON
from flows.engine.steps.batch.mill import Milled, Refused
from flows.engine.steps.batch.positions import Malformed
from flows.engine.steps.batch.quality import Quality, summary_of
from flows.facade.batch.sending import Delivery
from flows.store.batches import Opened, RecordRow, Settlement

LEAST = 1000
"""While a batch goes on, its tolerance is judged over at least so many records."""


class Figures:
    """The sums of a batch, as they stand in the books."""

    def __init__(self, opened: Opened) -> None:
        self.records = opened.records
        self.succeeded = opened.succeeded
        self.failed = opened.failed
        self.skipped = opened.skipped
        self.indeterminate = opened.indeterminate
        self.quality = Quality(opened.quality)
        self._base_records = opened.base_records
        self._base_failed = opened.base_failed
        self._redriven = opened.redriven
        self._busy_ms = opened.busy_ms
        self._began = time.monotonic()

    @property
    def busy_ms(self) -> int:
        """For how long workers were at the batch."""
        return self._busy_ms + round((time.monotonic() - self._began) * 1000)

    def add(self, one: Settlement) -> None:
        """A chunk's outcome is in the books."""
        self.records += one.succeeded + one.failed + one.skipped + one.doubtful
        self.succeeded += one.succeeded
        self.failed += one.failed
        self.skipped += one.skipped
        self.indeterminate += one.doubtful

    @property
    def left_failed(self) -> int:
        """Failed records that no other execution has taken over."""
        return self.failed - self._redriven

    def exceed_on_the_way(self, tolerance: float) -> bool:
        """Whether more records failed since the batch was last redriven than are tolerated, so that it is
        better stopped than ended."""
        looked_at = self.records - self._base_records
        return self.failed - self._base_failed > tolerance * max(looked_at, LEAST)

    def exceed(self, tolerance: float) -> bool:
        """Whether more records of the whole batch are left as failed than are tolerated."""
        return self.left_failed > tolerance * self.records

    def summary(self) -> dict[str, JSON]:
        """The output of the step."""
        return {
            "records": self.records,
            "succeeded": self.succeeded,
            "failed": self.failed,
            "skipped": self.skipped,
            "indeterminate": self.indeterminate,
            "duration_ms": self.busy_ms,
            "records_per_s": round(self.records / max(0.001, self.busy_ms / 1000), 1),
            "quality": summary_of(self.quality.to_json()),
        }


def settlement(
    number: int, milled: Milled, delivery: Delivery, before: frozenset[int], *, doubted: int, done: int
) -> Settlement:
    """What a delivery means for the books. ``before`` had their outcome already, ``doubted`` of the
    chunk's records were in doubt. Quality and time are filled in when it is written."""
    refused = [one for one in (*milled.refused, *delivery.refused) if one.place not in before]
    skipped = [place for place in milled.skipped if place not in before]
    settled = {*before, *delivery.taken, *skipped, *(one.place for one in refused)}
    status = "held" if delivery.halt is not None else "doubtful" if delivery.doubtful else "done"
    return Settlement(
        number=number,
        status=status,
        settled=sorted(settled) if status != "done" else [],
        done=done if status != "held" else 0,
        succeeded=len(delivery.taken),
        failed=len(refused),
        skipped=len(skipped),
        indeterminate=len(delivery.doubtful),
        doubtful=len(delivery.doubtful) - doubted,
        records=[*_failed(milled, refused), *_doubtful(milled, delivery)],
        quality=None,
        busy_ms=0,
    )


def _failed(milled: Milled, refused: Iterable[Refused]) -> list[RecordRow]:
    return [_row(milled, one.place, "failed", one.code, one.message, one.path) for one in refused]


def _doubtful(milled: Milled, delivery: Delivery) -> list[RecordRow]:
    doubt = delivery.doubt
    if doubt is None:
        return []
    rows = (_row(milled, place, "indeterminate", doubt.code, doubt.message) for place in delivery.doubtful)
    return list(rows)


def _row(milled: Milled, place: int, status: str, code: str, message: str, path: str = "") -> RecordRow:
    portion = milled.portion
    value = portion.values[place]
    record = value.text if type(value) is Malformed else value
    number = portion.start.number + place + 1
    return RecordRow(number, portion.lines[place], status, code, message[:2000], path, record)
