"""The Labels page for tests: real catalogue, real features, names with known vectors."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from db.catalogue import Catalogue
from engine.archive.thumbnails import make_thumbnail
from gui.labels.change_dialogs import ChangeDialog
from gui.labels.page import LabelsPage
from gui.services.context import CatalogueContext, open_context
from tests.engine.conftest import SIZE, MadeCatalogue

SUBJECTS = ("lastebil", "skip", "hus", "fly")
IMAGES_EACH = 9


def direction(subject: int) -> np.ndarray:
    """Where the images of a subject lie."""
    return np.random.default_rng(subject).standard_normal(SIZE)


def fill(made: MadeCatalogue) -> None:
    """Four subjects on nine images each; the encoder takes the first one's name for the third's.

    "lastebil" lies under "kjøretøy", which no image carries; "skipp" is a slip of "skip".
    """
    rng = np.random.default_rng(5)
    subjects = [*np.repeat(range(len(SUBJECTS)), IMAGES_EACH), 1]
    keywords = [[SUBJECTS[subject]] for subject in subjects[:-1]]
    vectors = np.stack([direction(subject) for subject in subjects])
    vectors += 0.6 * rng.standard_normal(vectors.shape)
    contents = [f"image {number}" for number in range(len(subjects))]
    made.add_at_once(contents, vectors, [*keywords, ["skipet"]])
    made.catalogue.settings.set("language.archive", "nb")
    commands = made.catalogue.commands
    commands.create_label("kjøretøy")
    commands.set_parent(made.label("lastebil"), made.label("kjøretøy"))
    commands.set_english_name(made.label("skip"), "ship")
    commands.set_automatic_names({made.label("hus"): "house"}, "libretranslate example.org")
    made.name_vectors(
        {
            "lastebil": direction(2),
            "kjøretøy": direction(2),
            "ship": direction(1),
            "skip": direction(1),
            "skipet": direction(1),
            "house": direction(2),
            "fly": direction(3),
            "truck": direction(0),
            "lorry": direction(0),
            "plane": direction(3),
        }
    )


@pytest.fixture
def context(tmp_path: Path, qapp: object) -> Iterator[CatalogueContext]:
    """The catalogue of ``fill``, open for the window."""
    archive = tmp_path / "archive"
    archive.mkdir()
    with Catalogue.create(tmp_path / "made.nabolag.sqlite", archive, curator="Kari") as made:
        fill(MadeCatalogue(made))
        pixels = np.full((30, 40, 3), 120, dtype=np.uint8)
        made.thumbnails.put_many(
            (content_hash, make_thumbnail(pixels)) for _, content_hash in made.images.readable()
        )
    catalogue = Catalogue.open(tmp_path / "made.nabolag.sqlite", curator="Kari")
    opened = open_context(catalogue, catalogue.settings.all())
    yield opened
    opened.close()


MakePage = Callable[[CatalogueContext], LabelsPage]


@pytest.fixture
def make_page(qtbot: QtBot) -> Iterator[MakePage]:
    """Shows the Labels page of a catalogue and waits for its labels."""
    pages: list[LabelsPage] = []

    def make(context: CatalogueContext) -> LabelsPage:
        page = LabelsPage(context)
        pages.append(page)
        page.resize(1176, 740)
        page.show()
        page.activateWindow()
        page.activate()
        known = ("Reading the labels…", "")
        qtbot.waitUntil(lambda: bool(page.model.rows) or page.empty.sentence.text() not in known)
        return page

    yield make
    for page in pages:
        page.shutdown()
        page.close()
        page.deleteLater()


@pytest.fixture
def page(context: CatalogueContext, make_page: MakePage, qtbot: QtBot) -> LabelsPage:
    """The page with the figures of all names."""
    shown = make_page(context)
    # On a busy machine the labels themselves may not be there yet.
    qtbot.waitUntil(
        lambda: any(
            one.label.name == "fly" and one.figure is not None for one in shown.model.rows.values()
        ),
        timeout=10_000,
    )
    return shown


def row(page: LabelsPage, name: str) -> object:
    """What the page knows of a label."""
    return next(one for one in page.model.rows.values() if one.label.name == name)


def label_id(page: LabelsPage, name: str) -> int:
    return row(page, name).label.id  # type: ignore[attr-defined, no-any-return]


def stored(context: CatalogueContext, name: str) -> object:
    """The label as the catalogue has it."""
    found = context.catalogue.labels.find(name)
    assert found is not None
    return found


def go_to(page: LabelsPage, qtbot: QtBot, *names: str) -> None:
    """Select labels and let the page follow."""
    page.tree.select([label_id(page, name) for name in names])
    qtbot.waitUntil(lambda: len(page.selected_rows()) == len(names))
    qtbot.wait(5)
    page.tree.setFocus()


def names(page: LabelsPage) -> list[str]:
    """The labels that are shown at the top level, from top to bottom."""
    return [str(page.model.index(n, 0).data()) for n in range(page.model.rowCount())]


def dialog_of(page: LabelsPage, qtbot: QtBot) -> ChangeDialog:
    """The dialog that is open, once it has said what it would do."""
    qtbot.waitUntil(lambda: any(one.isVisible() for one in page.findChildren(QDialog)))
    (shown,) = [one for one in page.findChildren(ChangeDialog) if one.isVisible()]
    return shown


def confirm(dialog: ChangeDialog, qtbot: QtBot) -> None:
    """Press Enter once the dialog has said what it would do, and wait until it is done."""
    qtbot.waitUntil(dialog.button.isEnabled)
    with qtbot.waitSignal(dialog.changed, timeout=5000):
        qtbot.mouseClick(dialog.button, Qt.MouseButton.LeftButton)


def undo(context: CatalogueContext, qtbot: QtBot) -> None:
    """Take the last change back as the window does."""
    with qtbot.waitSignal(context.hub.changed, timeout=5000):
        context.run_command(context.catalogue.commands.undo)
