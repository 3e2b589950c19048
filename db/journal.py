"""Which journal a catalogue uses, by the version of the SQLite library at hand.

SQLite 3.7.0 to 3.51.2 can lose committed writes in WAL mode when two connections write and
checkpoint together: https://sqlite.org/wal.html#the_wal_reset_bug. The fix is in 3.51.3 and was
carried back to 3.50.7 and 3.44.6.
"""

import sqlite3
from typing import Literal

JournalMode = Literal["wal", "delete"]

FIXED_FROM = (3, 51, 3)
FIXED_BRANCHES = {(3, 50): 7, (3, 44): 6}


def journal_mode_for(sqlite_version: str) -> JournalMode:
    """ "wal" where the library has the WAL-reset fix, otherwise the rollback journal, "delete".

    ``sqlite_version`` is "major.minor.patch"; missing parts count as 0.
    """
    parts = [int(part) for part in sqlite_version.split(".")[:3]]
    major, minor, patch = (*parts, 0, 0)[:3]
    if (major, minor, patch) >= FIXED_FROM:
        return "wal"
    fixed_patch = FIXED_BRANCHES.get((major, minor))
    return "wal" if fixed_patch is not None and patch >= fixed_patch else "delete"


def journal_mode() -> JournalMode:
    """The journal mode for the SQLite library this process runs with."""
    return journal_mode_for(sqlite3.sqlite_version)
