"""The closed lists of the API, named here so that the generated client names them too."""

from typing import get_args

from connectors.connections.holders import HolderKind
from console.accounts.roles import PERMITTED, ROLES, SECTIONS
from console.accounts.tokens import SCOPES
from flows.engine.records import AttemptStatus, Status
from flows.facade.executions.hiding import PayloadAccess
from flows.facade.executions.steps import HELD_BACK
from flows.facade.letters import STATES

ROLE = list(ROLES)
HOLDER = list(get_args(HolderKind))
SECTION = [*SECTIONS, *PERMITTED]
SCOPE = list(SCOPES)
EXECUTION_STATUS = [status.value for status in Status]
ATTEMPT_STATUS = [*(status.value for status in AttemptStatus), HELD_BACK]
FLOW_STATE = ["draft", "live", "paused"]
FLOW_PERMISSION = ["view", "edit", "publish", "start", "operate", "reveal"]
CONNECTION_PERMISSION = ["view", "test", "use", "change"]
DEAD_LETTER_STATE = list(STATES)
PAYLOAD_ACCESS = list(get_args(PayloadAccess))
BATCH_STATE = ["running", "resting", "completed", "stopped"]
BATCH_SOURCE = ["file", "list", "pages", "records"]
BATCH_RECORD_STATUS = ["failed", "indeterminate", "redriven"]
REPLAY_VERSION = ["original", "live"]
RESOLUTION = ["succeeded", "retry", "cancel"]
IDEMPOTENCY = ["read", "by_key", "natural", "none"]
ACCELERATION = ["accelerated", "on_trial", "authority"]
HEALTH = ["unknown", "healthy", "failing", "refused"]
REST_REASON = ["asked", "failing"]
