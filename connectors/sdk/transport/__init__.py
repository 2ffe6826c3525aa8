"""HTTP/1.1 as the guarded client speaks it: connections, what goes out on them and what comes back.

Its own, since nothing else tells for certain whether a request may have left, and for its speed
(docs/decisions/http-transport.md). The answers are read by llhttp.
"""

from connectors.sdk.transport.pool import NotConnected, Pool, TlsFailed
from connectors.sdk.transport.reading import Answer, AnswerTooLarge, Broken
from connectors.sdk.transport.requests import request_text

__all__ = ["Answer", "AnswerTooLarge", "Broken", "NotConnected", "Pool", "TlsFailed", "request_text"]
