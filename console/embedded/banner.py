"""The block that closes the start: where everything is and how to sign in."""

from connectors.sandbox.keys import kept_key
from console.embedded.environment import Ports, servers_given
from console.embedded.options import Options, as_typed
from console.embedded.output import Terminal
from console.embedded.state import State

_ROLES = {
    "analyst": "draws and publishes flows",
    "steward": "owns the meaning of the data",
    "operator": "watches and redrives executions",
    "admin": "manages people, systems and connections",
    "client": "starts flows over REST",
}
_WITH_SERVERS = "with DATABASE_URL and CELERY_BROKER_URL set as for this start"


def show(terminal: Terminal, state: State, options: Options) -> None:
    """Print it."""
    ports = Ports(options.port)
    lines = ["", terminal.bold("Fairlead is ready"), "", f"  Console         http://localhost:{ports.web}"]
    if options.demo:
        width = max(map(len, state.credentials.values()))
        lines += ["", "  Sign in as"]
        lines += [
            f"    {name:<14}{password:<{width}}   {_ROLES.get(name, '')}".rstrip()
            for name, password in state.credentials.items()
        ]
        lines += [
            "",
            f"  Sandbox Odoo    http://127.0.0.1:{ports.sandbox_odoo}/#key={_odoo_key(state)}",
            f"  Supplier portal http://127.0.0.1:{ports.sandbox_portal}",
        ]
    servers = "those of DATABASE_URL and CELERY_BROKER_URL" if servers_given() else "embedded"
    lines += [
        f"  Servers         {servers}",
        f"  State           {state.root}",
        *(
            []
            if options.demo
            else [f"  First sign-in   {_command(options, 'user', 'NAME', '--roles', 'administrator')}"]
        ),
        f"  API token       {_command(options, 'token', 'client' if options.demo else 'USER')}",
        *([f"                  {_WITH_SERVERS}"] if servers_given() else []),
        "",
        "  Ctrl-C stops everything",
        "",
    ]
    terminal.say("\n".join(lines))


def _odoo_key(state: State) -> str:
    """What its page asks for before it switches an outage on; it opens the sandbox alone."""
    return kept_key(state.root / "sandbox-odoo" / "odoo-api-key", "FAIRLEAD_SANDBOX_ODOO_KEY")


def _command(options: Options, *words: str) -> str:
    """A management command as it has to be typed beside this installation, whose port it finds by itself."""
    return as_typed(options.state_dir, "manage", *words)
