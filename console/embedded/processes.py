"""The processes of an installation: what runs, in which order, and how each is seen to be ready."""

import signal
import sys
from collections.abc import Mapping

from console.embedded import environment, postgres, probes
from console.embedded.accounts import is_root
from console.embedded.child import Spec
from console.embedded.environment import Ports
from console.embedded.options import Options
from console.embedded.postgres import Postgres
from console.embedded.redis import Redis
from console.embedded.state import State

_PYTHON = (sys.executable, "-P", "-m")
_UVICORN = (
    *(*_PYTHON, "uvicorn", "--loop", "uvloop", "--http", "console.protocol:GatheringProtocol"),
    *(
        "--log-level",
        "warning",
        "--no-access-log",
        "--no-server-header",
        "--no-proxy-headers",
        "--timeout-graceful-shutdown",
        "3",
    ),
    # It would be done for each live page anew, with 300 kB of its own for as long as the page is open.
    *("--ws-per-message-deflate", "false"),
)
# Root may run the demonstration; Celery need not say so at every start.
_AS_ROOT = "ignore:You're running the worker with superuser privileges"
_QUIET_WORKER = ("--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "INFO")


def servers(state: State, *, durable: bool = True) -> list[Spec]:
    """The embedded database and broker. The database stops last: everything else writes to it."""
    database, broker = Postgres(state, durable), Redis(state)
    return [
        Spec(
            name="postgres",
            command=database.command,
            environment=postgres.ENVIRONMENT,
            stage=0,
            ready=probes.succeeds(database.readiness, postgres.ENVIRONMENT),
            expected=postgres.EXPECTED,
            # SIGINT is PostgreSQL's fast shutdown: it ends sessions and leaves nothing to recover.
            stop_signal=signal.SIGINT,
            stop_seconds=20.0,
            account=state.database_account if is_root() else None,
        ),
        Spec(
            name="redis",
            command=broker.command,
            environment={**postgres.ENVIRONMENT, "FAIRLEAD_INSTALLATION": state.secrets.mark},
            stage=1,
            ready=probes.redis_answers(state.redis_socket),
        ),
    ]


def doors(state: State, options: Options) -> list[Spec]:
    """What answers on a port: web and intake, and with the demonstration its sandbox systems."""
    env = environment.of_processes(state, options)
    ports = Ports(options.port)
    return [*_doors(ports, env), *(_sandboxes(state, ports, env) if options.demo else ())]


def _doors(ports: Ports, env: Mapping[str, str]) -> list[Spec]:
    doors = {
        "web": ("console.asgi:application", ports.web),
        "intake": ("console.intake.app:application", ports.intake),
    }
    return [
        Spec(
            name=name,
            command=(*_UVICORN, "--port", str(port), application),
            environment=env,
            stage=2,
            ready=probes.listening(port),
        )
        for name, (application, port) in doors.items()
    ]


def workers(state: State, options: Options) -> list[Spec]:
    """What does the work, and what says when."""
    env = environment.of_processes(state, options)
    celery = (*_PYTHON[:2], "-W", _AS_ROOT, "-m", "celery", "--quiet", "-A")
    worker = (*celery, "console.celery", "worker", "-Q", "realtime,batch", "-c", "2", *_QUIET_WORKER)
    return [
        Spec(
            name="worker",
            command=worker,
            environment=env,
            stage=3,
            ready_line=" ready.",
            stop_seconds=15.0,
        ),
        Spec(
            name="scheduler",
            command=(*celery, "console.scheduler", "beat", "--loglevel", "INFO"),
            environment=env,
            stage=3,
        ),
    ]


def _sandboxes(state: State, ports: Ports, env: Mapping[str, str]) -> list[Spec]:
    odoo = ("--port", str(ports.sandbox_odoo), "--state-dir", str(state.root / "sandbox-odoo"))
    commands = {
        "sandbox-odoo": ("connectors.sandbox.odoo", odoo, ports.sandbox_odoo),
        "sandbox-portal": (
            "connectors.sandbox.portal",
            ("--port", str(ports.sandbox_portal)),
            ports.sandbox_portal,
        ),
    }
    return [
        Spec(
            name=name,
            command=(*_PYTHON, module, *arguments),
            environment=env,
            stage=2,
            ready=probes.listening(port),
        )
        for name, (module, arguments, port) in commands.items()
    ]
