"""What Celery's beat sends: the sweeper's round, the clock of the schedules, and the end of what is kept."""

SWEEP = "fairlead.sweep"
TICK = "fairlead.tick"
RETAIN = "fairlead.retain"

BEAT_SCHEDULE = {
    "sweep": {"task": SWEEP, "schedule": 2.0, "options": {"queue": "realtime", "expires": 10}},
    "tick": {"task": TICK, "schedule": 1.0, "options": {"queue": "realtime", "expires": 10}},
    # Mostly it finds nothing. Often enough that an installation which is never up for long gets to it.
    "retain": {"task": RETAIN, "schedule": 300.0, "options": {"queue": "batch", "expires": 60}},
}
