"""Each kind of process loads what it works with: a library that it never uses is memory on every machine."""

import os
import subprocess
import sys

import pytest

WORKER = "import console.celery; django.setup(); import console.workers.tasks"


@pytest.mark.parametrize(
    ("start", "strangers"),
    [
        pytest.param("import console.intake.app", ("rest_framework.views", "celery"), id="the door"),
        pytest.param(WORKER, ("rest_framework.views", "drf_spectacular.plumbing"), id="a worker"),
        pytest.param("import console.scheduler", ("rest_framework", "django.db"), id="the scheduler"),
    ],
)
def test_a_process_does_not_load_what_others_work_with(start: str, strangers: tuple[str, ...]) -> None:
    script = f"import sys, django; {start}; print(*(one for one in {strangers!r} if one in sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=os.environ)
    assert (done.returncode, done.stdout.split()) == (0, []), done.stderr
