"""SQL of the run tables, applied by the migrations of the same number."""

from pathlib import Path


def script(name: str) -> str:
    """The text of one script beside this module."""
    return (Path(__file__).parent / name).read_text(encoding="utf-8")
