"""The standard cast over committed data."""

from tests.integration.runs_support import cast

__all__ = ["cast"]
