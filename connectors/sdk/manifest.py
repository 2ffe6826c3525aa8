"""Reads and judges a connector's manifest.json; everything wrong is told at once."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import orjson

from connectors.sdk.errors import FairleadError
from connectors.sdk.protocol import Manifest, OperationSpec, Quality, SecretField
from connectors.sdk.schemas import schema_problem, validator
from connectors.sdk.secrecy import secret_name, secret_paths
from connectors.sdk.types import JSON

SCHEMA: Mapping[str, JSON] = orjson.loads(Path(__file__).with_name("manifest.schema.json").read_bytes())
_VALIDATOR = validator(SCHEMA)

GRADES: Mapping[str, tuple[str, ...]] = {
    "bronze": ("recorded_fixtures", "documented", "connection_test"),
    "silver": ("classified_errors", "guarded_egress", "bounded_answers", "honest_timeouts"),
    "gold": ("batches", "describes_targets", "idempotent_writes", "follows_changes"),
}
"""The rules of each grade; a grade includes those before it."""


class ManifestInvalid(FairleadError):
    """A connector's folder is not a connector. Fairlead does not start with one."""

    code = "connector.manifest"

    def __init__(self, folder: Path, problems: tuple[str, ...]) -> None:
        super().__init__(
            f"The connector in {folder.name}/ is invalid: {'; '.join(problems)}",
            hint="Correct its manifest.json; the rules stand in connectors/sdk/manifest.schema.json.",
        )
        self.problems = problems


def load_manifest(folder: Path) -> Manifest:
    """The manifest of the connector in ``folder``; raises ManifestInvalid with every problem."""
    raw = _read(folder)
    problems = _VALIDATOR.problems(raw)
    if not problems:
        problems = tuple(_problems(folder, raw))
    if problems:
        raise ManifestInvalid(folder, problems)
    return _manifest(folder, raw)


def rules_of(grade: str) -> tuple[str, ...]:
    """Every rule that a connector of this grade keeps or is exempt from."""
    names = list(GRADES)
    return tuple(rule for one in names[: names.index(grade) + 1] for rule in GRADES[one])


def _read(folder: Path) -> JSON:
    path = folder / "manifest.json"
    try:
        return orjson.loads(path.read_bytes())
    except OSError:
        raise ManifestInvalid(folder, ("manifest.json cannot be read",)) from None
    except orjson.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise ManifestInvalid(folder, (f"manifest.json is not JSON ({place})",)) from None


def _problems(folder: Path, raw: Mapping[str, JSON]) -> Iterator[str]:
    if raw["name"] != folder.name:
        yield f"name is {raw['name']!r} but the folder is {folder.name!r}"
    for file in ("doc.md", "icon.svg", "connector.py"):
        if not (folder / file).is_file():
            yield f"{file} is missing"
    yield from _duplicates("operations", raw["operations"])
    yield from _duplicates("secret_fields", raw["secret_fields"])
    yield from _schema_problems(raw)
    yield from _config_problems(raw)
    yield from _quality_problems(raw["quality"])


def _duplicates(where: str, entries: list[Mapping[str, JSON]]) -> Iterator[str]:
    names = [one["name"] for one in entries]
    for name in sorted({one for one in names if names.count(one) > 1}):
        yield f"{where}: {name!r} stands twice"


def _schema_problems(raw: Mapping[str, JSON]) -> Iterator[str]:
    schemas = {"config_schema": raw["config_schema"]}
    for operation in raw["operations"]:
        for side in ("input_schema", "output_schema"):
            schemas[f"operations/{operation['name']}/{side}"] = operation[side]
    for where, schema in schemas.items():
        problem = schema_problem(schema)
        if problem:
            yield f"{where}: {problem}"


def _config_problems(raw: Mapping[str, JSON]) -> Iterator[str]:
    schema = raw["config_schema"]
    secrets = tuple(one["name"] for one in raw["secret_fields"])
    for name in schema["properties"]:
        if name in secrets or secret_name(name):
            yield f"config_schema/properties/{name}: a secret belongs into secret_fields"
    if schema_problem(schema):
        return
    checker = validator(schema)
    for index, example in enumerate(schema.get("examples", ())):
        for problem in checker.problems(example):
            yield f"config_schema/examples/{index}: {problem}"
        for path in secret_paths(example, secrets):
            yield f"config_schema/examples/{index}/{path}: an example holds no secret"


def _quality_problems(quality: Mapping[str, JSON]) -> Iterator[str]:
    wanted = rules_of(quality["grade"])
    known = rules_of("gold")
    for rule in wanted:
        if rule not in quality["rules"]:
            yield f"quality/rules: {rule} is neither done nor exempt, as {quality['grade']} asks"
    for rule in quality["rules"]:
        if rule not in known:
            yield f"quality/rules: {rule} is no known rule"


def _manifest(folder: Path, raw: Mapping[str, JSON]) -> Manifest:
    secrets = tuple(SecretField(**one) for one in raw["secret_fields"])
    rules = raw["quality"]["rules"]
    return Manifest(
        name=raw["name"],
        title=raw["title"],
        description=raw["description"],
        version=raw["version"],
        category=raw["category"],
        config_schema=raw["config_schema"],
        secret_fields=tuple(one.name for one in secrets),
        secrets=secrets,
        operations=tuple(OperationSpec(**one) for one in raw["operations"]),
        quality=Quality(
            grade=raw["quality"]["grade"],
            done=frozenset(name for name, state in rules.items() if state == "done"),
            exemptions={name: state["exempt"] for name, state in rules.items() if state != "done"},
        ),
        icon=(folder / "icon.svg").read_text("utf-8"),
        doc=(folder / "doc.md").read_text("utf-8"),
    )
