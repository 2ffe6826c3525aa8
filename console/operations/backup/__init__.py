"""Backup and restore of everything in the database, verified, and without a second effect outside.

A backup is one tar file: PostgreSQL's own dump and a manifest with its checksum and the number of
rows of each table, all of one moment. Secrets stay sealed in it; their key is exported by itself.
"""

from console.operations.backup.archive import ArchiveBroken, Manifest
from console.operations.backup.restoring import Restored, restore
from console.operations.backup.saving import save

__all__ = ["ArchiveBroken", "Manifest", "Restored", "restore", "save"]
