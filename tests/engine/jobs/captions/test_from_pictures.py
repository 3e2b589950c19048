"""Words in pictures become captions once, where what reads them is installed."""

from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from db.catalogue import Catalogue
from engine.captions.picture_text import can_read_text
from engine.errors import InputError
from engine.jobs.captions.from_pictures import ReadTextSummary, read_text_in_pictures
from engine.jobs.scan import scan_archive
from engine.progress import Job, NeverCancelled


def finished(job: Job[ReadTextSummary]) -> ReadTextSummary:
    while True:
        try:
            next(job)
        except StopIteration as done:
            result: ReadTextSummary = done.value
            return result


@pytest.mark.skipif(can_read_text(), reason="what reads words in pictures is installed")
def test_without_the_extra_one_sentence_says_how_to_get_it(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    path = tmp_path / "a.nabolag.sqlite"
    with (
        Catalogue.create(path, tmp_path / "archive") as catalogue,
        pytest.raises(InputError, match=r"nabolag\[ocr\]"),
    ):
        finished(read_text_in_pictures(catalogue, cancel=NeverCancelled()))


@pytest.mark.skipif(not can_read_text(), reason="nothing that reads words in pictures")
def test_each_picture_is_read_once_and_undo_takes_its_caption_away(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    for number, words in enumerate(("STOP THE PRESSES", "")):
        picture = Image.new("RGB", (640, 200), "white")
        font = ImageFont.load_default(48)
        ImageDraw.Draw(picture).text((40, 60), words, fill="black", font=font)
        picture.save(archive / f"{number}.png")
    with Catalogue.create(tmp_path / "a.nabolag.sqlite", archive) as catalogue:
        for _ in scan_archive(catalogue, cancel=NeverCancelled()):
            pass
        first = finished(read_text_in_pictures(catalogue, cancel=NeverCancelled()))
        assert (first.read, first.with_text, first.captions) == (2, 1, 1)
        (caption,) = catalogue.captions.of_image(1)
        assert (caption.text, caption.source) == ("STOP THE PRESSES", "read")

        catalogue.commands.undo()
        assert catalogue.captions.count() == 0
        again = finished(read_text_in_pictures(catalogue, cancel=NeverCancelled()))
        assert (again.read, again.captions) == (0, 0)
