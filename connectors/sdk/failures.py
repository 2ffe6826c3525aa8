"""Failures on the wire as errors of the tree: what is known of the request's fate decides."""

import socket
import ssl

from yarl import URL

from connectors.sdk.errors import AmbiguousError, ConnectorError, PermanentError, RetryableError
from connectors.sdk.transport import TlsFailed


def not_connected(target: URL, error: Exception) -> RetryableError:
    """Nothing was sent: no connection came about. Of ``target``, host and port alone are told."""
    host = target.host or ""
    if isinstance(error, socket.gaierror):
        return RetryableError(f"The name {host} is not known to the name server.", hint="Check the address.")
    if isinstance(error, ssl.SSLCertVerificationError):
        return RetryableError(
            f"The certificate of {host} is not trusted.",
            hint="Let the target's operator renew its certificate.",
        )
    if isinstance(error, TlsFailed):
        return RetryableError(f"No secure connection to {host} came about.", hint="Check that it speaks TLS.")
    if isinstance(error, TimeoutError):
        return RetryableError(f"{host} did not take the connection in time.")
    return RetryableError(
        f"{target.host_subcomponent}:{target.port} does not take connections.",
        hint="Look whether the target runs there.",
    )


def answer_lost(host: str, error: BaseException, read: bool) -> ConnectorError:
    """The request was sent, or may have been."""
    how = (
        "did not answer in time"
        if isinstance(error, TimeoutError)
        else "broke off before its answer was whole"
    )
    if read:
        return RetryableError(f"{host} {how}.")
    return AmbiguousError(
        f"{host} {how}; whether it acted is not known.",
        hint="Look at the target, then resolve the execution.",
    )


def too_large(host: str, limit: int, harmless: bool) -> ConnectorError:
    """The answer is larger than allowed. ``harmless``: the call changed nothing for sure."""
    message = f"The answer of {host} is larger than {limit:,} bytes"
    hint = "Ask for less at a time, or raise the connection's limit."
    if harmless:
        return PermanentError(f"{message}.", hint=hint)
    return AmbiguousError(f"{message}; whether the target acted is not known.", hint=hint)
