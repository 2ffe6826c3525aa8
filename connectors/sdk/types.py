"""Types shared by every layer."""

from typing import Any

JSON = Any
"""A JSON value: None, bool, int, float, str, list or dict of such, as orjson reads and writes it."""
