"""What the operations of one open connection share."""

from dataclasses import dataclass

from connectors.catalog.odoo.api import Api
from connectors.catalog.odoo.external_ids import DEFAULT_MODULE
from connectors.catalog.odoo.gate import Gate
from connectors.catalog.odoo.loading import Loading
from connectors.catalog.odoo.lookups import Lookups
from connectors.catalog.odoo.models import Models
from connectors.catalog.odoo.rows import Rows
from connectors.catalog.odoo.transport_json2 import Json2Api
from connectors.catalog.odoo.transport_xmlrpc import XmlRpcApi
from connectors.sdk.http import GuardedClient
from connectors.sdk.protocol import ConnectionContext

MAX_ANSWER = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Tools:
    """One connection's protocol, its knowledge of models, and its loader."""

    context: ConnectionContext
    api: Api
    models: Models
    rows: Rows
    loading: Loading
    module: str


def open_tools(context: ConnectionContext) -> Tools:
    """The tools for a connection; opens no socket yet."""
    client = GuardedClient(context, max_response_bytes=MAX_ANSWER)
    xmlrpc = context.config.get("api") == "xmlrpc"
    api: Api = XmlRpcApi(context, client) if xmlrpc else Json2Api(context, client)
    module = str(context.config.get("external_id_module") or DEFAULT_MODULE)
    models = Models(api)
    return Tools(context, api, models, Rows(models, Lookups(api), module), Loading(api, Gate()), module)
