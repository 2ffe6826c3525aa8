"""What Celery is told. Apart from the other settings, since the scheduler needs no Django."""

from console.settings import env

broker_url = env.required("CELERY_BROKER_URL")

# Celery carries wake-ups only (see console/celery.py), so nothing is stored and nothing is late-acknowledged.
result_backend = None
task_ignore_result = True
task_serializer = "json"
accept_content = ["json"]
task_acks_late = False
task_default_queue = "realtime"
worker_prefetch_multiplier = 1
worker_hijack_root_logger = False
worker_enable_remote_control = False
broker_connection_retry_on_startup = True
broker_connection_max_retries = None
# The worker lists the real-time queue first, and so it is polled first.
broker_transport_options = {"queue_order_strategy": "priority"} if broker_url.startswith("redis") else {}
# The rounds of the sweeper and the schedules come every second or two: their session stays open.
CELERY_DB_REUSE_MAX = 1000
# Every entry is a short interval over idempotent work: nothing has to survive a restart of beat.
beat_scheduler = "celery.beat:Scheduler"
