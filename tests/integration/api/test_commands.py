"""The commands: users, tokens, flows as files, and the demonstration."""

import io
from pathlib import Path

import orjson
import pytest
from django.core.management import CommandError, call_command

from connectors.connections.contexts import load_context
from connectors.connections.models import Connection
from console.accounts import people as accounts
from console.accounts import tokens
from console.accounts.models import ApiToken, User
from console.audit.models import AuditEntry
from console.audit.restored import RESTORED
from console.audit.trail import record
from console.demo import loading, people, portal, systems
from flows.facade import access, drafts, flows, rights, transfer, versions, webhooks
from flows.store.models import Flow, FlowVersion
from tests import factories
from tests.factories import FLOW, PASSWORD, Api, Cast, flow_document


def run(*arguments: str) -> str:
    """What the command prints on standard output."""
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_token_prints_a_token_and_nothing_else(cast: Cast) -> None:
    text = run("token", "client", "--scopes", "flows:read,executions:start", "--days", "3", "--name", "ci")
    assert text.endswith("\n")
    found = tokens.find(text.strip())
    assert found is not None
    assert (found.user, found.name, found.scopes) == (cast.client, "ci", ["executions:start", "flows:read"])
    assert (found.expires_at - found.created_at).days in (2, 3)


def test_a_token_holds_what_the_roles_of_its_user_can_use(cast: Cast) -> None:
    def scopes_of(name: str) -> list[str]:
        found = tokens.find(run("token", name).strip())
        assert found is not None
        return found.scopes

    assert scopes_of("client") == ["executions:start", "executions:read"]
    assert scopes_of(cast.administrator.username) == list(tokens.SCOPES)
    run("user", "both", "--roles", "client,steward")
    assert scopes_of("both") == [
        "executions:start", "executions:read", "flows:read", "connections:read", "connections:write"
    ]  # fmt: skip


def test_token_refuses_in_words(cast: Cast) -> None:
    with pytest.raises(CommandError, match="no active user 'nobody'"):
        run("token", "nobody")
    with pytest.raises(CommandError, match="no scope all"):
        run("token", "client", "--scopes", "all")
    assert not ApiToken.objects.exists()


def test_user_is_entered_with_a_password_that_works(db: None) -> None:
    password = run("user", "lead", "--roles", "administrator,operator").strip()
    signed_in = Api()("POST", "session/", {"username": "lead", "password": password})
    assert signed_in.json()["roles"] == ["operator", "administrator"]
    with pytest.raises(CommandError, match="no role chief"):
        run("user", "lead", "--roles", "chief")


def test_user_lets_in_again_who_was_deactivated(cast: Cast) -> None:
    """Otherwise the password that it prints would open nothing."""
    person = cast.analyst
    accounts.deactivate(cast.administrator, person.pk)
    password = run("user", person.username, "--roles", "analyst").strip()
    signed_in = Api()("POST", "session/", {"username": person.username, "password": password})
    assert signed_in.status_code == 200
    assert AuditEntry.objects.filter(action="user.activate", object=f"user:{person.username}").count() == 1


def test_flows_go_out_and_come_in_as_files(cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "orders.json"
    file.write_bytes(orjson.dumps(flow_document()))
    assert "version 1 is live" in run("flows", "import", str(file), "--publish")
    assert "left as it was" in run("flows", "import", str(file), "--publish")
    assert FlowVersion.objects.count() == 1
    assert orjson.loads(run("flows", "export", FLOW)) == flow_document()
    copy = tmp_path / "copy.json"
    run("flows", "export", FLOW, "--version", "1", "--output", str(copy))
    assert orjson.loads(copy.read_bytes()) == flow_document()


def test_a_flow_with_problems_is_refused_with_all_of_them(cast: Cast, tmp_path: Path) -> None:
    file = tmp_path / "broken.json"
    steps = [{"id": "double", "kind": "map", "config": {"expression": "total *"}}]
    file.write_bytes(orjson.dumps(flow_document(steps=steps, edges=[{"from": "trigger", "to": "x"}])))
    with pytest.raises(CommandError) as refused:
        run("flows", "import", str(file), "--publish")
    assert len(str(refused.value).splitlines()) >= 3
    assert not Flow.objects.exists()


def test_flows_say_what_is_missing(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        run("flows", "import", str(tmp_path / "none.json"))
    with pytest.raises(CommandError, match="no flow 'nothing'"):
        run("flows", "export", "nothing")
    User.objects.all().delete()
    with pytest.raises(CommandError, match="no administrator yet"):
        run("flows", "export", "nothing")


@pytest.fixture
def state(tmp_path: Path, db: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state directory as the supervisor and the sandbox leave it."""
    (tmp_path / "credentials.json").write_bytes(orjson.dumps(dict.fromkeys(people.ROLE_OF, PASSWORD)))
    (tmp_path / "sandbox-odoo").mkdir()
    (tmp_path / "sandbox-odoo" / "odoo-api-key").write_text("the-sandbox-key\n")
    monkeypatch.setenv("FAIRLEAD_STATE_DIR", str(tmp_path))
    monkeypatch.setenv("FAIRLEAD_SANDBOX_ODOO_URL", "http://127.0.0.1:18002")
    monkeypatch.setenv("FAIRLEAD_BASE_URL", "http://localhost:18000")
    return tmp_path


def test_the_demonstration_is_whole(state: Path) -> None:
    run("demo")
    for name, role in people.ROLE_OF.items():
        signed_in = Api()("POST", "session/", {"username": name, "password": PASSWORD})
        assert signed_in.json()["roles"] == [role]
    context = load_context(systems.CONNECTION)
    assert context.config["base_url"] == "http://127.0.0.1:18002"
    assert context.secrets == {"api_key": "the-sandbox-key"}
    assert context.allowed_private_hosts == ("127.0.0.1:18002",)
    client = User.objects.get(username="client")
    for document in loading.documents():
        flow = access.flow_for(client, document["slug"], "start")
        assert flow.state == "live"
    hook = orjson.loads((state / portal.FILE).read_bytes())
    assert hook["url"] == f"http://localhost:18000/hooks/{portal.FLOW}"
    assert hook["secret"] in webhooks.valid_secrets(Flow.objects.get(slug=portal.FLOW).pk)
    assert (state / portal.FILE).stat().st_mode & 0o077 == 0


def test_a_second_time_changes_nothing_that_people_made(state: Path) -> None:
    run("demo")
    hook = (state / portal.FILE).read_bytes()
    analyst = User.objects.get(username="analyst")
    document = transfer.export_flow(analyst, portal.FLOW)
    drafts.save(analyst, portal.FLOW, {**document, "name": "Mine"}, None)
    users = list(User.objects.values_list("pk", "password"))
    run("demo")
    assert drafts.show(analyst, portal.FLOW).definition["name"] == "Mine"
    assert FlowVersion.objects.filter(flow__slug=portal.FLOW).count() == 1
    assert list(User.objects.values_list("pk", "password")) == users
    assert (state / portal.FILE).read_bytes() == hook


def test_it_is_not_loaded_over_what_was_restored(state: Path) -> None:
    run("demo")
    connection = Connection.objects.get(slug=systems.CONNECTION)
    connection.config |= {"base_url": "https://odoo.example"}
    connection.save()
    record(None, RESTORED, "installation:database")
    assert "no demonstration is loaded over it" in run("demo")
    connection.refresh_from_db()
    assert connection.config["base_url"] == "https://odoo.example"


def test_it_starts_too_after_its_people_lost_rights(state: Path) -> None:
    run("demo")
    flow = Flow.objects.get(slug=portal.FLOW)
    administrator = User.objects.get(username="admin")
    rights.give(administrator, flow.slug, "role", "analyst", ["view"])
    assert "stays as its people made it" in run("demo")
    rights.give(administrator, flow.slug, "role", "analyst", [])
    assert "stays as its people made it" in run("demo")
    User.objects.filter(username="analyst").update(is_active=False)
    assert "stays as its people made it" in run("demo")


@pytest.fixture
def of_an_earlier_release(state: Path, monkeypatch: pytest.MonkeyPatch) -> User:
    """The demonstration as a release without contracts left it; the analyst."""
    folder = state / "flows"
    folder.mkdir()
    for document in loading.documents():
        document["trigger"]["config"].pop("schema", None)
        (folder / f"{document['slug']}.json").write_bytes(orjson.dumps(document))
    with monkeypatch.context() as earlier:
        earlier.setattr(loading, "FOLDER", folder)
        run("demo")
    return User.objects.get(username="analyst")


def test_flows_that_nobody_changed_are_brought_up_to_date(of_an_earlier_release: User) -> None:
    flows.pause(of_an_earlier_release, portal.FLOW)
    for _ in range(2):
        run("demo")
        [newest, first] = versions.listing(of_an_earlier_release, portal.FLOW)
        assert (newest.note, first.note) == (loading.RENEWED, loading.FIRST)
        live = transfer.export_flow(of_an_earlier_release, portal.FLOW)
        assert live["trigger"]["config"]["schema"]["title"] == "Purchase order"
        assert Flow.objects.get(slug=portal.FLOW).state == "paused"
    assert len(versions.listing(of_an_earlier_release, "leaver-review")) == 1


@pytest.mark.parametrize("publish", [False, True])
def test_flows_that_somebody_changed_stay_theirs(of_an_earlier_release: User, publish: bool) -> None:
    document = transfer.export_flow(of_an_earlier_release, portal.FLOW)
    transfer.import_flow(of_an_earlier_release, {**document, "name": "Mine"}, publish=publish, note="Mine")
    run("demo")
    assert drafts.show(of_an_earlier_release, portal.FLOW).definition["name"] == "Mine"
    newest = versions.listing(of_an_earlier_release, portal.FLOW)[0]
    assert newest.note == ("Mine" if publish else loading.FIRST)


def test_the_demonstration_follows_a_sandbox_that_moved(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("demo")
    monkeypatch.setenv("FAIRLEAD_SANDBOX_ODOO_URL", "http://127.0.0.1:19002")
    monkeypatch.setenv("FAIRLEAD_SANDBOX_ODOO_KEY", "another-key")
    run("demo")
    context = load_context(systems.CONNECTION)
    assert (context.config["base_url"], context.secrets["api_key"]) == (
        "http://127.0.0.1:19002",
        "another-key",
    )
    assert context.allowed_private_hosts == ("127.0.0.1:19002",)


def test_the_demonstration_needs_its_credentials(state: Path) -> None:
    (state / "credentials.json").unlink()
    with pytest.raises(CommandError, match=r"start with \./run"):
        run("demo")
    (state / "credentials.json").write_bytes(orjson.dumps({"client": PASSWORD}))
    with pytest.raises(CommandError, match="no admin and no analyst"):
        run("demo")


def test_an_import_in_anothers_name_holds_to_their_rights(cast: Cast, tmp_path: Path) -> None:
    factories.published(cast.analyst)
    file = tmp_path / "orders.json"
    file.write_bytes(orjson.dumps(flow_document(name="Changed")))
    with pytest.raises(CommandError, match="not edit"):
        run("flows", "--as", "steward", "import", str(file))
