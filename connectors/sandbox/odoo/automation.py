"""Automation rules that call out, with the weaknesses of the real ones: after commit, a time-out
of one second, no retry, no signature, and the user waits."""

import asyncio
import logging
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

import aiohttp
import orjson

from connectors.sandbox.odoo.database import Transaction
from connectors.sandbox.odoo.reading import Reader
from connectors.sdk.types import JSON

_log = logging.getLogger(__name__)

TIMEOUT_S = 1.0
POSTS_OF_CREATE = 14
"""What one create sends through a rule without trigger fields, as counted on a real server."""
POSTS_OF_WRITE = 2


@dataclass(frozen=True, slots=True)
class Post:
    """One request to send."""

    url: str
    body: JSON


class Automation:
    """Finds the rules that a committed transaction fires, and sends their requests."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._session: aiohttp.ClientSession | None = None
        self.sent = 0

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def fire(self, transaction: Transaction) -> None:
        """Sends what the transaction's changes call for, one after the other."""
        for post in list(self._posts(transaction)):
            await self._send(post)

    async def run(self, uuid: str, payload: JSON) -> bool:
        """An inbound webhook: runs its rule's actions on the named record. False without such a rule."""
        rules = self._reader.model("base.automation")
        found = self._reader.search(rules, [["webhook_uuid", "=", uuid], ["trigger", "=", "on_webhook"]])
        if not found or not isinstance(payload, dict):
            return False
        for action in self._actions(found[0]):
            await self._send(self._post(action, str(payload["_model"]), int(payload["_id"])))
        return True

    def _posts(self, transaction: Transaction) -> Iterator[Post]:
        rules = self._reader.model("base.automation")
        for rule in self._reader.read(rules, self._reader.search(rules, []), None):
            model = self._model_of(rule)
            for record, times in self._fired(rule, model, transaction):
                for action in self._actions(rule["id"]):
                    post = self._post(action, model, record)
                    yield from [post] * times

    def _fired(self, rule: JSON, model: str, transaction: Transaction) -> Iterator[tuple[int, int]]:
        watched = self._field_names(rule["trigger_field_ids"])
        trigger = rule["trigger"]
        created = transaction.created.get(model, [])
        if trigger in ("on_create", "on_create_or_write"):
            yield from ((one, 1 if watched else POSTS_OF_CREATE) for one in created)
        if trigger in ("on_write", "on_create_or_write"):
            for record, changed in transaction.written.get(model, {}).items():
                if record not in created and (not watched or watched & changed):
                    yield record, 1 if watched else POSTS_OF_WRITE

    def _post(self, action: JSON, model_name: str, record: int) -> Post:
        model = self._reader.model(model_name)
        row = self._reader.existing(model, [record]).get(record)
        names = self._field_names(action["webhook_field_ids"])
        fields = {name: row[name] for name in sorted(names) if row is not None and name in row.keys()}  # noqa: SIM118
        body = {
            "_action": f"{action['name']}(#{action['id']})",
            "_id": record,
            "_model": model_name,
            **fields,
        }
        return Post(str(action["webhook_url"]), body)

    def _actions(self, rule: int) -> list[dict[str, JSON]]:
        model = self._reader.model("ir.actions.server")
        domain = [["base_automation_id", "=", rule], ["state", "=", "webhook"]]
        return self._reader.read(model, self._reader.search(model, domain), None)

    def _model_of(self, rule: JSON) -> str:
        model = self._reader.model("ir.model")
        return str(self._reader.read(model, [rule["model_id"][0]], ["model"])[0]["model"])

    def _field_names(self, ids: Sequence[int]) -> set[str]:
        rows = self._reader.existing(self._reader.model("ir.model.fields"), ids)
        return {str(row["name"]) for row in rows.values()}

    async def _send(self, post: Post) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT_S))
        self.sent += 1
        headers = {"Content-Type": "application/json"}
        with suppress(aiohttp.ClientError, asyncio.TimeoutError):
            async with self._session.post(post.url, data=orjson.dumps(post.body), headers=headers) as answer:
                await answer.read()
                return
        _log.warning("a webhook to %s was lost: Odoo does not try again", post.url)
