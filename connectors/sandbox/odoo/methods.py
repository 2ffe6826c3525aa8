"""The methods that may be called over the wire, and what each one does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from connectors.sandbox.odoo.describe import fields_get
from connectors.sandbox.odoo.errors import (
    AccessError,
    ArgumentMistake,
    NotFound,
    UnprocessableEntity,
    UserError,
)
from connectors.sandbox.odoo.fields import Model
from connectors.sandbox.odoo.loading import Loader
from connectors.sandbox.odoo.writing import Writer
from connectors.sdk.types import JSON


@dataclass(frozen=True, slots=True)
class Call:
    """A call with its arguments by name, ready to run."""

    model: Model
    ids: list[int]
    arguments: Mapping[str, JSON]
    context: Mapping[str, JSON]

    def get(self, name: str, default: JSON = None) -> JSON:
        return self.arguments.get(name, default)

    @property
    def active_test(self) -> bool:
        return bool(self.context.get("active_test", True))


@dataclass(frozen=True, slots=True)
class Method:
    """One method: its arguments, the right it needs, and whether it takes ``ids``."""

    run: Callable[[Writer, Call], JSON]
    right: str
    parameters: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    on_records: bool = False
    only: str | None = None

    @property
    def writes(self) -> bool:
        return self.right != "read"


def bind(models: Mapping[str, Model], model_name: str, method_name: str, body: Mapping[str, JSON]) -> tuple[
    Method, Call
]:  # fmt: skip
    """The method and its call; raises the error Odoo gives for each mistake."""
    if method_name.startswith("_"):
        raise AccessError(
            f"Private methods (such as '{model_name}.{method_name}') cannot be called remotely."
        )
    model = models.get(model_name)
    if model is None:
        raise NotFound(f"the model '{model_name}' does not exist")
    method = METHODS.get(method_name)
    if method is None or (method.only and method.only != model_name):
        raise NotFound(f"the method '{method_name}' does not exist on the model '{model_name}'")
    arguments = dict(body)
    context = arguments.pop("context", None) or {}
    ids = arguments.pop("ids", None)
    if ids is not None and not method.on_records:
        raise UnprocessableEntity(f"cannot call {model_name}.{method_name} with ids")
    for name in arguments:
        if name not in method.parameters:
            raise ArgumentMistake(f"{method_name}() got an unexpected keyword argument '{name}'")
    for name in method.required:
        if name not in arguments:
            raise UnprocessableEntity(f"missing a required argument: '{name}'")
    wanted = [ids] if isinstance(ids, int) else list(ids or [])
    return method, Call(model, wanted, arguments, context)


def _search(writer: Writer, call: Call) -> list[int]:
    return writer.reader.search(
        call.model,
        call.get("domain", []),
        offset=call.get("offset") or 0,
        limit=call.get("limit"),
        order=call.get("order"),
        active_test=call.active_test,
    )


def _search_read(writer: Writer, call: Call) -> JSON:
    return writer.reader.read(call.model, _search(writer, call), call.get("fields"))


def _read(writer: Writer, call: Call) -> JSON:
    return writer.reader.read(call.model, call.ids, call.get("fields"))


def _search_count(writer: Writer, call: Call) -> JSON:
    return writer.reader.count(call.model, call.get("domain"), call.active_test)


def _name_search(writer: Writer, call: Call) -> JSON:
    domain = [*(call.get("domain") or []), [call.model.rec_name, "ilike", call.get("name", "")]]
    ids = writer.reader.search(call.model, domain, limit=call.get("limit", 100))
    labels = writer.reader.labels(call.model, ids)
    return [[one, labels[one]] for one in ids]


def _fields_get(writer: Writer, call: Call) -> JSON:
    return fields_get(call.model, call.get("allfields"), call.get("attributes"))


def _create(writer: Writer, call: Call) -> JSON:
    given = call.get("vals_list")
    return [writer.create(call.model, one) for one in (given if isinstance(given, list) else [given])]


def _write(writer: Writer, call: Call) -> JSON:
    writer.write(call.model, call.ids, call.get("vals"))
    return True


def _unlink(writer: Writer, call: Call) -> JSON:
    writer.unlink(call.model, call.ids)
    return True


def _load(writer: Writer, call: Call) -> JSON:
    loader = Loader(writer, call.active_test)
    ids = loader.load(call.model, call.get("fields"), call.get("data"))
    return {"ids": ids, "messages": [], "nextrow": 0}


def _context_get(writer: Writer, call: Call) -> JSON:
    row = writer.database.rows("SELECT lang, tz FROM res_users WHERE id = ?", [writer.uid])[0]
    return {"lang": row["lang"], "tz": row["tz"] or False, "uid": writer.uid}


def _confirm(writer: Writer, call: Call) -> JSON:
    for row in writer.reader.read(call.model, call.ids, ["state", "order_line"]):
        if row["state"] not in ("draft", "sent"):
            raise UserError("The order is confirmed or cancelled already.")
        writer.write(call.model, [row["id"]], {"state": "purchase"})
    return True


def _cancel(writer: Writer, call: Call) -> JSON:
    writer.write(call.model, call.ids, {"state": "cancel"})
    return True


_PAGE = ("domain", "offset", "limit", "order")
METHODS: Mapping[str, Method] = {
    "search": Method(_search, "read", _PAGE, ("domain",)),
    "search_read": Method(_search_read, "read", (*_PAGE, "fields", "load")),
    "search_count": Method(_search_count, "read", ("domain", "limit"), ("domain",)),
    "name_search": Method(_name_search, "read", ("name", "domain", "operator", "limit")),
    "read": Method(_read, "read", ("fields", "load"), on_records=True),
    "fields_get": Method(_fields_get, "read", ("allfields", "attributes")),
    "create": Method(_create, "create", ("vals_list",), ("vals_list",)),
    "write": Method(_write, "write", ("vals",), ("vals",), on_records=True),
    "unlink": Method(_unlink, "unlink", on_records=True),
    "load": Method(_load, "create", ("fields", "data"), ("fields", "data")),
    "context_get": Method(_context_get, "read", only="res.users"),
    "button_confirm": Method(_confirm, "write", on_records=True, only="purchase.order"),
    "button_cancel": Method(_cancel, "write", on_records=True, only="purchase.order"),
}
