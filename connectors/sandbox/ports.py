"""For tests: ports that nobody else takes, also not a test run beside this one."""

import random
import socket

_PORTS = range(18_000, 28_000, 4)
"""Below those that the system itself gives to outgoing connections."""
_claims: list[socket.socket] = []


def free_port() -> int:
    """The first of four ports in a row that nobody uses; they are this process's until it ends."""
    for port in random.sample(_PORTS, len(_PORTS)):
        claim = socket.socket(socket.AF_UNIX)
        if _claimed(claim, port) and all(_is_free(port + offset) for offset in range(4)):
            _claims.append(claim)
            return port
        claim.close()
    raise RuntimeError("No four free ports in a row.")


def _claimed(claim: socket.socket, port: int) -> bool:
    """A name that the system frees with the process: whoever has it may bind the ports, now or later."""
    try:
        claim.bind(f"\0fairlead-test-port-{port}")
    except OSError:
        return False
    return True


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
