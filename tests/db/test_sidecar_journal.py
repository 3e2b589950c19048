"""The journal of sidecars keeps what takes a writing back, for the last runs."""

from pathlib import Path

import pytest

from db.errors import CatalogueError
from db.sidecar_journal import (
    RUNS_KEPT,
    KnownKeyword,
    SidecarJournal,
    SidecarState,
    SidecarStep,
)


def state(path: bytes, sha256: bytes = b"1" * 32) -> SidecarState:
    known = (KnownKeyword(1, ("å", "b")), KnownKeyword(0, ("c",), is_path=False))
    found = frozenset({("dc:subject", ("b",)), ("lr:hierarchicalSubject", ("å", "b"))})
    return SidecarState(path, sha256, 12, 34, "2026-01-01T00:00:00.000Z", known, found)


def test_nothing_is_made_before_something_is_kept(tmp_path: Path) -> None:
    journal = SidecarJournal(tmp_path / "folder")
    assert (journal.states(), journal.runs()) == ({}, [])
    assert not (tmp_path / "folder").exists()


def test_states_come_back_as_they_were_and_are_forgotten(tmp_path: Path) -> None:
    journal = SidecarJournal(tmp_path)
    odd = b"a/\xe5.xmp"
    journal.keep([state(odd), state(b"b.xmp")])
    journal.close()
    assert journal.states() == {odd: state(odd), b"b.xmp": state(b"b.xmp")}
    journal.keep([], [odd])
    assert list(journal.states()) == [b"b.xmp"]
    journal.close()


def test_only_the_last_runs_and_what_they_need_are_kept(tmp_path: Path) -> None:
    journal = SidecarJournal(tmp_path)
    for number in range(RUNS_KEPT + 2):
        run_id = journal.begin("now", "kari")
        before = bytes([number]) * 32
        step = SidecarStep(b"a.xmp", before, state(b"a.xmp"), state(b"a.xmp", before))
        journal.note(run_id, [step], {before: b"content %d" % number})
        assert journal.runs()[0].state == "begun"
        journal.mark(run_id, "done")
    runs = journal.runs()
    assert len(runs) == RUNS_KEPT
    assert journal.steps(runs[-1].id)[0].before == bytes([2]) * 32
    assert journal.content(bytes([2]) * 32) == b"content 2"
    with pytest.raises(CatalogueError, match="not kept"):
        journal.content(bytes([1]) * 32)
    journal.mark(runs[0].id, "undone")
    assert journal.runs() == runs[1:]
    journal.close()


def test_one_writes_at_a_time(tmp_path: Path) -> None:
    journal = SidecarJournal(tmp_path)
    with journal.writing_alone(), pytest.raises(CatalogueError), journal.writing_alone():
        pass
    with journal.writing_alone():
        pass
