"""Whether a body is a message that the flow takes, by the contract of its trigger."""

from flows.engine.bodies import Body
from flows.engine.contracts import require_document
from flows.facade.intake.live import Running

_FROM_OUTSIDE = frozenset({"webhook", "api"})


def require_fit(running: Running, kind: str, body: Body) -> None:
    """Refuses what the flow does not take; ``kind`` says in which way it was sent.

    A replay is not asked: its payload was accepted once, perhaps under an earlier contract or none, and
    a refusal would take away the way to recover it. The steps judge it. A trigger on events has no
    contract: the sender has gone on by the time the event is taken up, so that a refusal would lose it
    in silence, while a validate step makes a dead letter of it that an operator sees. Without a
    contract, a flow that a person or the clock starts needs no document.

    Raises:
        ContractBroken, SchemaEndless, BodyWrongType: nothing of it may be stored.
    """
    if running.contract is not None:
        running.contract.require(body)
    elif kind in _FROM_OUTSIDE and running.trigger_kind in _FROM_OUTSIDE:
        require_document(body)
