"""The environment that every process of an installation gets."""

import os
from dataclasses import dataclass

from console.embedded.leftovers import MARK
from console.embedded.options import CHECKOUT, Options
from console.embedded.postgres import Postgres
from console.embedded.redis import Redis
from console.embedded.state import State, StateError

_GIVEN = ("DATABASE_URL", "CELERY_BROKER_URL")


@dataclass(frozen=True, slots=True)
class Ports:
    """The four ports of an installation, one after the other."""

    web: int

    @property
    def intake(self) -> int:
        return self.web + 1

    @property
    def sandbox_odoo(self) -> int:
        return self.web + 2

    @property
    def sandbox_portal(self) -> int:
        return self.web + 3


def servers_given() -> bool:
    """Whether the environment names the servers to use; raises StateError where it names but one."""
    given = [name for name in _GIVEN if os.environ.get(name)]
    if len(given) == 1:
        missing = next(name for name in _GIVEN if name not in given)
        raise StateError(
            f"{given[0]} is set and {missing} is not. Set both, or neither for embedded servers."
        )
    return bool(given)


def of_servers(state: State) -> dict[str, str]:
    """Addresses of the database and the broker."""
    if servers_given():
        names = (*_GIVEN, "FAIRLEAD_REDIS_URL")
        return {name: os.environ[name] for name in names if name in os.environ}
    redis = Redis(state)
    return {
        "DATABASE_URL": Postgres(state).url,
        "CELERY_BROKER_URL": redis.broker_url,
        "FAIRLEAD_REDIS_URL": redis.url,
    }


def of_commands(state: State, options: Options) -> dict[str, str]:
    """For one-off commands: everything but the mark of a supervised process."""
    ports = Ports(options.port)
    inherited = os.environ.get("PYTHONPATH", "")
    return {
        **os.environ,
        **of_servers(state),
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE") or "console.settings.embedded",
        "FAIRLEAD_SECRET_KEY": state.secrets.secret_key,
        "FAIRLEAD_SEALING_KEY": state.secrets.sealing_key,
        "FAIRLEAD_ENVIRONMENT": os.environ.get("FAIRLEAD_ENVIRONMENT") or "demonstration",
        "FAIRLEAD_STATE_DIR": str(state.root),
        "FAIRLEAD_BASE_URL": f"http://localhost:{ports.web}",
        "FAIRLEAD_SANDBOX_ODOO_URL": f"http://127.0.0.1:{ports.sandbox_odoo}",
        "FAIRLEAD_SANDBOX_PORTAL_URL": f"http://127.0.0.1:{ports.sandbox_portal}",
        "PYTHONPATH": os.pathsep.join(dict.fromkeys([str(CHECKOUT), *inherited.split(os.pathsep)])).strip(
            ":"
        ),
        "PYTHONUNBUFFERED": "1",
        # Threads of uvicorn and Celery would each get an arena that is never given back.
        "MALLOC_ARENA_MAX": "2",
    }


def of_processes(state: State, options: Options) -> dict[str, str]:
    """For supervised processes, which carry the mark of the installation."""
    return {**of_commands(state, options), MARK: state.secrets.mark}
