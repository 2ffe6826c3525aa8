"""The scheduler: Celery's beat without Django. It only says that it is time; workers look at what is due.

An application of its own, since loading the models would cost three times the memory of the rest.
"""

from logging.config import dictConfig

from celery import Celery
from celery.signals import setup_logging

from console.settings.logs import LOGGING
from console.workers.schedule import BEAT_SCHEDULE

app = Celery("fairlead", fixups=[])
app.config_from_object("console.settings.broker")
app.conf.beat_schedule = BEAT_SCHEDULE


@setup_logging.connect
def log_as_every_process(**_options: object) -> None:
    """Having a receiver also stops Celery from putting its own handlers in place."""
    dictConfig(LOGGING)
