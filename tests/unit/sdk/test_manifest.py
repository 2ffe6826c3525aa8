"""A connector's folder is judged at start-up, with every problem told at once."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from connectors.sdk.manifest import ManifestInvalid, load_manifest
from connectors.sdk.secrecy import secret_name, secret_paths

Change = Callable[[dict[str, Any]], None]


def manifest() -> dict[str, Any]:
    return {
        "schema": "fairlead.connector/1",
        "name": "ledger",
        "title": "Ledger",
        "description": "Books entries.",
        "version": "1.0.0",
        "category": "other",
        "config_schema": {
            "type": "object",
            "additionalProperties": False,
            "properties": {"base_url": {"type": "string"}},
            "required": ["base_url"],
            "examples": [{"base_url": "https://ledger.example"}],
        },
        "secret_fields": [{"name": "api_key", "title": "API key"}],
        "operations": [
            {
                "name": "book",
                "title": "Book",
                "description": "Books an entry.",
                "idempotency": "by_key",
                "max_batch": 50,
                "input_schema": {"type": "object"},
                "output_schema": {},
            }
        ],
        "quality": {
            "grade": "bronze",
            "rules": {
                "recorded_fixtures": "done",
                "documented": "done",
                "connection_test": {"exempt": "The ledger has no call without an effect."},
            },
        },
    }


def write(folder: Path, document: dict[str, Any]) -> Path:
    folder.mkdir()
    (folder / "manifest.json").write_bytes(orjson.dumps(document))
    for name in ("doc.md", "icon.svg", "connector.py"):
        (folder / name).write_text(f"text of {name}")
    return folder


def test_a_good_folder_becomes_a_manifest(tmp_path: Path) -> None:
    found = load_manifest(write(tmp_path / "ledger", manifest()))
    assert found.secret_fields == ("api_key",)
    assert found.secrets[0].title == "API key"
    assert found.quality.exemptions == {"connection_test": "The ledger has no call without an effect."}
    assert found.doc == "text of doc.md"
    book = found.operation("book")
    assert book is not None
    assert (book.max_batch, book.exclusive, book.idempotency) == (50, False, "by_key")


def a_secret_in_the_configuration(document: dict[str, Any]) -> None:
    document["config_schema"]["properties"]["api_key"] = {"type": "string"}


def a_secret_in_an_example(document: dict[str, Any]) -> None:
    document["config_schema"]["examples"] = [{"base_url": "https://me:word@ledger.example"}]


def an_example_that_does_not_fit(document: dict[str, Any]) -> None:
    document["config_schema"]["examples"] = [{"base_url": 7}]


def a_schema_that_is_none(document: dict[str, Any]) -> None:
    document["operations"][0]["output_schema"] = {"type": "nothing"}


def the_same_operation_twice(document: dict[str, Any]) -> None:
    document["operations"].append(document["operations"][0])


def another_name(document: dict[str, Any]) -> None:
    document["name"] = "journal"


def a_rule_without_answer(document: dict[str, Any]) -> None:
    del document["quality"]["rules"]["documented"]


def an_invented_rule(document: dict[str, Any]) -> None:
    document["quality"]["rules"]["shiny"] = "done"


def an_unknown_entry(document: dict[str, Any]) -> None:
    document["colour"] = "red"


def an_unknown_idempotency(document: dict[str, Any]) -> None:
    document["operations"][0]["idempotency"] = "perhaps"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (a_secret_in_the_configuration, "a secret belongs into secret_fields"),
        (a_secret_in_an_example, "an example holds no secret"),
        (an_example_that_does_not_fit, "config_schema/examples/0: base_url"),
        (a_schema_that_is_none, "operations/book/output_schema"),
        (the_same_operation_twice, "'book' stands twice"),
        (another_name, "the folder is 'ledger'"),
        (a_rule_without_answer, "documented is neither done nor exempt"),
        (an_invented_rule, "shiny is no known rule"),
        (an_unknown_entry, "colour"),
        (an_unknown_idempotency, "operations/0/idempotency"),
    ],
)
def test_a_bad_folder_is_refused(tmp_path: Path, change: Change, words: str) -> None:
    document = manifest()
    change(document)
    with pytest.raises(ManifestInvalid) as refused:
        load_manifest(write(tmp_path / "ledger", document))
    assert words in refused.value.message


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    document = manifest()
    another_name(document)
    a_rule_without_answer(document)
    folder = write(tmp_path / "ledger", document)
    (folder / "doc.md").unlink()
    with pytest.raises(ManifestInvalid) as refused:
        load_manifest(folder)
    assert len(refused.value.problems) == 3


def test_a_folder_without_or_with_a_broken_manifest_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ManifestInvalid, match="cannot be read"):
        load_manifest(tmp_path)
    (tmp_path / "manifest.json").write_text('{"schema": }')
    with pytest.raises(ManifestInvalid, match="line 1, column"):
        load_manifest(tmp_path)


def test_secrets_are_told_from_settings() -> None:
    secret = ("password", "client_secret", "apiKey", "api-key", "token", "refresh_token", "Authorization")
    plain = ("token_url", "api_key_header", "keyboard", "base_url", "idempotency_header", "tokens_per_minute")
    assert [name for name in secret if not secret_name(name)] == []
    assert [name for name in plain if secret_name(name)] == []


def test_secrets_in_a_configuration_are_found_at_any_depth() -> None:
    config = {
        "headers": [{"name": "X", "value": "Bearer 0123456789"}],
        "auth": {"password": "word"},
        "proxy": "https://u:p@h.example/",
        "sealed": "x",
        "base_url": "https://h.example/a@b",
    }
    assert list(secret_paths(config, ("sealed",))) == ["headers/0/value", "auth/password", "proxy", "sealed"]
