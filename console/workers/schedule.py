"""What Celery's beat sends: the sweeper's round and the clock of the schedules."""

SWEEP = "fairlead.sweep"
TICK = "fairlead.tick"

BEAT_SCHEDULE = {
    "sweep": {"task": SWEEP, "schedule": 2.0, "options": {"queue": "realtime", "expires": 10}},
    "tick": {"task": TICK, "schedule": 1.0, "options": {"queue": "realtime", "expires": 10}},
}
