"""The file of a backup: a tar with ``database.dump`` and ``manifest.json``, written in one pass."""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from connectors.sdk.errors import FairleadError

FORMAT = "fairlead.backup/1"
_DUMP, _MANIFEST = "database.dump", "manifest.json"
_PIECE = 1024 * 1024


class ArchiveBroken(FairleadError):
    """The file is no backup, or not the one that was written."""

    code = "backup.broken"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. ``sealing_keys`` are ids of the keys its secrets are sealed under."""

    made_at: str
    environment: str
    server: int
    rows: Mapping[str, int]
    sealing_keys: tuple[str, ...]
    sha256: str = ""
    bytes: int = 0
    format: str = FORMAT


def write(path: Path, dump: IO[bytes], facts: Manifest) -> Manifest:
    """Streams the dump into the file, then the manifest; the file appears when it is whole and on disk."""
    draft = path.with_name(path.name + ".part")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(bytes(tarfile.BLOCKSIZE))
        digest, size = hashlib.sha256(), 0
        while piece := dump.read(_PIECE):
            out.write(piece)
            digest.update(piece)
            size += len(piece)
        out.write(bytes(-size % tarfile.BLOCKSIZE))
        whole = Manifest(**{**asdict(facts), "sha256": digest.hexdigest(), "bytes": size})
        text = json.dumps(asdict(whole), indent=2).encode()
        out.write(_head(_MANIFEST, len(text)) + text + bytes(-len(text) % tarfile.BLOCKSIZE))
        out.write(bytes(tarfile.BLOCKSIZE * 2))
        # The length of the dump is known only now.
        out.seek(0)
        out.write(_head(_DUMP, size))
        out.flush()
        os.fsync(out.fileno())
    return whole


def finish(path: Path) -> None:
    """Gives the written file its name."""
    path.with_name(path.name + ".part").replace(path)


def discard(path: Path) -> None:
    """Takes a file away that was not finished."""
    path.with_name(path.name + ".part").unlink(missing_ok=True)


def verified(path: Path) -> Manifest:
    """The manifest of a file whose dump is what was written; raises ArchiveBroken."""
    try:
        with tarfile.open(path, "r:") as archive:
            text = archive.extractfile(_MANIFEST)
            told = json.loads(text.read()) if text else {}
        manifest = Manifest(**{**told, "sealing_keys": tuple(told["sealing_keys"])})
    except (OSError, tarfile.TarError, KeyError, TypeError, ValueError) as error:
        raise ArchiveBroken(f"{path} is not a backup of Fairlead: {error}") from error
    if manifest.format != FORMAT:
        raise ArchiveBroken(f"{path} has the form {manifest.format!r}, which this Fairlead cannot read.")
    digest = hashlib.sha256()
    for piece in pieces(path):
        digest.update(piece)
    if digest.hexdigest() != manifest.sha256:
        raise ArchiveBroken(f"{path} is damaged: its checksum differs.", hint="Take another backup.")
    return manifest


def pieces(path: Path) -> Iterator[bytes]:
    """The dump, piece by piece."""
    with tarfile.open(path, "r:") as archive:
        dump = archive.extractfile(_DUMP)
        assert dump is not None
        while piece := dump.read(_PIECE):
            yield piece


def _head(name: str, size: int) -> bytes:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    packed = io.BytesIO(entry.tobuf(tarfile.GNU_FORMAT)).getvalue()
    assert len(packed) == tarfile.BLOCKSIZE
    return packed
