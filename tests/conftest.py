"""Fixtures of every test below this directory.

``./run test`` brings up a database and a broker for them; pytest alone takes those that the
environment names (DATABASE_URL, CELERY_BROKER_URL).
"""

import os
import shutil

import pytest


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the browser; ``./run test`` sees to one."""
    path = os.environ.get("FAIRLEAD_CHROMIUM") or shutil.which("chromium")
    if not path:
        pytest.fail("No Chromium: run the browser tests by ./run test e2e, or set FAIRLEAD_CHROMIUM.")
    return path
