"""Following redirects without carrying secrets, data or methods where they were not meant to go."""

from collections.abc import Mapping

from yarl import URL

from connectors.sdk.errors import EgressRefused, PermanentError
from connectors.sdk.replies import Reply

MAX_REDIRECTS = 5
STATUSES = frozenset({301, 302, 303, 307, 308})
_TRAVELS = frozenset({"accept", "accept-language", "content-type", "user-agent"})
_READS = frozenset({"GET", "HEAD"})

Hop = tuple[str, URL, dict[str, str], bytes | None]


def next_hop(
    method: str, target: URL, headers: Mapping[str, str], body: bytes | None, reply: Reply
) -> Hop | None:
    """The request that follows; None where the redirect is not followed and stands as the answer.

    A 301 or 302 of a call that is no read would become a GET that does nothing: it is not
    followed. Another origin gets no header beyond what every request has, and no body at all.
    """
    if method not in _READS and reply.status in {301, 302}:
        return None
    url = _location(target, reply.headers["Location"])
    if target.scheme == "https" and url.scheme != "https":
        raise EgressRefused(f"{reply.host} redirects from https to an unprotected address.")
    if reply.status == 303 and method != "HEAD":
        method, body = "GET", None
        headers = {name: value for name, value in headers.items() if name.lower() != "content-type"}
    if url.origin() == target.origin():
        return method, url, dict(headers), body
    if method not in _READS and not _upgraded(target, url):
        raise EgressRefused(
            f"{reply.host} redirects the call to another host.",
            hint="Enter the new address in the connection.",
        )
    kept = headers if _upgraded(target, url) else _harmless(headers)
    return method, url, dict(kept), body


def _upgraded(before: URL, after: URL) -> bool:
    """The same host, from http to https."""
    return before.scheme == "http" and after.scheme == "https" and before.host == after.host


def _harmless(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name.lower() in _TRAVELS}


def _location(target: URL, location: str) -> URL:
    try:
        url = target.join(URL(location))
        if url.scheme in {"http", "https"}:
            url.origin()
            return url
    except ValueError:
        raise PermanentError(f"{target.host} redirects to something that is no address.") from None
    raise EgressRefused(f"{target.host} redirects to an address that is neither http nor https.")
