"""When a job should follow another one."""

from typing import TYPE_CHECKING

import pytest

from engine.jobs import due
from engine.jobs.scan import ScanSummary
from engine.jobs.table import JOBS

if TYPE_CHECKING:
    from conftest import MadeCatalogue

BY_IMAGES = {"suggester": "neighbor-search"}
BY_NAMES = {"suggester": "language-image"}


def is_due(made: "MadeCatalogue", job: str, options: dict[str, object] | None = None) -> bool:
    return JOBS[job].should_follow(made.catalogue, None, options or dict(BY_IMAGES))


def test_tuning_comes_with_enough_labelled_images_and_again_when_they_have_grown(
    made: "MadeCatalogue", monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        made.add(f"{number}.jpg", "truck")
    for number in range(3, 6):
        made.add(f"{number}.jpg")
    settings, commands = made.catalogue.settings, made.catalogue.commands
    fingerprint = settings.get("encoder.fingerprint")
    assert not is_due(made, "tune")
    assert is_due(made, "suggest")

    monkeypatch.setattr(due, "TUNE_MINIMUM_IMAGES", 3)
    assert is_due(made, "tune")

    tuned = {"hyperparameters": {}, "threshold": 0.2, "references": 3}
    settings.set(f"tuned.neighbor-search.{fingerprint}", tuned)
    assert not is_due(made, "tune")
    commands.label_images(made.catalogue.images.ids(), add_names=["all"])
    assert is_due(made, "tune")

    labels = [label.id for label in made.catalogue.labels.all()]
    commands.label_images(made.catalogue.images.ids(), remove=labels)
    assert not is_due(made, "tune")
    assert not is_due(made, "suggest")
    assert is_due(made, "suggest", dict(BY_NAMES))  # names suffice
    assert is_due(made, "queues")


def test_a_scan_brings_encoding_where_pictures_are_new_or_the_encoder_is(
    made: "MadeCatalogue",
) -> None:
    encode, catalogue = JOBS["encode"], made.catalogue
    assert encode.should_follow(catalogue, ScanSummary(files=6, added=1), {})
    assert encode.should_follow(catalogue, ScanSummary(files=6, updated=1), {})
    assert not encode.should_follow(catalogue, ScanSummary(files=6, moved=1, unchanged=5), {})
    assert encode.should_follow(catalogue, ScanSummary(files=6), {"encoder": "built-in"})
