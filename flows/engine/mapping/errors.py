"""The errors of mappings: every one names the line and column of the expression it happened at."""

from connectors.sdk.errors import FairleadError, Where


class MappingError(FairleadError):
    """An expression could not be evaluated over this input. ``reference`` is JSONata's own code."""

    code = "mapping.failed"

    def __init__(
        self, message: str, *, hint: str = "", where: Where | None = None, reference: str | None = None
    ) -> None:
        super().__init__(message, hint=hint, where=where)
        self.reference = reference


class MappingSyntaxError(MappingError):
    """The text is not a JSONata expression."""

    code = "mapping.syntax"


class MappingSourceTooLarge(MappingSyntaxError):
    """The expression is longer, or nests deeper, than expressions may."""

    code = "mapping.source_size"


class MappingRefused(MappingError):
    """The expression asks for something that mappings may not do."""

    code = "mapping.refused"


class MappingOutputError(MappingError):
    """The result is not JSON: a function, a number beyond range, half of a character pair."""

    code = "mapping.output"


class MappingLimitError(MappingError):
    """The evaluation reached one of its limits and was ended."""

    code = "mapping.limit"


class MappingTimeout(MappingLimitError):
    """The evaluation used up its time."""

    code = "mapping.timeout"


class MappingTooDeep(MappingLimitError):
    """Functions, or the data they build, nest deeper than allowed."""

    code = "mapping.depth"


class MappingTooLarge(MappingLimitError):
    """A sequence, a string or the output is larger than allowed."""

    code = "mapping.size"


TIMEOUT_HINT = (
    "Send less at once, or look for what takes long: a list searched once for each of its items, or a"
    " recursion without end."
)


def took_too_long(seconds: float) -> MappingTimeout:
    """The error of an evaluation that had so many seconds; the caller adds the place."""
    return MappingTimeout(
        f"The mapping took longer than its limit of {seconds:.3g} s.", hint=TIMEOUT_HINT, reference="D1012"
    )
