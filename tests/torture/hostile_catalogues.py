"""Catalogues that are damaged or made by somebody else to do harm: opened, or refused with a
sentence, by every command."""

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from tests.torture import acts
from tests.torture.base import Torture, some
from tests.torture.program import commands, in_child

TIMEOUT_S = 60.0
ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"

Change = Callable[[Path], None]


def sql(*statements: str) -> Change:
    """Changes a catalogue by SQL, past all its rules."""

    def change(path: Path) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA foreign_keys = OFF")
            connection.execute("PRAGMA ignore_check_constraints = ON")
            connection.execute("PRAGMA writable_schema = ON")
            for statement in statements:
                connection.execute(statement)

    return change


def cut(share: float) -> Change:
    """Leaves so much of the file."""

    def change(path: Path) -> None:
        content = path.read_bytes()
        path.write_bytes(content[: int(len(content) * share)])

    return change


def flipped(seed: int) -> Change:
    """Changes some bytes anywhere behind the header."""

    def change(path: Path) -> None:
        choice, content = random.Random(seed), bytearray(path.read_bytes())
        for _ in range(20):
            content[choice.randrange(100, len(content))] ^= 1 << choice.randrange(8)
        path.write_bytes(content)

    return change


def changes(path: Path, flips: int) -> dict[str, Change]:
    """Every way to spoil this catalogue."""
    with closing(sqlite3.connect(path)) as connection:
        tables = [
            row[0]
            for row in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            )
        ]
    deep = "[" * 100_000 + "]" * 100_000
    found: dict[str, Change] = {
        "trigger": sql(
            f"CREATE TRIGGER t AFTER INSERT ON labels BEGIN INSERT INTO settings "
            f"VALUES (hex(randomblob(8)), ({ENDLESS})); END"
        ),
        "trigger on settings": sql(
            "CREATE TRIGGER t AFTER UPDATE ON images BEGIN DELETE FROM labellings; END"
        ),
        "view for a table": sql(
            "ALTER TABLE labels RENAME TO other",
            f"CREATE VIEW labels AS SELECT * FROM other WHERE ({ENDLESS}) > 0",
        ),
        "view beside": sql(f"CREATE VIEW more AS {ENDLESS}"),
        "settings no JSON": sql("UPDATE settings SET value = '{'"),
        "settings deep": sql(f"UPDATE settings SET value = '{deep}'"),
        "settings numbers": sql("UPDATE settings SET value = '7'"),
        "settings null": sql("UPDATE settings SET value = 'null'"),
        "settings lists": sql("UPDATE settings SET value = '[]'"),
        "settings infinite": sql("UPDATE settings SET value = '1e999'"),
        "settings binary": sql("UPDATE settings SET value = x'ff00fe'"),
        "settings empty": sql("DELETE FROM settings"),
        "version of tomorrow": sql("UPDATE alembic_version SET version_num = '9999'"),
        "version in words": sql("UPDATE alembic_version SET version_num = 'abc'"),
        "version missing": sql("DELETE FROM alembic_version"),
        "version twice": sql("INSERT INTO alembic_version VALUES ('0001')"),
        "version binary": sql("UPDATE alembic_version SET version_num = x'00ff'"),
        "version before": sql("UPDATE alembic_version SET version_num = '0001'"),
        "names undecodable": sql("UPDATE labels SET name = CAST(x'ff80' || id AS TEXT)"),
        "names binary": sql("UPDATE labels SET name = x'ff80' || id"),
        "titles undecodable": sql("UPDATE images SET title = CAST(x'ff80' AS TEXT)"),
        "paths as text": sql("UPDATE images SET path = '../../' || id"),
        "labels in a circle": sql("UPDATE labels SET parent_id = id"),
        "hash too short": sql("UPDATE images SET content_hash = x'00' || id"),
        "problem deep": sql(f"UPDATE images SET problem = '{deep}'"),
        "problem of nobody": sql("""UPDATE images SET problem = '{"code": "x", "y": 1}'"""),
        "size in words": sql("UPDATE images SET width_px = 'wide', frame_count = 'many'"),
        "size huge": sql("UPDATE images SET width_px = 9223372036854775807"),
        "history no JSON": sql("UPDATE changes SET details = '{'"),
        "history of other tables": sql("UPDATE change_rows SET table_name = 'no_such_table'"),
        "history of other columns": sql("""UPDATE change_rows SET after = '{"odd": [1]}'"""),
        "history in a list": sql("UPDATE change_rows SET row_key = '7', before = '[1]'"),
        "labellings of nobody": sql("UPDATE labellings SET label_id = label_id + 1000"),
        "no table at all": sql("DELETE FROM sqlite_master WHERE type = 'table'"),
        **{f"without {table}": sql(f"DROP TABLE {table}") for table in tables},
        **{f"cut at {share}": cut(share) for share in (0.0, 0.001, 0.1, 0.5, 0.99)},
        **{f"flipped {number}": flipped(number) for number in range(flips)},
    }
    return found


def opened(torture: Torture) -> None:
    """Give each spoiled catalogue to commands that read and that write."""
    before = torture.folder / "before"
    in_child(torture, acts.scanned, before)
    work = torture.folder / "work"
    endings: dict[str, int] = {}
    skipped = []
    every = changes(acts.catalogue_in(before), 2 * torture.options.damages)
    for name, change in some(torture.choice, every, torture.options.attacks).items():
        for arguments in _commands(work):
            shutil.rmtree(work, ignore_errors=True)
            shutil.copytree(before, work)
            try:
                change(acts.catalogue_in(work))
            except sqlite3.Error as error:
                skipped.append(f"{name} ({error})")
                break
            torture.tally.tries += 1
            bad = torture.tally.bad
            with torture.watched(name):
                ended = commands(torture, *arguments, timeout_s=TIMEOUT_S)
                endings[ended.how] = endings.get(ended.how, 0) + 1
            if torture.tally.bad > bad:
                torture.tally.faults[-1] = f"[{name}] {torture.tally.faults[-1]}"
    if skipped:
        torture.tally.left_out.append("not to be made: " + "; ".join(skipped))
    torture.tally.figures.append(f"{endings}")


def _commands(work: Path) -> tuple[tuple[object, ...], ...]:
    catalogue = acts.catalogue_in(work)
    return (
        ("check", catalogue),
        ("labels", catalogue),
        ("rescan", catalogue, "--keywords", work / "keywords.csv"),
        ("export", catalogue, work / "labels.csv"),
        ("undo", catalogue),
    )
