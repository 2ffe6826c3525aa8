"""Whether the ports of an installation are free, told before anything starts."""

import socket

from console.embedded.environment import Ports
from console.embedded.options import Options
from console.embedded.state import StateError


def require_free(options: Options) -> None:
    """Raises StateError that names the port in use and a way out."""
    ports = Ports(options.port)
    wanted = {ports.web: "the console", ports.intake: "the intake"}
    if options.demo:
        wanted |= {ports.sandbox_odoo: "the sandbox Odoo", ports.sandbox_portal: "the supplier portal"}
    taken = [f"{port} (for {use})" for port, use in wanted.items() if not _free(port)]
    if taken:
        raise StateError(
            f"Port in use by another program: {', '.join(taken)}. Stop that program, or choose other "
            f"ports, as with ./run --port {options.port + 100 if options.port < 60_000 else 8000}."
        )


def _free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As uvicorn does: a port that only lingers from an ended connection is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
