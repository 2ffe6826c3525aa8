"""The envelope key is replaced by a command, without entering a secret anew."""

import base64

import pytest
from django.core.management import call_command
from pytest_django import Settings

from connectors.connections import facade
from connectors.connections.contexts import load_context
from connectors.connections.sealing import SealBroken

pytestmark = pytest.mark.django_db
NEW = base64.b64encode(b"n" * 32).decode()


def test_the_command_moves_secrets_to_the_first_key(
    connection: facade.ConnectionView, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.FAIRLEAD_SEALING_KEY = f"{NEW},{settings.FAIRLEAD_SEALING_KEY}"
    call_command("reseal_secrets")
    call_command("reseal_secrets")
    assert capsys.readouterr().out.splitlines() == ["1 secrets sealed anew.", "0 secrets sealed anew."]
    settings.FAIRLEAD_SEALING_KEY = NEW
    assert load_context("ledger").secrets == {"token": "opensesame"}


def test_a_secret_whose_key_is_gone_is_named(
    connection: facade.ConnectionView, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.FAIRLEAD_SEALING_KEY = NEW
    with pytest.raises(SystemExit):
        call_command("reseal_secrets")
    assert "token of connection" in capsys.readouterr().err
    with pytest.raises(SealBroken):
        load_context("ledger")
