"""A catalogue of small pictures, and the Questions page on it."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from db.catalogue import Catalogue
from db.questions.records import GivenAnswer
from engine.answers.current_encoder import open_features
from engine.archive.decode import read_pixels
from engine.archive.thumbnails import make_thumbnail
from gui.questions.page import QuestionsPage
from gui.services.context import CatalogueContext, open_context
from tests.gui.conftest import scanned_file

PICTURES = 36
SIZE = 12
MakePage = Callable[..., QuestionsPage]


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files of 300 × 200 pixels: noise that takes a decoder as long as a drawing does."""
    folder = tmp_path_factory.mktemp("questions") / "archive"
    folder.mkdir()
    rng = np.random.default_rng(3)
    for number in range(PICTURES):
        coarse = rng.integers(0, 255, (20, 30, 3), dtype=np.uint8)
        Image.fromarray(coarse).resize((300, 200)).save(folder / f"{number:02d}.png")
    return folder


@pytest.fixture
def questions_path(pictures: Path, tmp_path: Path) -> Path:
    """A catalogue of the pictures; every third carries a label."""
    path = tmp_path / "asked.nabolag.sqlite"
    with Catalogue.create(path, pictures, curator="Kari") as catalogue:
        names = [f"{number:02d}.png" for number in range(PICTURES)]
        found = [
            scanned_file(pictures, name, ("map",) if number % 3 == 0 else ("ship",))
            for number, name in enumerate(names)
        ]
        catalogue.commands.import_images(found)
        catalogue.thumbnails.put_many(
            (image.content_hash, make_thumbnail(read_pixels(pictures / name)))
            for name, image in zip(names, found, strict=True)
        )
    return path


@pytest.fixture
def make_page(questions_path: Path, qapp: object, qtbot: QtBot) -> Iterator[MakePage]:
    """Opens the catalogue and shows its Questions page."""
    opened: list[tuple[QuestionsPage, CatalogueContext]] = []

    def make(prepare: Callable[[Catalogue], object] | None = None) -> QuestionsPage:
        catalogue = Catalogue.open(questions_path, curator="Kari")
        if prepare is not None:
            prepare(catalogue)
        context = open_context(catalogue, catalogue.settings.all())
        page = QuestionsPage(context)
        page.resize(1176, 740)
        page.show()
        page.activate()
        opened.append((page, context))
        return page

    yield make
    for page, context in opened:
        page.shutdown()
        page.close()
        context.close()
        page.deleteLater()


def encode(catalogue: Catalogue) -> None:
    """Features in which maps and ships differ."""
    catalogue.settings.set("encoder.name", "built-in")
    catalogue.settings.set("encoder.fingerprint", "f" * 64)
    store = open_features(catalogue)
    assert store is not None
    images = catalogue.images.readable_in_use()
    rows = np.random.default_rng(5).standard_normal((len(images), SIZE)) / 3
    rows[:, 0] += [3.0 if (image_id - 1) % 3 == 0 else -3.0 for image_id, _hash in images]
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    store.append([content_hash for _id, content_hash in images], rows.astype(np.float32))


def answered(catalogue: Catalogue, images: Iterable[int] = range(1, 13)) -> int:
    """The question, answered rightly for these images but for the second, which is no map."""
    encode(catalogue)
    question_id = ask_for_maps(catalogue)
    given = [
        GivenAnswer(one, "yes" if (one - 1) % 3 == 0 or one == 2 else "no", chosen_by="random")
        for one in images
    ]
    catalogue.commands.answer_images(question_id, given)
    return question_id


def ask_for_maps(catalogue: Catalogue) -> int:
    """One question."""
    catalogue.commands.add_question("a map?", help_text="also sketches of one", cost_missed_yes=4)
    return catalogue.questions.all()[0].id
