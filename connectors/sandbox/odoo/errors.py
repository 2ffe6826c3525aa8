"""Errors as Odoo names them, each with the status JSON-2 gives and the fault XML-RPC gives."""

import traceback

from connectors.sdk.types import JSON


class OdooError(Exception):
    """An error that reaches the client as ``{"name", "message", "arguments", "context", "debug"}``."""

    name = "odoo.exceptions.UserError"
    status = 422
    fault = 2

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field

    def body(self) -> dict[str, JSON]:
        """The error as JSON-2 answers it; ``debug`` looks like the traceback that Odoo sends."""
        return {
            "name": self.name,
            "message": self.message,
            "arguments": [self.message],
            "context": {},
            "debug": self.debug(),
        }

    def debug(self) -> str:
        """A traceback with paths of the server, as the real one gives away."""
        lines = traceback.format_exception(type(self), self, self.__traceback__)[:-1]
        return "".join(lines) + f"{self.name}: {self.message}\n"


class UserError(OdooError):
    """The action makes no sense for the record."""


class ValidationError(OdooError):
    name = "odoo.exceptions.ValidationError"


class AccessError(OdooError):
    name = "odoo.exceptions.AccessError"
    status = 403
    fault = 4


class MissingError(OdooError):
    name = "odoo.exceptions.MissingError"
    status = 404


class Unauthorized(OdooError):
    name = "werkzeug.exceptions.Unauthorized"
    status = 401
    fault = 3


class NotFound(OdooError):
    name = "werkzeug.exceptions.NotFound"
    status = 404


class BadRequest(OdooError):
    name = "werkzeug.exceptions.BadRequest"
    status = 400
    fault = 1


class UnprocessableEntity(OdooError):
    name = "werkzeug.exceptions.UnprocessableEntity"
    fault = 1


class ProgrammingMistake(OdooError):
    """What Odoo lets through as a bare Python exception, with status 500."""

    name = "builtins.ValueError"
    status = 500
    fault = 1


class ArgumentMistake(ProgrammingMistake):
    name = "builtins.TypeError"


class AttributeMistake(ProgrammingMistake):
    name = "builtins.AttributeError"


class SerializationFailure(OdooError):
    """Another transaction changed a record since this one began."""

    name = "psycopg2.errors.SerializationFailure"
    status = 500
    fault = 1

    def __init__(self) -> None:
        super().__init__("could not serialize access due to concurrent update")
