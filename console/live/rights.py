"""Which view answers a topic for a person; the same rights as on every list and page."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
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

    def holder(self) -> User | None:
        """The user as they are now; None where the pass would no longer open a connection."""
        user = User.objects.filter(pk=self.user.pk, is_active=True).first()
        if user is None:
            return None
        holds = self._token_holds() if self.token_id is not None else self._session_holds(user)
        return user if holds else None

    def _token_holds(self) -> bool:
        unexpired = ApiToken.objects.filter(revoked_at=None, expires_at__gt=timezone.now())
        return unexpired.filter(id__in=[self.token_id]).exists()

    def _session_holds(self, user: User) -> bool:
        """Signed out, run out, taken over by another user, or opened with an old password: no."""
        session = import_module(settings.SESSION_ENGINE).SessionStore(self.session_key)
        return session.get(SESSION_KEY) == str(user.pk) and constant_time_compare(
            session.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash()
        )


def ways_of(entry: Pass, topics: Iterable[Topic]) -> tuple[bool, Mapping[Topic, Way | NotVisible]]:
    """Whether the pass holds, and for each topic the way to its view or that there is none."""
    user = entry.holder()
    if user is None:
        return False, {topic: NotVisible() for topic in topics}
    visible = dict(access.visible_flows(user).values_list("slug", "pk"))
    return True, {topic: _way(user, topic, visible) for topic in topics}


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
