"""How the window stood is remembered for a catalogue, not for a place."""

from pathlib import Path

import pytest

from gui.services.settings import ViewState


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NABOLAG_DATA_DIR", str(tmp_path))


def test_what_was_kept_is_there_after_a_move_and_not_for_another_catalogue(tmp_path: Path) -> None:
    ViewState(tmp_path / "a.sqlite", "one").set("zoom", 3)

    assert ViewState(tmp_path / "moved.sqlite", "one").number("zoom", 1) == 3
    assert ViewState(tmp_path / "a.sqlite", "two").number("zoom", 1) == 1


def test_what_was_kept_by_path_is_read_until_something_newer_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    ViewState(path).set("zoom", 3)
    named = ViewState(path, "one")

    assert named.number("zoom", 1) == 3
    named.set("zoom", 5)
    assert named.number("zoom", 1) == 5
    assert ViewState(path).number("zoom", 1) == 3
