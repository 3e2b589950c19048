"""How the window stood is remembered for a catalogue, not for a place."""

from pathlib import Path

import pytest

from gui.services.settings import DEFAULT_BACKUP_INTERVAL_MIN, Preferences, ViewState


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


@pytest.mark.parametrize("odd", ["many", "", "[1]", "1e9", "99999999999999999999", "-5"])
def test_settings_that_somebody_edited_give_way_to_the_usual(tmp_path: Path, odd: str) -> None:
    (tmp_path / "nabolag.ini").write_text(
        f"[General]\nbackup_interval_min={odd}\ntheme=7\nrecent=@Invalid()\ncurator=@ByteArray()\n",
        encoding="utf-8",
    )
    preferences = Preferences()
    assert preferences.backup_interval_min == DEFAULT_BACKUP_INTERVAL_MIN
    assert preferences.theme == "system"
    assert preferences.recent == []
    assert preferences.curator
    view = ViewState(tmp_path / "a.sqlite", "one")
    view.set("zoom", odd)
    assert view.number("zoom", 4) in (4, -5)
    assert view.state("zoom").isEmpty()
