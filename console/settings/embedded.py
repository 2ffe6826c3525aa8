"""Settings of ``./run``: the supervisor hands every value over in the environment."""

from console.settings.base import *  # noqa: F403
