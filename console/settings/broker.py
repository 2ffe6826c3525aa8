"""What Celery is told. Apart from the other settings, since the scheduler needs no Django."""

from console.settings import env

CELERY_BROKER_URL = env.required("CELERY_BROKER_URL")

# Celery carries wake-ups only (see console/celery.py), so nothing is stored and nothing is late-acknowledged.
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = False
CELERY_TASK_DEFAULT_QUEUE = "realtime"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
# The worker lists the real-time queue first, and so it is polled first.
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"queue_order_strategy": "priority"} if CELERY_BROKER_URL.startswith("redis") else {}
)
# Every entry is a short interval over idempotent work: nothing has to survive a restart of beat.
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"
