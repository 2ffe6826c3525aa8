"""Fixtures of every test below this directory.

``./run test`` brings up a database and a broker for them; pytest alone takes those that the
environment names (DATABASE_URL, CELERY_BROKER_URL).
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests.acceptance.harness import Installation, open_directory
from tests.database import baseline


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The test database, which tests over committed data empty between them: the audit trail lets
    nobody do that, so its guard is off here (``test_audit`` puts it on)."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditentry DISABLE TRIGGER audit_no_truncate")
        baseline.keep()


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the browser; ``./run test`` sees to one."""
    path = os.environ.get("FAIRLEAD_CHROMIUM") or shutil.which("chromium")
    if not path:
        pytest.fail("No Chromium: run the browser tests by ./run test e2e, or set FAIRLEAD_CHROMIUM.")
    return path


@pytest.fixture
def place() -> Iterator[Path]:
    """A directory for an installation of the test's own."""
    with open_directory() as root:
        yield root


@pytest.fixture(scope="session")
def installation() -> Iterator[Installation]:
    """A whole installation with the demonstration, shared by the tests that only use it."""
    with open_directory() as root, Installation(root / "state") as up:
        up.start()
        yield up
