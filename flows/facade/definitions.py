"""What use cases need to know of a flow document, valid or not."""

import re

import orjson

from connectors.sdk.errors import Where
from connectors.sdk.types import JSON
from flows.engine.canonical import content_hash
from flows.engine.checks.form import form_problems
from flows.engine.problems import Problem
from flows.engine.validation import draft_problems
from flows.facade import catalogue
from flows.facade.access import Actor
from flows.facade.errors import Invalid
from flows.store.models import Flow

SCHEMA = "fairlead.flow/1"
MAX_BYTES = 1024 * 1024
SLUG = re.compile(r"(?=.{1,80}\Z)[a-z0-9]+(-[a-z0-9]+)*")


def empty(slug: str, name: str) -> JSON:
    """The document a new flow starts with: a manual trigger and no step."""
    return {
        "schema": SCHEMA,
        "slug": slug,
        "name": name,
        "trigger": {"kind": "manual", "config": {}},
        "steps": [],
        "edges": [],
    }


def require_form(document: JSON) -> None:
    """Raises Invalid, with every problem, for what is not even a draft: no object, too large, or not
    of the form of a flow, so that no page could show it. What is unfinished may be kept."""
    require_readable(document)
    found = form_problems(document)
    if found:
        raise Invalid(
            "This is not a flow document: members are missing or of the wrong type.",
            hint="Correct the places listed; a file that was exported from Fairlead fits.",
            problems=[one.to_json() for one in found],
        )


def require_readable(document: JSON) -> None:
    """Raises Invalid for what cannot be looked at for problems: no object, or too large."""
    if not isinstance(document, dict):
        raise Invalid("The definition must be a JSON object.", hint="Send a flow document.")
    if len(orjson.dumps(document)) > MAX_BYTES:
        raise Invalid(
            f"The definition is larger than {MAX_BYTES} bytes.",
            hint="Split the flow, or shorten its mappings.",
        )


def problems_of(actor: Actor, flow: Flow, document: JSON) -> tuple[Problem, ...]:
    """Every problem of the document as a version of this flow."""
    found = draft_problems(document, catalogue.for_actor(actor))
    slug = document.get("slug") if isinstance(document, dict) else None
    if isinstance(slug, str) and slug != flow.slug:
        other = Problem(
            code="flow.slug",
            message=f"The document names the flow {slug!r}, but this is {flow.slug!r}.",
            hint=f"Set its slug to {flow.slug!r}, or import it as a flow of its own.",
            where=Where(path="$.slug"),
        )
        found = (*found, other)
    return found


def hash_of(document: JSON) -> str:
    """The content hash, which leaves out positions and empty defaults; empty for a draft that is
    too far from a flow to have one."""
    try:
        return content_hash(document)
    except (AttributeError, KeyError, TypeError):
        return ""


def slug_of(document: JSON) -> str:
    """The flow's slug in the document; empty where there is none that can be used."""
    slug = _text(document, "slug")
    return slug if SLUG.fullmatch(slug) else ""


def name_of(document: JSON) -> str:
    """The flow's name in the document; empty where there is none that can be shown."""
    return _text(document, "name")[:200].strip()


def description_of(document: JSON) -> str:
    """The description in the document; empty where there is none."""
    return _text(document, "description")


def trigger_kind_of(document: JSON) -> str:
    """The trigger's kind in the document; empty where there is none."""
    trigger = document.get("trigger") if isinstance(document, dict) else None
    return _text(trigger, "kind")


def _text(document: JSON, name: str) -> str:
    value = document.get(name) if isinstance(document, dict) else None
    return value if isinstance(value, str) else ""
