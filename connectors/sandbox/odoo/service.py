"""One Odoo: its data, its methods, its automation. The transports call ``execute``."""

import asyncio
import hmac
import logging
from collections.abc import Mapping
from pathlib import Path

from connectors.sandbox.odoo.automation import Automation
from connectors.sandbox.odoo.database import Database, Transaction
from connectors.sandbox.odoo.errors import AttributeMistake, OdooError, ProgrammingMistake, Unauthorized
from connectors.sandbox.odoo.loading import RowsFailed
from connectors.sandbox.odoo.methods import Call, Method, bind
from connectors.sandbox.odoo.models import MODELS
from connectors.sandbox.odoo.reading import Reader
from connectors.sandbox.odoo.seed import ADMIN, seed
from connectors.sandbox.odoo.switches import Switches
from connectors.sandbox.odoo.writing import Writer
from connectors.sdk.types import JSON

_log = logging.getLogger(__name__)

WORK_S = 0.002
"""How long a change takes between its snapshot and its commit; a real one takes 20 times that."""
VERSION = "19.0"


class Odoo:
    """The sandbox's one database."""

    def __init__(self, state_dir: Path, api_key: str, name: str = "sandbox") -> None:
        state_dir.mkdir(parents=True, exist_ok=True)
        self.name = name
        self.database = Database(state_dir / "odoo.sqlite3", MODELS)
        self.reader = Reader(self.database)
        self.automation = Automation(self.reader)
        self.switches = Switches()
        self.login = "admin"
        self._api_key = api_key
        seed(self.reader)

    async def close(self) -> None:
        await self.automation.close()
        self.database.close()

    def authenticate(self, api_key: str) -> int:
        """The user's id; raises Unauthorized."""
        if not hmac.compare_digest(api_key.encode(), self._api_key.encode()):
            raise Unauthorized("Invalid apikey")
        return ADMIN

    async def execute(self, uid: int, model: str, method: str, body: Mapping[str, JSON]) -> JSON:
        """Runs a method with arguments by name and returns its bare result; raises OdooError."""
        try:
            return await self._execute(uid, model, method, body)
        except OdooError:
            raise
        except (IndexError, KeyError, TypeError, ValueError) as error:
            raise ProgrammingMistake(f"{type(error).__name__}: {error}") from error
        except AttributeError as error:
            raise AttributeMistake(str(error)) from error

    async def _execute(self, uid: int, model: str, method: str, body: Mapping[str, JSON]) -> JSON:
        found, call = bind(self.database.models, model, method, body)
        self.reader.model(model, found.right)
        transaction = self.database.begin()
        try:
            return await self._run(found, call, Writer(self.reader, transaction, uid), transaction)
        finally:
            self.database.end(transaction)

    async def _run(self, method: Method, call: Call, writer: Writer, transaction: Transaction) -> JSON:
        pause = self.switches.latency_s + (WORK_S if method.writes else 0)
        if pause:
            await asyncio.sleep(pause)
        if not method.writes:
            return method.run(writer, call)
        try:
            with self.database.statements(transaction):
                result = method.run(writer, call)
        except RowsFailed as failed:
            return {"ids": False, "messages": failed.messages, "nextrow": 0}
        await self.automation.fire(transaction)
        return result
