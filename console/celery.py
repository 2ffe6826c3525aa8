"""The Celery application. A message only says that there is work; PostgreSQL holds the work itself.

Hence no result backend, no countdowns, JSON alone, and acknowledgement before the task runs: a lost
message costs latency until the sweeper's next round, and nothing else.
"""

import os

from celery import Celery
from celery.signals import setup_logging, worker_before_create_process

from console import interpreter

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "console.settings.embedded")
# Django's checks import every view; a worker has no need of them, nor of the memory they take.
os.environ.setdefault("CELERY_SKIP_CHECKS", "1")

app = Celery("fairlead")
app.config_from_object("console.settings.broker")
app.autodiscover_tasks(["console.workers"])


@setup_logging.connect
def keep_the_logging_of_django(**_options: object) -> None:
    """Having a receiver stops Celery from putting its own handlers over those of the settings."""


@worker_before_create_process.connect
def share_what_is_loaded(**_options: object) -> None:
    """The parent has loaded everything before it forks."""
    interpreter.settle()
