"""What drf-spectacular cannot see: the intake's addresses, and that every refusal is a problem."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension

Document = dict[str, Any]
PROBLEM = {"$ref": "#/components/schemas/Problem"}
ACCEPTED = {"$ref": "#/components/schemas/Accepted"}


# The library registers subclasses by a hook without types.
class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Names the token's way in the document."""

    target_class = "console.accounts.authentication.BearerAuthentication"
    name = "bearer"

    def get_security_definition(self, auto_schema: Any) -> Document:
        return {"type": "http", "scheme": "bearer", "description": "An API token (flt_…)."}


def add_intake(result: Document, **_: Any) -> Document:
    """Adds what the intake answers: webhooks, and the REST start of an execution."""
    paths = result["paths"]
    paths["/hooks/{flow}"] = {"post": _start("hooks_receive", "Receives a webhook.", signed=True)}
    path = paths.setdefault("/api/v1/flows/{flow}/executions/", {})
    path["post"] = _start("executions_start", "Starts an execution; the body is its payload.", signed=False)
    files = paths.setdefault("/api/v1/flows/{flow}/files/", {})
    words = "Starts an execution with a file, which is streamed to the store and read record by record."
    files["post"] = _file_start(words)
    return result


def add_problems(result: Document, **_: Any) -> Document:
    """Every operation may answer a problem, and problems have their own media type."""
    for operations in result["paths"].values():
        for operation in operations.values():
            responses = operation["responses"]
            for status, response in responses.items():
                if status >= "4" and "content" in response:
                    response["content"] = {"application/problem+json": {"schema": PROBLEM}}
            responses.setdefault("default", _problem("Why the request was refused."))
    return result


def simplify_nulls(result: Document, **_: Any) -> Document:
    """Any JSON value includes null: generated clients need not be told twice."""
    for schema in result["components"]["schemas"].values():
        for name, member in schema.get("properties", {}).items():
            if member.get("oneOf") == [{}, {"type": "null"}]:
                schema["properties"][name] = {key: value for key, value in member.items() if key != "oneOf"}
    return result


def _problem(description: str) -> Document:
    return {"description": description, "content": {"application/problem+json": {"schema": PROBLEM}}}


def _start(operation_id: str, description: str, *, signed: bool) -> Document:
    any_text = {"schema": {"type": "string"}}
    headers = [_header("Idempotency-Key", "The same key again starts nothing new, for 30 days.")]
    if signed:
        names = ("webhook-id", "webhook-timestamp", "webhook-signature")
        headers += [_header(name, "Standard Webhooks: signs the body in place of a token.") for name in names]
    return {
        "operationId": operation_id,
        "description": description,
        "tags": ["executions"],
        "parameters": [
            {"name": "flow", "in": "path", "required": True, "schema": {"type": "string"}},
            *headers,
        ],
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": {}},
                "application/xml": any_text,
                "text/csv": any_text,
            },
        },
        "security": [{"bearer": []}, *([{}] if signed else [{"cookieAuth": []}])],
        "responses": {
            "202": {
                "description": "Committed; the Location header leads to the execution.",
                "headers": {"Location": {"schema": {"type": "string"}}},
                "content": {"application/json": {"schema": ACCEPTED}},
            },
            **{status: _problem(words) for status, words in _REFUSALS.items()},
        },
    }


def _file_start(description: str) -> Document:
    binary = {"schema": {"type": "string", "format": "binary"}}
    found = _start("files_send", description, signed=False)
    named = _header("Content-Disposition", "The file's name: attachment; filename=suppliers.csv")
    body = {"text/csv": binary, "application/x-ndjson": binary}
    return {
        **found,
        "parameters": [*found["parameters"], named],
        "requestBody": {"required": True, "content": body},
    }


_REFUSALS = {
    "400": "The body is malformed.",
    "401": "No valid token or signature.",
    "404": "There is no such flow, or not for this caller.",
    "409": "The flow is paused or has no live version.",
    "413": "The body is too large.",
    "415": "The flow does not accept this content type.",
    "422": "The body does not fit the flow's contract, the key was used for another body, or a key"
    " expression fails.",
    "429": "The flow has too much open work; see Retry-After.",
}


def _header(name: str, description: str) -> Document:
    return {"name": name, "in": "header", "description": description, "schema": {"type": "string"}}
