"""Suspected same labels of a real catalogue."""

import threading
from pathlib import Path

import pytest

from db.catalogue import Catalogue
from db.records import FoundKeyword, ScannedImage
from engine.jobs.same_labels import common_english_words, find_same_labels
from engine.language.same_labels import SameKind
from engine.progress import JobCancelledError, run_job


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    archive = tmp_path / "archive"
    archive.mkdir()
    made = Catalogue.create(tmp_path / "a.nabolag.sqlite", archive)
    made.commands.import_images(
        [
            ScannedImage(
                f"{at}.jpg".encode(),
                bytes([at]) * 32,
                1,
                1,
                keywords=tuple(FoundKeyword((word,), "csv") for word in words.split(",")),
            )
            for at, words in enumerate(
                ["lastebil", "lastebil", "lastebiler", "mime-types", "mimetypes", "horse,house"]
            )
        ]
    )
    return made


def found(catalogue: Catalogue) -> dict[tuple[str, str], SameKind]:
    names = {label.id: label.name for label in catalogue.labels.all()}
    report = run_job(find_same_labels(catalogue, cancel=threading.Event()))
    assert report.labels == len(names)
    return {
        (names[one.source_id], names[one.target_id]): one.reasons[0].kind for one in report.pairs
    }


def test_a_catalogue_is_searched_in_its_language(catalogue: Catalogue) -> None:
    with catalogue:
        assert found(catalogue) == {("mimetypes", "mime-types"): SameKind.PUNCTUATION}
        catalogue.settings.set("language.archive", "nb")
        assert found(catalogue)["lastebiler", "lastebil"] is SameKind.NUMBER


def test_english_names_and_dismissed_pairs_count(catalogue: Catalogue) -> None:
    with catalogue:
        ids = {label.name: label.id for label in catalogue.labels.all()}
        catalogue.commands.set_automatic_names({ids["lastebil"]: "horse"}, "a machine")
        assert found(catalogue)["horse", "lastebil"] is SameKind.ENGLISH
        catalogue.commands.mark_different([(ids["mimetypes"], ids["mime-types"])])
        assert ("mimetypes", "mime-types") not in found(catalogue)
        catalogue.commands.undo()
        assert ("mimetypes", "mime-types") in found(catalogue)


def test_it_stops_when_told(catalogue: Catalogue) -> None:
    cancel = threading.Event()
    cancel.set()
    with catalogue, pytest.raises(JobCancelledError):
        run_job(find_same_labels(catalogue, cancel=cancel))


def test_common_words_are_words() -> None:
    words = common_english_words()

    assert {"horse", "house", "geography"} <= words
    assert not {"##s", "[pad]", "geagraphy"} & words
