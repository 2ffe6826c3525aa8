"""Sealed values open in their own row, under a key that is held, and nowhere else."""

import base64

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from connectors.connections.sealing import SealBroken, identity, reseal, seal, unseal

FIRST = base64.b64encode(b"1" * 32).decode()
SECOND = base64.b64encode(b"2" * 32).decode()
ROW = identity(1, "token")


@pytest.fixture(autouse=True)
def key(settings: Settings) -> None:
    settings.FAIRLEAD_SEALING_KEY = FIRST


def test_what_is_sealed_opens_again() -> None:
    assert unseal(seal("öpen", ROW), ROW) == "öpen"


def test_the_same_value_looks_different_each_time() -> None:
    assert seal("open", ROW) != seal("open", ROW)


@pytest.mark.parametrize("other", [identity(2, "token"), identity(1, "password"), b""])
def test_a_value_copied_to_another_row_does_not_open(other: bytes) -> None:
    with pytest.raises(SealBroken):
        unseal(seal("open", ROW), other)


@pytest.mark.parametrize("place", [0, 3, 12, 25, -1])
def test_an_altered_value_does_not_open(place: int) -> None:
    sealed = bytearray(seal("open", ROW))
    sealed[place] ^= 1
    with pytest.raises(SealBroken):
        unseal(bytes(sealed), ROW)


def test_a_key_is_replaced_without_a_moment_in_which_nothing_opens(settings: Settings) -> None:
    old = seal("open", ROW)
    settings.FAIRLEAD_SEALING_KEY = f"{SECOND},{FIRST}"
    assert unseal(old, ROW) == "open"
    new = reseal(old, ROW)
    assert new is not None
    assert reseal(new, ROW) is None
    settings.FAIRLEAD_SEALING_KEY = SECOND
    assert unseal(new, ROW) == "open"
    with pytest.raises(SealBroken, match="does not hold"):
        unseal(old, ROW)


@pytest.mark.parametrize("key", ["", "short", base64.b64encode(b"1" * 31).decode(), f"{FIRST},x"])
def test_a_key_of_another_form_is_refused(settings: Settings, key: str) -> None:
    settings.FAIRLEAD_SEALING_KEY = key
    with pytest.raises(ImproperlyConfigured):
        seal("open", ROW)
