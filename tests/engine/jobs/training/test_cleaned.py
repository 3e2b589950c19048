"""A training takes captions cleaned where that is asked for, and as they are else."""

from pathlib import Path

import pytest

from db.catalogue import Catalogue
from db.records import ScannedImage
from engine.errors import InputError
from engine.jobs.training.card import clean_of
from engine.jobs.training.data import PairData, read_pairs
from engine.jobs.training.request import TrainRequest
from engine.progress import NeverCancelled, run_job

IMAGES = 24


def pairs(catalogue: Catalogue, clean: str) -> PairData:
    return run_job(read_pairs(catalogue, None, seed=0, clean=clean, cancel=NeverCancelled()))


def test_captions_are_cleaned_for_the_training_alone(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    with Catalogue.create(tmp_path / "c.nabolag.sqlite", tmp_path / "archive") as catalogue:
        catalogue.commands.import_images(
            [
                ScannedImage(f"{at}.png".encode(), bytes([at]) * 32, 1, 1, 4, 3, "PNG")
                for at in range(IMAGES)
            ]
        )
        for at, image_id in enumerate(catalogue.images.ids()):
            words = f"@kari saw elk {at} #OsloFjord" if at else "@kari"
            catalogue.commands.add_caption(image_id, words)

        assert pairs(catalogue, "").captions.texts[:2] == ["@kari", "@kari saw elk 1 #OsloFjord"]
        cleaned = pairs(catalogue, "users,hashtags,empty")
        assert cleaned.captions.texts[0] == "saw elk 1 Oslo Fjord"
        assert len(cleaned.captions.texts) == len(cleaned.captions.hashes) == IMAGES - 1
        assert len(catalogue.captions.search("kari")) == IMAGES
        with pytest.raises(InputError, match="soap"):
            pairs(catalogue, "soap")


def test_runs_without_cleaning_are_what_they_were_and_others_are_not() -> None:
    assert "clean" not in TrainRequest("own").as_json()
    asked = TrainRequest("own", clean="urls").as_json()
    assert clean_of({"asked": asked}) == "urls"
    assert clean_of({}) == ""
