"""Flows, drafts and versions over the API."""

from collections.abc import Iterator
from typing import Any

import pytest

from console.audit.models import AuditEntry
from flows.facade import access, webhooks
from flows.store.models import Draft, Flow, FlowVersion
from tests import factories
from tests.factories import FLOW, OTHER_FLOW, Api, Cast, flow_document
from tests.integration.api.conftest import World

BROKEN_EDGE = [{"from": "trigger", "to": "nowhere"}]


def save(api: Api, definition: Any, revision: int, slug: str = FLOW) -> Any:
    return api("PUT", f"flows/{slug}/draft/", {"definition": definition}, {"If-Match": f'"{revision}"'})


def test_a_flow_goes_from_nothing_to_live(cast: Cast) -> None:
    api = Api(cast.analyst)
    made = api("POST", "flows/", {"slug": FLOW, "name": "Orders"})
    assert (made.status_code, made["Location"]) == (201, f"/api/v1/flows/{FLOW}/")
    assert made.json()["state"] == "draft"
    assert api("POST", f"flows/{FLOW}/publish/", {"note": "too early"}).status_code == 422
    assert save(api, flow_document(), 1).json()["problems"] == []
    version = api("POST", f"flows/{FLOW}/publish/", {"note": "first"}, {"If-Match": '"2"'})
    assert version.status_code == 201
    assert (version.json()["number"], version.json()["published_by"]) == (1, "analyst")
    shown = api("GET", f"flows/{FLOW}/").json()
    assert (shown["state"], shown["live_version"], shown["live_hash"]) == ("live", 1, version.json()["hash"])
    assert shown["has_unpublished_changes"] is False
    assert shown["trigger_kind"] == "webhook"


def test_the_list_shows_what_the_caller_may_see_and_do(world: World, cast: Cast) -> None:
    rows = Api(cast.operator)("GET", "flows/").json()["results"]
    assert [row["slug"] for row in rows] == [OTHER_FLOW, FLOW]
    assert rows[1]["permissions"] == ["view", "start", "operate", "reveal"]
    assert rows[1]["counts"]["open"] == 1


def test_the_client_sees_only_what_was_granted(world: World, cast: Cast) -> None:
    api = Api(cast.client)
    assert api("GET", "flows/").json()["results"] == []
    assert api("GET", f"flows/{FLOW}/").status_code == 404
    access.grant(world.flow, cast.client, ["view", "start"])
    assert [row["slug"] for row in api("GET", "flows/").json()["results"]] == [FLOW]
    assert api("GET", f"flows/{FLOW}/").json()["permissions"] == ["view", "start"]
    assert api("GET", f"flows/{OTHER_FLOW}/").status_code == 404
    assert api("POST", f"flows/{FLOW}/pause/").status_code == 403


def test_pages_follow_each_other_in_both_directions(cast: Cast) -> None:
    slugs = [f"flow-{number}" for number in range(5)]
    for slug in slugs:
        factories.published(cast.analyst, slug)
    api = Api(cast.analyst)
    first = api("GET", "flows/?limit=2").json()
    second = api("GET", first["next"]).json()
    third = api("GET", second["next"]).json()
    found = [row["slug"] for page in (first, second, third) for row in page["results"]]
    assert found == slugs
    assert (first["previous"], third["next"]) == (None, None)
    assert api("GET", second["previous"]).json()["results"] == first["results"]
    assert api("GET", third["previous"]).json()["results"] == second["results"]


@pytest.mark.parametrize("cursor", ["x", "bm9uc2Vuc2U", "W10", "%00"])
def test_a_cursor_of_nowhere_is_refused(world: World, cast: Cast, cursor: str) -> None:
    assert Api(cast.analyst)("GET", f"flows/?cursor={cursor}").status_code == 400


def test_two_people_save_and_the_second_is_told(world: World, cast: Cast) -> None:
    first, second = Api(cast.analyst), Api(cast.administrator)
    draft = first("GET", f"flows/{FLOW}/draft/")
    assert draft["ETag"] == '"1"'
    assert save(first, flow_document(name="Mine"), 1)["ETag"] == '"2"'
    stale = save(second, flow_document(name="Theirs"), 1)
    assert (stale.status_code, stale.json()["code"]) == (412, "stale")
    assert stale.json()["current"]["revision"] == 2
    assert stale.json()["current"]["updated_by"] == "analyst"
    assert Draft.objects.get(flow=world.flow).definition["name"] == "Mine"


def test_saving_and_publishing_hold_to_if_match(world: World, cast: Cast) -> None:
    api = Api(cast.analyst)
    missing = api("PUT", f"flows/{FLOW}/draft/", {"definition": flow_document()})
    assert (missing.status_code, missing.json()["code"]) == (428, "precondition_required")
    for header in ('"99"', '"abc"', '"1", "2"', '"-1"'):
        assert api("POST", f"flows/{FLOW}/publish/", {}, {"If-Match": header}).status_code == 412
    assert save(api, flow_document(name="Any"), 1).status_code == 200
    assert (
        api("PUT", f"flows/{FLOW}/draft/", {"definition": flow_document()}, {"If-Match": "*"}).status_code
        == 200
    )


def test_a_draft_with_problems_is_kept_and_names_all_of_them(world: World, cast: Cast) -> None:
    api = Api(cast.analyst)
    broken = flow_document(
        edges=BROKEN_EDGE, steps=[{"id": "double", "kind": "map", "config": {"expression": "total *"}}]
    )
    saved = save(api, broken, 1).json()
    assert len(saved["problems"]) >= 2
    in_expression = next(one for one in saved["problems"] if one["where"].get("step") == "double")
    assert in_expression["where"]["line"] == 1
    assert (
        api("POST", f"flows/{FLOW}/draft/validate/", {"definition": broken}).json()["problems"]
        == (saved["problems"])
    )
    refused = api("POST", f"flows/{FLOW}/publish/", {})
    assert (refused.status_code, refused["Content-Type"]) == (422, "application/problem+json")
    assert refused.json()["problems"] == saved["problems"]
    assert FlowVersion.objects.filter(flow=world.flow).count() == 1


def test_validating_saves_nothing(world: World, cast: Cast) -> None:
    Api(cast.analyst)("POST", f"flows/{FLOW}/draft/validate/", {"definition": flow_document(name="Tried")})
    assert Draft.objects.get(flow=world.flow).revision == 1


def test_those_who_may_not_edit_see_the_draft_without_its_problems(world: World, cast: Cast) -> None:
    save(Api(cast.analyst), flow_document(edges=BROKEN_EDGE), 1)
    assert Api(cast.steward)("GET", f"flows/{FLOW}/draft/").json()["problems"] == []
    assert save(Api(cast.steward), flow_document(), 2).status_code == 403


def test_the_same_definition_is_not_published_twice(world: World, cast: Cast) -> None:
    api = Api(cast.analyst)
    moved = flow_document()
    moved["steps"] = [{**moved["steps"][0], "position": {"x": 5, "y": 7}}]
    save(api, moved, 1)
    again = api("POST", f"flows/{FLOW}/publish/", {})
    assert (again.status_code, again.json()["number"]) == (200, 1)
    save(api, flow_document(description="Another."), 2)
    assert api("POST", f"flows/{FLOW}/publish/", {}).json()["number"] == 2
    listed = api("GET", f"flows/{FLOW}/versions/").json()["results"]
    assert [row["number"] for row in listed] == [2, 1]
    assert "definition" not in listed[0]
    assert api("GET", f"flows/{FLOW}/versions/1/").json()["definition"]["description"] == "Doubles the total."
    assert api("GET", f"flows/{FLOW}/versions/3/").status_code == 404


def test_pause_and_resume(world: World, cast: Cast) -> None:
    api = Api(cast.analyst)
    assert api("POST", f"flows/{FLOW}/pause/").json()["state"] == "paused"
    assert api("POST", f"flows/{FLOW}/pause/").json()["state"] == "paused"
    save(api, flow_document(name="While paused"), 1)
    api("POST", f"flows/{FLOW}/publish/", {})
    assert Flow.objects.get(slug=FLOW).state == "paused"
    assert api("POST", f"flows/{FLOW}/resume/").json()["state"] == "live"
    api("POST", "flows/", {"slug": "fresh", "name": "Fresh"})
    assert api("POST", "flows/fresh/resume/").status_code == 409


def test_a_flow_with_history_stays_and_one_without_goes(world: World, cast: Cast) -> None:
    api = Api(cast.analyst)
    assert api("DELETE", f"flows/{FLOW}/").status_code == 409
    assert api("DELETE", f"flows/{OTHER_FLOW}/").status_code == 204
    assert list(Flow.objects.values_list("slug", flat=True)) == [FLOW]
    assert FlowVersion.objects.count() == 1


def test_export_and_import_are_the_same_document(world: World, cast: Cast) -> None:
    api = Api(cast.analyst)
    exported = api("GET", f"flows/{FLOW}/export/")
    assert exported.json() == flow_document()
    assert list(exported.json())[:3] == ["schema", "slug", "name"]
    again = api("POST", "flows/import/", {"definition": exported.json(), "publish": True})
    assert (again.status_code, again.json()["live_version"]) == (200, 1)
    copy = api("POST", "flows/import/", {"definition": {**exported.json(), "slug": "copy"}, "publish": True})
    assert (copy.status_code, copy.json()["state"]) == (201, "live")


def test_an_import_with_problems_stores_nothing(cast: Cast) -> None:
    api = Api(cast.analyst)
    broken = flow_document(edges=BROKEN_EDGE)
    refused = api("POST", "flows/import/", {"definition": broken, "publish": True})
    assert refused.status_code == 422
    assert len(refused.json()["problems"]) >= 2
    assert not Flow.objects.exists()
    assert api("POST", "flows/import/", {"definition": broken}).status_code == 201


def test_what_is_no_flow_is_not_stored_anywhere(world: World, cast: Cast) -> None:
    api = Api(cast.analyst)
    wrong: dict[str, Any] = {"steps": "x", "edges": [{"from": 5, "to": "double"}]}
    broken = flow_document("fresh", **wrong)
    for refused in (
        api("POST", "flows/import/", {"definition": broken}),
        api("POST", "flows/", {"slug": "fresh", "name": "Fresh", "definition": broken}),
        save(api, flow_document(**wrong), 1),
    ):
        assert refused.status_code == 422
        places = {one["where"]["path"] for one in refused.json()["problems"]}
        assert places == {"$.steps", "$.edges[0].from"}
    assert not Flow.objects.filter(slug="fresh").exists()
    assert Draft.objects.get(flow=world.flow).revision == 1


WHOLE = flow_document(
    description="All members.",
    trigger={"kind": "webhook", "config": {"accepts": ["json"]}, "position": {"x": 1, "y": 2}},
    steps=[
        {
            "id": "each",
            "kind": "for_each",
            "name": "Each",
            "config": {
                "items": "lines",
                "do": [{"id": "one", "kind": "map", "config": {"expression": "$"}, "retry": {"factor": 2}}],
            },
            "retry": {"max_attempts": 3},
            "position": {"x": 5, "y": 5},
        },
        {"id": "ask", "kind": "call", "config": {"connection": "c", "operation": "o", "arguments": {"a": 1}}},
    ],
    edges=[
        {"from": "trigger", "to": "each", "port": "out", "when": "true"},
        {"from": "each", "to": "ask"},
    ],
    keys={"ordering": "id", "idempotency": "id", "business": {"order": "id"}},
    latency="batch",
    labels={"team": "a"},
)


def _with_wrong_types(value: Any, path: str = "$") -> Iterator[tuple[str, Any]]:
    """The document with another type at one member, for each member; the place is only a name."""
    yield path, 5 if isinstance(value, str | list | dict) else "x"
    if isinstance(value, dict):
        for name, one in value.items():
            for place, made in _with_wrong_types(one, f"{path}.{name}"):
                yield place, {**value, name: made}
    elif isinstance(value, list):
        for index, one in enumerate(value):
            for place, made in _with_wrong_types(one, f"{path}[{index}]"):
                yield place, [*value[:index], made, *value[index + 1 :]]


def test_a_wrong_type_anywhere_is_refused_with_its_place_or_reads_back_well(world: World, cast: Cast) -> None:
    api = Api(cast.analyst)
    made = list(_with_wrong_types(WHOLE))
    assert len(made) > 50
    for place, document in made[1:]:
        saved = api("PUT", f"flows/{FLOW}/draft/", {"definition": document}, {"If-Match": "*"})
        if saved.status_code == 422:
            assert all(one["where"]["path"] for one in saved.json()["problems"]), place
            continue
        assert saved.status_code == 200, place
        shown = api("GET", f"flows/{FLOW}/draft/")
        assert (shown.status_code, shown.json()["definition"]) == (200, document), place
        assert api("GET", f"flows/{FLOW}/").status_code == 200, place


def test_a_draft_must_name_its_own_flow(world: World, cast: Cast) -> None:
    problems = save(Api(cast.analyst), flow_document("elsewhere"), 1).json()["problems"]
    assert [one["code"] for one in problems] == ["flow.slug"]


def test_only_makers_make_flows(cast: Cast) -> None:
    body = {"slug": "fresh", "name": "Fresh"}
    for user in (cast.steward, cast.operator, cast.client):
        assert Api(user)("POST", "flows/", body).status_code == 403
    assert Api(cast.administrator)("POST", "flows/", body).status_code == 201
    assert Api(cast.analyst)("POST", "flows/", body).status_code == 409


@pytest.mark.parametrize("slug", ["", "Big", "a b", "-a", "a--b", "a" * 81, "ä"])
def test_a_slug_that_is_none_is_refused(cast: Cast, slug: str) -> None:
    answer = Api(cast.analyst)("POST", "flows/", {"slug": slug, "name": "X"})
    assert answer.status_code == 400
    assert answer.json()["problems"][0]["where"] == {"path": "slug"}


@pytest.mark.parametrize("definition", ["text", [1], None, 7])
def test_a_definition_is_an_object(world: World, cast: Cast, definition: Any) -> None:
    assert save(Api(cast.analyst), definition, 1).status_code == 400


@pytest.mark.parametrize(
    "definition",
    [
        {},
        {"keys": "x"},
        {"steps": [1]},
        {"steps": "x", "edges": 7},
        {"trigger": []},
        {"edges": [{"when": {}}]},
    ],
)
def test_not_any_object_may_be_a_draft(world: World, cast: Cast, definition: Any) -> None:
    api = Api(cast.analyst)
    refused = save(api, definition, 1)
    assert (refused.status_code, bool(refused.json()["problems"])) == (422, True)
    assert api("GET", f"flows/{FLOW}/draft/").json()["revision"] == 1
    assert api("GET", "flows/").status_code == 200
    validated = api("POST", f"flows/{FLOW}/draft/validate/", {"definition": definition}).json()
    assert validated["problems"]


def test_a_huge_definition_is_refused(world: World, cast: Cast) -> None:
    answer = save(Api(cast.analyst), flow_document(description="x" * 1_100_000), 1)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


def test_the_webhook_secret_is_shown_once(world: World, cast: Cast) -> None:
    api = Api(cast.analyst)
    fresh = api("POST", f"flows/{FLOW}/webhook-secret/")
    assert fresh.json()["secret"].startswith("whsec_")
    assert fresh["Cache-Control"] == "no-store"
    shown = api("GET", f"flows/{FLOW}/webhook-secret/").json()
    assert (shown["set"], shown["address"], "secret" in shown) == (True, f"/hooks/{FLOW}", False)
    assert Api(cast.operator)("POST", f"flows/{FLOW}/webhook-secret/").status_code == 403


def test_a_secret_that_became_known_ends_at_once(world: World, cast: Cast) -> None:
    api = Api(cast.analyst)
    api("POST", f"flows/{FLOW}/webhook-secret/")
    assert len(webhooks.valid_secrets(world.flow.pk)) == 2
    assert api("DELETE", f"flows/{FLOW}/webhook-secret/").status_code == 204
    assert webhooks.valid_secrets(world.flow.pk) == ()
    assert api("GET", f"flows/{FLOW}/webhook-secret/").json()["set"] is False
    assert Api(cast.operator)("DELETE", f"flows/{FLOW}/webhook-secret/").status_code == 403


def test_the_list_is_filtered_by_state_and_words(world: World, cast: Cast) -> None:
    api = Api(cast.analyst)
    api("POST", f"flows/{FLOW}/pause/")

    def slugs(query: str) -> list[str]:
        return [row["slug"] for row in api("GET", f"flows/?{query}").json()["results"]]

    assert slugs("state=paused") == [FLOW]
    assert slugs("search=LEAV") == [OTHER_FLOW]
    assert slugs("search=doubles") == [OTHER_FLOW, FLOW]
    assert slugs("search=nothing") == slugs("state=draft") == []
    assert slugs("state=&search=") == [OTHER_FLOW, FLOW]
    assert api("GET", "flows/?state=bogus").status_code == 400


def test_samples_are_what_a_step_received(world: World, cast: Cast) -> None:
    samples = Api(cast.analyst)("GET", f"flows/{FLOW}/samples/?limit=5").json()["results"]
    assert [one["input"] for one in samples] == [{"id": "ORD-1", "total": 21}]
    assert Api(cast.analyst)("GET", f"flows/{FLOW}/samples/?limit=0").status_code == 400


def test_what_people_do_with_flows_is_written_down(cast: Cast) -> None:
    api = Api(cast.analyst)
    api("POST", "flows/", {"slug": FLOW, "name": "Orders"})
    save(api, flow_document(), 1)
    api("POST", f"flows/{FLOW}/publish/", {"note": "first"})
    api("POST", f"flows/{FLOW}/pause/")
    api("POST", f"flows/{FLOW}/webhook-secret/")
    found = AuditEntry.objects.filter(object=f"flow:{FLOW}").values_list("action", "actor")
    actions = ["flow.create", "flow.publish", "flow.pause", "webhook_secret.rotate"]
    assert list(found) == [(action, "analyst") for action in actions]
