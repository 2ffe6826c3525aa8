"""The cast, and a small world of two flows, a connection and an execution."""

from dataclasses import dataclass
from uuid import UUID

import pytest

from connectors.connections.facade import ConnectionView
from flows.facade import webhooks
from flows.store.models import Flow
from tests import factories
from tests.factories import Cast


@dataclass(frozen=True, slots=True)
class World:
    """Objects on which the analyst, the operator and the administrator hold the default grants."""

    flow: Flow
    other: Flow
    connection: ConnectionView
    execution: UUID


@pytest.fixture
def cast(db: None) -> Cast:
    return factories.cast()


@pytest.fixture
def world(cast: Cast) -> World:
    flow = factories.published(cast.analyst)
    other = factories.published(cast.analyst, factories.OTHER_FLOW)
    webhooks.rotate(cast.analyst, flow.slug)
    return World(flow, other, factories.connection(cast.administrator), factories.started(cast.analyst))
