"""How every process writes its log."""

from console.settings import env

# One line per event on stdout. Messages name ids, never what a payload says.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(levelname)-7s %(name)s: %(message)s"}},
    "handlers": {
        "stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "line"}
    },
    "root": {"handlers": ["stdout"], "level": env.text("FAIRLEAD_LOG_LEVEL", "INFO")},
    "loggers": {
        # Refusals (4xx) are answered to the caller; they are not news for the operator's log.
        "django.request": {"level": "ERROR"},
        # While Redis is away it tells a stack trace every second; console.live says it once.
        "channels_redis.pubsub": {"level": "CRITICAL"},
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
        "celery.beat": {"level": "WARNING"},
    },
}
