"""The connection test: who we are at which Odoo, or what keeps us out, in words for a person."""

from connectors.catalog.odoo.tools import Tools
from connectors.sdk.errors import ConfigurationError, ConnectorError, EgressRefused, RetryableError
from connectors.sdk.protocol import TestResult
from connectors.sdk.types import JSON


async def check(tools: Tools) -> TestResult:
    """Asks for the user's context, which is cheap and needs the key; then for the key's end."""
    try:
        found = await tools.api.execute("res.users", "context_get", {}, repeatable=True)
        if not isinstance(found, dict):
            raise ConfigurationError("The address answers, but not as Odoo does.")
        return await _welcome(tools, found)
    except ConnectorError as error:
        return await _explained(tools, error)


async def _welcome(tools: Tools, found: dict[str, JSON]) -> TestResult:
    version = await tools.api.version() or "of an unknown version"
    details: dict[str, JSON] = {
        "version": version,
        "user_id": found.get("uid"),
        "language": found.get("lang"),
    }
    message = f"Connected to Odoo {version}."
    ends = await _key_end(tools)
    if ends:
        details["key_expires_at"] = ends
        message += f" An API key of this user ends on {ends[:10]}."
    return TestResult(True, message, details)


async def _key_end(tools: Tools) -> str | None:
    """When the first of the user's keys ends; None where none does, or this Odoo does not tell."""
    body: dict[str, JSON] = {
        "domain": [["expiration_date", "!=", False]],
        "fields": ["expiration_date"],
        "order": "expiration_date",
        "limit": 1,
    }
    try:
        rows = await tools.api.execute("res.users.apikeys", "search_read", body, repeatable=True)
        return str(rows[0]["expiration_date"]) if rows else None
    except (ConnectorError, LookupError, TypeError):
        return None


async def _explained(tools: Tools, error: ConnectorError) -> TestResult:
    details = error.to_json()
    if isinstance(error, EgressRefused):
        return TestResult(False, f"{error.message} {error.hint}".strip(), details)
    if isinstance(error, RetryableError):
        return TestResult(False, f"Odoo cannot be reached: {error.message}", details)
    if "page instead of data" in error.message:
        return TestResult(False, await _which_page(tools), details)
    return TestResult(False, f"{error.message} {error.hint}".strip(), details)


async def _which_page(tools: Tools) -> str:
    """A page where data was hoped for: another database, another version, or no Odoo at all."""
    try:
        version = await tools.api.version()
    except ConnectorError:
        version = None
    if version is None:
        return "The address answers, but there is no Odoo. Check the address."
    if version.partition(".")[0].isdigit() and int(version.partition(".")[0]) < 19:
        return f"This is Odoo {version}, which does not speak JSON-2. Choose XML-RPC in the connection."
    return f"This is Odoo {version}, but it does not know the database. Correct its name in the connection."
