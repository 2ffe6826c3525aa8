"""What every test of the repository runs under, wherever it stands."""

from hypothesis import HealthCheck, settings

# A run of all tests never fails by chance: its examples are always the same, and how long one takes
# says something about the machine only. `--hypothesis-profile=searching` looks for new ones instead.
_UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

settings.register_profile("steady", parent=_UNTIMED, derandomize=True, database=None)
settings.register_profile("searching", parent=_UNTIMED, max_examples=2_000)
settings.load_profile("steady")
