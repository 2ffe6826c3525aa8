"""Deeds in the words that people read."""

from collections.abc import Mapping

_PHRASES: Mapping[str, str] = {
    "batch.redrive": "ran failed records again of the execution",
    "connection.change": "changed the connection",
    "connection.create": "made the connection",
    "connection.delete": "removed the connection",
    "connection.rights": "changed who may do what with the connection",
    "connection.test": "tested the connection",
    "dead_letters.discard": "discarded dead letters of",
    "dead_letters.redrive": "redrove dead letters of",
    "dead_letters.replay": "replayed with the live version dead letters of",
    "dead_letters.restore": "reopened discarded dead letters of",
    "execution.cancel": "cancelled the execution",
    "execution.release": "released what was held of",
    "execution.replay": "replayed the execution",
    "execution.resolve": "resolved the execution",
    "execution.reveal": "looked at the payload of the execution",
    "flow.create": "made the flow",
    "flow.delete": "removed the flow",
    "flow.import": "imported the flow",
    "flow.pause": "paused the flow",
    "flow.publish": "published the flow",
    "flow.resume": "resumed the flow",
    "flow.reveal": "looked at samples of the flow",
    "flow.rights": "changed who may do what with the flow",
    "installation.backup": "saved a backup",
    "installation.restore": "filled the database from a backup",
    "retention.run": "removed what is kept no longer",
    "retention.set": "set how long data is kept of the flow",
    "session.end": "signed out",
    "session.refused": "was refused at sign-in",
    "session.start": "signed in",
    "system.change": "changed the system",
    "system.create": "made the system",
    "system.delete": "removed the system",
    "token.create": "made the token",
    "token.revoke": "revoked the token",
    "user.activate": "activated the user",
    "user.create": "made the user",
    "user.deactivate": "deactivated the user",
    "user.enter": "entered the user",
    "user.own_password": "changed the own password",
    "user.password": "gave a new password to the user",
    "user.roles": "changed the roles of the user",
    "webhook_secret.revoke": "revoked the webhook secrets of the flow",
    "webhook_secret.rotate": "made a webhook secret of the flow",
}
_WHOLE = frozenset(
    {
        "installation.backup",
        "installation.restore",
        "retention.run",
        "session.end",
        "session.start",
        "user.own_password",
    }
)
"""Deeds whose words say already what they were done to."""


def summary(actor: str, action: str, object: str) -> str:
    """One line: who did what to which object."""
    kind, _, name = object.partition(":")
    phrase = _PHRASES.get(action)
    if phrase is None:
        return f"{actor}: {action} {object}"
    if action in _WHOLE:
        return f"{actor} {phrase}"
    if action == "session.refused":
        return f"{name} {phrase}"
    return f"{actor} {phrase} {_named(kind, name, phrase)}"


def _named(kind: str, name: str, phrase: str) -> str:
    """The object by its name, with its kind where the phrase does not say it."""
    if not name:
        return kind
    return name if phrase.endswith(f" {kind}") else f"{kind} {name}"
