"""``manage.py flows import FILE --publish`` and ``flows export SLUG``: flows live in Git."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from connectors.sdk.errors import FairleadError
from console.accounts.acting import administrator
from console.accounts.models import User
from console.audit.trail import record
from console.problems import from_error
from flows.engine.bodies import read_json
from flows.facade import transfer


class Command(BaseCommand):
    help = "Imports a flow document, or exports one, in the name of an administrator."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--as", dest="user", help="the user in whose name; default: an administrator")
        kinds = parser.add_subparsers(dest="command", required=True)
        importing = kinds.add_parser("import", help="store a document as the draft of the flow it names")
        importing.add_argument("file", help="the document; - reads standard input")
        importing.add_argument("--publish", action="store_true", help="publish it at once")
        importing.add_argument("--note", default="Imported", help="the note of the published version")
        exporting = kinds.add_parser("export", help="print a flow's document")
        exporting.add_argument("slug")
        exporting.add_argument("--version", dest="number", type=int, help="default: the live version")
        exporting.add_argument("--output", help="write to this file instead of standard output")

    def handle(self, *args: object, **options: Any) -> None:
        try:
            actor = administrator(options["user"])
            if options["command"] == "import":
                self._import(actor, options)
            else:
                self._export(actor, options)
        except FairleadError as error:
            raise CommandError(_in_full(error)) from error

    def _import(self, actor: User, options: dict[str, Any]) -> None:
        document = read_json(_read(options["file"]))
        with transaction.atomic():
            done = transfer.import_flow(actor, document, publish=options["publish"], note=options["note"])
            record(actor, "flow.import", f"flow:{done.flow.slug}", {"published": done.published})
        what = "made" if done.created else "changed" if done.changed else "left as it was"
        live = f", version {done.flow.live_version} is live" if done.flow.live_version else ""
        self.stdout.write(f"The flow {done.flow.slug} was {what}{live}.")

    def _export(self, actor: User, options: dict[str, Any]) -> None:
        document = transfer.export_flow(actor, options["slug"], options["number"])
        text = orjson.dumps(document, option=orjson.OPT_INDENT_2).decode()
        if options["output"]:
            Path(options["output"]).write_text(text + "\n", "utf-8")
        else:
            self.stdout.write(text)


def _read(name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise CommandError(f"{name} cannot be read: {error.strerror}.") from error


def _in_full(error: FairleadError) -> str:
    """The error as the API would tell it, a line per problem."""
    problem = from_error(error)
    lines = [f"{problem['detail']} {problem['hint']}".strip()]
    for one in problem.get("problems", []):
        place = one["where"].get("step") or one["where"].get("path", "")
        lines.append(f"  {place}: {one['message']} {one['hint']}".rstrip())
    return "\n".join(lines)
