"""Suggestions for a file that no catalogue knows, through the built-in encoder."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from db.catalogue import Catalogue
from engine.answers.review import NEW_IMAGE, Message, ReviewSession
from engine.errors import InputError
from engine.jobs.encode import encode_archive
from engine.jobs.scan import scan_archive
from engine.progress import NeverCancelled, run_job


def draw(path: Path, shape: str, colour: str, shift: int) -> Path:
    picture = Image.new("RGB", (240, 240), "white")
    pen = ImageDraw.Draw(picture)
    box = (30 + shift, 40, 190 + shift, 200)
    pen.ellipse(box, fill=colour) if shape == "ball" else pen.rectangle(
        box, outline=colour, width=9
    )
    picture.save(path)
    return path


@pytest.fixture(scope="module")
def encoded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    """Balls and frames, scanned, labelled and encoded for real."""
    folder = tmp_path_factory.mktemp("file")
    archive = folder / "archive"
    archive.mkdir()
    for number in range(3):
        draw(archive / f"ball {number}.png", "ball", "red", number * 4)
        draw(archive / f"frame {number}.png", "frame", "blue", number * 4)
    with Catalogue.create(folder / "shapes.nabolag.sqlite", archive) as catalogue:
        run_job(scan_archive(catalogue, cancel=NeverCancelled()))
        images = catalogue.images.get_many(catalogue.images.ids())
        for name in ("ball", "frame"):
            ids = [image.id for image in images if image.path.startswith(name)]
            catalogue.commands.label_images(ids, add_names=[name])
        run_job(encode_archive(catalogue, cancel=NeverCancelled()))
        yield catalogue


def test_a_new_file_is_encoded_and_gets_suggestions_with_evidence(
    encoded: Catalogue, tmp_path: Path
) -> None:
    session = ReviewSession(encoded)

    found = session.suggest_file(draw(tmp_path / "new.png", "ball", "red", 17))

    assert found.image_id == NEW_IMAGE
    best = found.suggestions[0]
    assert best.label_name == "ball"
    evidence = session.evidence(NEW_IMAGE, best.label_id)
    assert sum(one.weight for one in evidence if one.carries_label) == pytest.approx(
        best.confidence, abs=1e-6
    )
    assert len(encoded.images.ids()) == 6


def test_a_copy_of_a_known_image_is_found_by_its_content(
    encoded: Catalogue, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.png"
    copy.write_bytes((encoded.archive_dir / "frame 1.png").read_bytes())
    session = ReviewSession(encoded)

    best = session.suggest_file(copy).suggestions[0]

    assert best.label_name == "frame"
    original = encoded.images.by_path(b"frame 1.png")
    assert original is not None
    heaviest = session.evidence(NEW_IMAGE, best.label_id)[0]
    assert heaviest.image_id == original.id
    assert heaviest.similarity == pytest.approx(1.0, abs=1e-3)


def test_a_file_that_is_none_or_no_image_is_refused_in_a_sentence(
    encoded: Catalogue, tmp_path: Path
) -> None:
    text = tmp_path / "text.png"
    text.write_text("not a picture")
    session = ReviewSession(encoded)

    with pytest.raises(InputError, match=r"text\.png cannot be read"):
        session.suggest_file(text)
    with pytest.raises(InputError, match=r"nothing\.png cannot be read: No such file"):
        session.suggest_file(tmp_path / "nothing.png")


def test_without_references_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    with Catalogue.create(tmp_path / "empty.nabolag.sqlite", tmp_path / "archive") as catalogue:
        found = ReviewSession(catalogue).suggest_file(draw(tmp_path / "a.png", "ball", "red", 0))

    assert (found.suggestions, found.message) == ((), Message.NO_REFERENCES)
