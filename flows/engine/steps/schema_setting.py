"""Settings that are a JSON Schema themselves: what is wrong with one."""

from collections.abc import Iterator, Mapping

from connectors.sdk.types import JSON
from flows.engine.schemas import SchemaInvalid, compile_schema
from flows.engine.steps.interface import Finding


def schema_findings(config: Mapping[str, JSON], name: str = "schema") -> Iterator[Finding]:
    """A finding for each reason why the schema in the setting ``name`` cannot be used; none where the
    setting is absent, or no schema at all."""
    schema = config.get(name)
    if not isinstance(schema, dict | bool):
        return
    try:
        compile_schema(schema)
    except SchemaInvalid as error:
        for fault in error.faults:
            yield Finding(
                (name, *fault.parts),
                "schema.invalid",
                f"The schema cannot be used: {fault.path} {fault.message}.",
                "Write it in JSON Schema 2020-12.",
            )
