"""The connector for Odoo 14 and later."""

import hashlib
from collections.abc import Mapping

import orjson

from connectors.catalog.odoo.external_ids import DEFAULT_MODULE, external_id
from connectors.catalog.odoo.operations.storing import shape
from connectors.catalog.odoo.operations.upsert import records_of
from connectors.catalog.odoo.session import BATCHES, OdooSession
from connectors.sdk.base import BaseConnector
from connectors.sdk.errors import ConnectorError
from connectors.sdk.protocol import ConnectionContext, Session
from connectors.sdk.types import JSON


class OdooConnector(BaseConnector):
    """Writes with equal models and fields travel in one ``load``."""

    def open(self, context: ConnectionContext) -> Session:
        return OdooSession(self, context)

    def batch_key(self, operation: str, arguments: Mapping[str, JSON]) -> str:
        if operation not in BATCHES:
            return operation
        try:
            shapes = {orjson.dumps(shape(one.get("values"))) for one in records_of(arguments)}
        except (ConnectorError, TypeError):
            return operation
        digest = hashlib.sha256(b"\n".join(sorted(shapes))).hexdigest()[:16]
        return f"{operation}:{arguments.get('model')}:{digest}"

    def record_key(self, operation: str, arguments: Mapping[str, JSON]) -> str | None:
        """Model and external id, whichever connection. A call for several records has none: the
        session keeps them apart. Calls with one key may well travel in one batch."""
        try:
            if operation == "update":
                return f"{arguments.get('model')}#{arguments['id']}"
            if operation == "upsert":
                (only,) = records_of(arguments)
                return f"{arguments.get('model')}:{_name(only)}"
        except (ConnectorError, LookupError, ValueError):
            return None
        return None


def _name(record: Mapping[str, JSON]) -> str:
    return external_id(record.get("external_id"), DEFAULT_MODULE).partition(".")[2]


CONNECTOR = OdooConnector
