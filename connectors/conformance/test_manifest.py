"""Every connector's folder is complete, and its manifest says what its code does."""

import typing
from xml.etree.ElementTree import fromstring

import pytest

from connectors.conformance.kit import FIXTURES, NAMES, OPERATIONS, sample, spec_of
from connectors.registry import connector, folder_of
from connectors.sdk.manifest import load_manifest, rules_of
from connectors.sdk.protocol import Idempotency
from connectors.sdk.schemas import validator

each_connector = pytest.mark.parametrize("name", NAMES)
each_operation = pytest.mark.parametrize(("name", "operation"), OPERATIONS)


@each_connector
def test_the_manifest_is_valid(name: str) -> None:
    assert load_manifest(folder_of(name)) == connector(name).manifest


@each_connector
def test_a_person_finds_an_icon_and_a_page(name: str) -> None:
    manifest = connector(name).manifest
    assert fromstring(manifest.icon).tag.endswith("svg")  # noqa: S314 (our own file)
    assert manifest.doc.startswith(f"# {manifest.title}")
    for operation in manifest.operations:
        assert operation.title in manifest.doc or operation.name in manifest.doc


@each_connector
def test_every_rule_of_its_grade_is_kept_or_excused(name: str) -> None:
    quality = connector(name).manifest.quality
    for rule in rules_of(quality.grade):
        assert rule in quality.done or quality.exemptions[rule]


@each_connector
def test_the_configuration_has_examples_that_fit(name: str) -> None:
    schema = connector(name).manifest.config_schema
    assert schema.get("examples")
    for example in schema["examples"]:
        assert validator(schema).problems(example) == ()


@each_connector
def test_several_items_with_different_fates_are_recorded(name: str) -> None:
    mixed = [one.at("http://127.0.0.1:1") for one in FIXTURES if one.connector == name]
    assert any(
        len(one.outcomes) > 1 and len({outcome.get("error") for outcome in one.outcomes}) > 1 for one in mixed
    )


@each_operation
def test_the_operation_is_recorded_and_its_arguments_fit(name: str, operation: str) -> None:
    spec = spec_of(name, operation)
    for item in sample(name, operation).at("http://127.0.0.1:1").items:
        assert validator(spec.input_schema).problems(item.arguments) == ()


@each_operation
def test_the_keys_of_a_call_are_what_the_drain_relies_on(name: str, operation: str) -> None:
    one, spec = connector(name), spec_of(name, operation)
    fixture = sample(name, operation).at("http://127.0.0.1:1")
    for item in fixture.items:
        assert one.batch_key(operation, item.arguments)
        assert one.batch_key(operation, item.arguments) == one.batch_key(operation, dict(item.arguments))
        assert one.idempotency(operation, item.arguments, fixture.config) in typing.get_args(Idempotency)
        if spec.idempotency == "read":
            assert one.idempotency(operation, item.arguments, fixture.config) == "read"
        if spec.exclusive:
            assert one.record_key(operation, item.arguments)
