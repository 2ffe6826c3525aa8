"""Which view answers a topic for a person; the same rights as on every list and page."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from console.accounts.models import ApiToken, User
from console.live.topics import Topic
from console.live.views import DetailView, ListView, View, WallView
from flows.facade import access, executions


class NotVisible(Exception):
    """There is no such thing, or none that this person may see: the two are not told apart."""


@dataclass(frozen=True, slots=True)
class Pass:
    """Who is connected, and by what: a console session or an API token."""

    user: User
    session_key: str | None = None
    token_id: int | None = None

    def is_valid(self) -> bool:
        """Whether it would still open a connection now."""
        if not User.objects.filter(pk=self.user.pk, is_active=True).exists():
            return False
        if self.token_id is not None:
            unexpired = ApiToken.objects.filter(revoked_at=None, expires_at__gt=timezone.now())
            return unexpired.filter(pk=self.token_id).exists()
        return self.session_key is not None and SessionStore().exists(self.session_key)


def view_for(user: User, topic: Topic) -> tuple[Hashable, Callable[[], View]]:
    """The key of the view and the way to make it. Raises NotVisible."""
    if topic.kind == "execution":
        return _detail(user, topic.name)
    visible = dict(access.visible_flows(user).values_list("slug", "pk"))
    if topic.kind == "flow":
        if topic.name not in visible:
            raise NotVisible
        visible = {topic.name: visible[topic.name]}
    flow_ids = frozenset(visible.values())
    if topic.kind == "wall":
        return ("wall", flow_ids), lambda: WallView(flow_ids)
    return ("list", flow_ids), lambda: ListView(flow_ids)


def _detail(user: User, execution_id: str) -> tuple[Hashable, Callable[[], View]]:
    if not executions.is_visible(user, execution_id):
        raise NotVisible
    return ("detail", user.pk, execution_id), lambda: DetailView(user, execution_id)
