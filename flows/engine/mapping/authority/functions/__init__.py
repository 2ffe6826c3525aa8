"""JSONata's built-in functions, bounded, in the reference's semantics."""

from collections.abc import Mapping
from types import MappingProxyType

from jsonata.jsonata import Jsonata

from flows.engine.mapping.authority.builtin import Builtin, Implementation
from flows.engine.mapping.authority.functions import (
    arrays,
    dates,
    higher,
    numeric,
    objects,
    patterns,
    strings,
)
from flows.engine.mapping.signatures import bound_signature

_MODULES = (arrays, dates, higher, numeric, objects, patterns, strings)


def _build() -> Mapping[str, Builtin]:
    ours: dict[str, Implementation] = {}
    for module in _MODULES:
        ours.update(module.FUNCTIONS)
    library = Jsonata.static_frame.bindings
    if ours.keys() != library.keys():
        raise RuntimeError(f"Built-ins differ from the library's: {sorted(ours.keys() ^ library.keys())}")
    return MappingProxyType(
        {
            name: Builtin(
                name,
                implementation,
                bound_signature(library[name].signature, trusted=True),
                library[name].nargs,
            )
            for name, implementation in ours.items()
        }
    )


BUILTINS: Mapping[str, Builtin] = _build()
"""Every function by name. The set equals jsonata-python's: Fairlead adds none of its own."""
