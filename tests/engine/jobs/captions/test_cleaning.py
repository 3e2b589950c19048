"""Cleaning the captions of a catalogue: foretold, done in one change, or for a measurement."""

from typing import TYPE_CHECKING

from db.records import ScannedImage
from engine.captions.cleaning import cleaning_of
from engine.jobs.captions.cleaning import CaptionChange, clean, foretold
from engine.jobs.captions.reading import cleaned_captions
from engine.progress import NeverCancelled, run_job

if TYPE_CHECKING:
    from conftest import MadeCatalogue

STEPS = "urls,users,empty,short:2,repeated:1"


def test_what_is_foretold_is_done(made: "MadeCatalogue") -> None:
    catalogue = made.catalogue
    catalogue.commands.import_images(
        [ScannedImage(f"{n}.jpg".encode(), bytes([n]) * 32, 1, 1) for n in range(1, 5)]
    )
    said = ["A red ship by @ola", "Look here: https://t.co/x", "Same text", "Same text"]
    for image_id, text in enumerate(said, start=1):
        catalogue.commands.add_caption(image_id, text)
    catalogue.commands.add_caption(1, "@me")

    told = foretold(catalogue, STEPS)
    assert (told.captions, told.changed, told.left_out) == (5, 2, 3)
    assert told.counts == {"urls": 1, "users": 2, "empty": 1, "short": 0, "repeated": 2}
    assert told.examples[0] == CaptionChange(1, "1.jpg", said[0], "A red ship by", "")
    assert {one.after for one in told.examples if one.left_out} == {""}
    assert catalogue.captions.count() == 5

    # A measurement reads them cleaned, and the catalogue keeps what it has.
    read = run_job(cleaned_captions(catalogue, NeverCancelled(), cleaning_of(STEPS), stopped=""))
    assert read.texts == ["A red ship by", "Look here:"]
    assert read.owner == [0, 1]
    assert read.image_ids == [1, 2]
    assert catalogue.captions.count() == 5

    done = run_job(clean(catalogue, cancel=NeverCancelled(), steps=STEPS))
    assert (done.changed, done.left_out) == (2, 3)
    assert [one.text for one in catalogue.captions.of_image(1)] == ["A red ship by"]
    assert foretold(catalogue, STEPS).changed == 0
    catalogue.commands.undo()
    assert catalogue.captions.count() == 5
