"""Which view answers a topic for a person; the same rights as on every list and page."""

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from console.accounts.models import ApiToken, User
from console.live.topics import Topic
from console.live.views import DetailView, ListView, PresenceView, View, WallView
from flows.facade import access, executions


class NotVisible(Exception):
    """There is no such thing, or none that this person may see: the two are not told apart."""


@dataclass(frozen=True, slots=True)
class Way:
    """The key of the view that answers a topic, and how to make it."""

    key: Hashable
    make: Callable[[], View]


@dataclass(frozen=True, slots=True)
class Pass:
    """Who is connected, and by what: a console session or an API token."""

    user: User
    session_key: str | None = None
    token_id: int | None = None


Wanted = Mapping[Pass, Collection[Topic]]
Ways = Mapping[Topic, Way | NotVisible]


def ways_of(wanted: Wanted) -> Mapping[Pass, Ways]:
    """For each pass that still holds: the way to the view of each topic, or that there is none.

    Many passes are looked at together, since all of them are looked at every few seconds."""
    holders = _holders(wanted.keys())
    visible = {user: dict(access.visible_flows(user).values_list("slug", "pk")) for user in holders.values()}
    return {
        entry: {topic: _way(user, topic, visible[user]) for topic in wanted[entry]}
        for entry, user in holders.items()
    }


def _holders(entries: Collection[Pass]) -> Mapping[Pass, User]:
    """The users as they are now; without those whose pass would no longer open a connection."""
    users = User.objects.filter(is_active=True).in_bulk({entry.user.pk for entry in entries})
    tokens = _tokens({entry.token_id for entry in entries if entry.token_id is not None})
    sessions = _sessions({entry.session_key for entry in entries if entry.session_key is not None})
    found: dict[Pass, User] = {}
    for entry in entries:
        user = users.get(entry.user.pk)
        if user is None:
            continue
        session = sessions.get(entry.session_key or "", {})
        if entry.token_id in tokens if entry.token_id is not None else _opens(session, user):
            found[entry] = user
    return found


def _tokens(ids: Collection[int]) -> Collection[int]:
    unexpired = ApiToken.objects.filter(revoked_at=None, expires_at__gt=timezone.now())
    return set(unexpired.filter(id__in=ids).values_list("id", flat=True)) if ids else ()


def _sessions(keys: Collection[str]) -> Mapping[str, Mapping[str, Any]]:
    """What is in the sessions that have not run out."""
    alive = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now()) if keys else ()
    return {one.session_key: one.get_decoded() for one in alive}


def _opens(session: Mapping[str, Any], user: User) -> bool:
    """Signed out, run out, taken over by another user, or opened with an old password: no."""
    return session.get(SESSION_KEY) == str(user.pk) and constant_time_compare(
        session.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash()
    )


def _way(user: User, topic: Topic, visible: Mapping[str, int]) -> Way | NotVisible:
    if topic.kind == "execution":
        if not executions.is_visible(user, topic.name):
            return NotVisible()
        return Way(("detail", user.pk, topic.name), lambda: DetailView(user, topic.name))
    if topic.kind in ("flow", "presence") and topic.name not in visible:
        return NotVisible()
    if topic.kind == "presence":
        flow_id = visible[topic.name]
        return Way(("presence", flow_id), lambda: PresenceView(flow_id))
    flow_ids = frozenset([visible[topic.name]] if topic.kind == "flow" else visible.values())
    if topic.kind == "wall":
        return Way(("wall", flow_ids), lambda: WallView(flow_ids))
    return Way(("list", flow_ids), lambda: ListView(flow_ids))
