"""Where agreements lie, and what becomes of damaged ones."""

import json
import os
from pathlib import Path

import pytest

from engine.language.translation.agreements import drop_agreement, keep_agreement, kept_agreement
from engine.language.translation.consent import Consent

CONSENT = Consent("google", "h", "https://h", "nb", "Kari", "now", frozenset({"a" * 16}))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """This person's settings."""
    monkeypatch.setenv("NABOLAG_DATA_DIR", str(tmp_path / "own"))
    return tmp_path / "own" / "agreements"


def test_an_agreement_is_kept_for_one_catalogue_until_it_is_taken_back(folder: Path) -> None:
    assert kept_agreement("one") is None
    keep_agreement("one", CONSENT)
    assert kept_agreement("one") == CONSENT
    assert kept_agreement("two") is None
    assert kept_agreement("") is None
    (file,) = folder.iterdir()
    assert file.suffix == ".json"
    if os.name == "posix":
        assert file.stat().st_mode & 0o077 == 0
        assert folder.stat().st_mode & 0o077 == 0
    drop_agreement("one")
    drop_agreement("one")
    drop_agreement("")
    assert kept_agreement("one") is None
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("identity", ["../../outside", "/absolute", "a" * 5000, "nul\0"])
def test_an_identity_from_somebody_else_is_no_path(
    folder: Path, tmp_path: Path, identity: str
) -> None:
    keep_agreement(identity, CONSENT)
    assert kept_agreement(identity) == CONSENT
    assert [one.parent for one in tmp_path.rglob("*.json")] == [folder]


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "[]", "null", json.dumps({"words": []})])
def test_a_damaged_agreement_is_none(folder: Path, text: str) -> None:
    keep_agreement("one", CONSENT)
    (file,) = folder.iterdir()
    file.write_text(text, encoding="utf-8")
    assert kept_agreement("one") is None
