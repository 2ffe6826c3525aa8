"""Versions that could not be proven when they were published: without messages, or before the engines
were exchanged for newer ones."""

import orjson

from flows.engine.mapping import ENGINES
from flows.facade.acceleration.proofs import established, store
from flows.store.cursors import fetch
from flows.store.models import FlowVersion

MOST = 3
"""In one round, so that it takes seconds."""

_DUE = """
SELECT v.id FROM flow f JOIN flow_version v ON v.id = f.live_version_id
LEFT JOIN flow_version_proofs p ON p.version_id = v.id
WHERE f.state = 'live' AND NOT coalesce(p.proofs @> %s::jsonb, false)
    AND EXISTS (SELECT FROM execution e WHERE e.flow_id = f.id)
ORDER BY p.proved_at NULLS FIRST, v.id LIMIT %s"""


def prove_due() -> int:
    """Proves some of the live versions that have no proofs for these engines, and have messages by
    now; how many. Processes that run them go by their own trials until they start anew."""
    proven = 0
    for (version_id,) in fetch(_DUE, [orjson.dumps([{"engines": ENGINES}]).decode(), MOST]):
        version = FlowVersion.objects.get(pk=version_id)
        proofs = established(version.flow_id, version.definition)
        store(version, proofs)
        proven += bool(proofs)
    return proven
