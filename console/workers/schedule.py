"""What Celery's beat sends: the sweeper's round, the clock of the schedules, the end of what is
kept, and proofs of mappings that could not be made before."""

SWEEP = "fairlead.sweep"
TICK = "fairlead.tick"
RETAIN = "fairlead.retain"
PROVE = "fairlead.prove"

BEAT_SCHEDULE = {
    "sweep": {"task": SWEEP, "schedule": 2.0, "options": {"queue": "realtime", "expires": 10}},
    "tick": {"task": TICK, "schedule": 1.0, "options": {"queue": "realtime", "expires": 10}},
    # Mostly it finds nothing. Often enough that an installation which is never up for long gets to it.
    "retain": {"task": RETAIN, "schedule": 300.0, "options": {"queue": "batch", "expires": 60}},
    "prove": {"task": PROVE, "schedule": 300.0, "options": {"queue": "batch", "expires": 60}},
}
