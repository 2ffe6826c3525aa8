"""What becomes of the records of a chunk before they are sent: mapped, checked, counted. Pure, and the
part of a batch that costs most: the host calls it on a thread of its own."""

from dataclasses import dataclass
from typing import NamedTuple

from connectors.sdk.errors import FairleadError
from connectors.sdk.types import JSON
from flows.engine.batches import BatchJob
from flows.engine.schemas import Schema
from flows.engine.steps.batch.positions import Malformed, Portion
from flows.engine.steps.batch.quality import Quality

_SHOWN = 3


class Refused(NamedTuple):
    """A record that is not sent: its place in the chunk, and why."""

    place: int
    code: str
    message: str
    path: str = ""


@dataclass(slots=True)
class Milled:
    """``records`` go out; ``places`` are theirs among the portion's values. ``skipped`` are
    the places that the mapping left out."""

    portion: Portion
    records: list[JSON]
    places: list[int]
    refused: list[Refused]
    skipped: list[int]
    quality: Quality


def mill(job: BatchJob, portion: Portion) -> Milled:
    """Maps and checks the records of a portion."""
    records: list[JSON] = []
    places: list[int] = []
    refused: list[Refused] = []
    skipped: list[int] = []
    make, schema, first = job.make, job.schema, portion.start.number
    for place, value in enumerate(portion.values):
        if type(value) is Malformed:
            refused.append(Refused(place, value.code, value.message))
            continue
        try:
            made = make(value, first + place) if make is not None else value
        except FairleadError as error:
            refused.append(Refused(place, error.code, error.message, error.where.path or ""))
            continue
        if made is None:
            skipped.append(place)
            continue
        fault = _fault(schema, made, place) if schema is not None else None
        if fault is not None:
            refused.append(fault)
            continue
        records.append(made)
        places.append(place)
    quality = Quality()
    quality.measure(records)
    for one in refused:
        quality.blame(one.code, one.message)
    return Milled(portion, records, places, refused, skipped, quality)


def _fault(schema: Schema, made: JSON, place: int) -> Refused | None:
    faults = schema.faults(made, _SHOWN)
    if not faults:
        return None
    told = "; ".join(f"{fault.path} {fault.message}" for fault in faults)
    return Refused(place, "step.validate", f"The record does not fit the schema: {told}.", faults[0].path)
