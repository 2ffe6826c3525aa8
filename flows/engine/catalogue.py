"""What a flow may refer to, handed in so that the engine stays pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from connectors.sdk.protocol import Manifest


@dataclass(frozen=True, slots=True)
class Catalogue:
    """``connections``: slug of each connection → manifest of its connector."""

    connections: Mapping[str, Manifest] = field(default_factory=dict)
