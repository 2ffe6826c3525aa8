"""What is handed to those who answer in the authority's place."""

from collections.abc import Iterable, Mapping

import orjson

from connectors.sdk.types import JSON
from flows.engine.mapping.quick.reasons import LeftToAuthority


def given(names: Iterable[str], bindings: Mapping[str, JSON]) -> dict[str, JSON]:
    """The variables of these names, as far as they are bound."""
    return {name: bindings[name] for name in names if name in bindings}


def written(data: JSON, variables: Mapping[str, JSON]) -> bytes:
    """Both as JSON, which finds what is not JSON, nests too deeply or is not exact.

    Raises:
        LeftToAuthority: there is such a thing.
    """
    try:
        return orjson.dumps((data, variables), option=orjson.OPT_STRICT_INTEGER)  # doubles keep 53 bits
    except (TypeError, RecursionError) as error:
        raise LeftToAuthority from error
