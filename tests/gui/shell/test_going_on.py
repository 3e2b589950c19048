"""Work that was cut short: reopened, the window says what is left, and one button finishes it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from db.catalogue import Catalogue
from engine.jobs.due import WorkLeft, work_left
from gui.models.new_catalogue import NewCatalogue
from gui.services.settings import Preferences
from gui.services.tasks import Task
from gui.shell.main_window import MainWindow
from gui.words.left import left_sentence

IMAGES = 36
LONG_MS = 110_000


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Enough files to be caught while they are read."""
    folder = tmp_path / "many"
    folder.mkdir()
    rng = np.random.default_rng(2)
    for number in range(IMAGES):
        pixels = rng.integers(0, 255, (24, 32, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(folder / f"{number:03d}.png")
    return folder


@pytest.fixture
def plan(tmp_path: Path, archive: Path) -> NewCatalogue:
    """A catalogue with two labelled images."""
    table = tmp_path / "words.csv"
    table.write_text("file,keywords\n000.png,truck\n001.png,truck\n")
    return NewCatalogue(
        tmp_path / "new.nabolag.sqlite", archive, "built-in", {"keywords_csv": table}
    )


@pytest.fixture
def open_again(qtbot: QtBot) -> Iterator[Callable[[Path], MainWindow]]:
    """Opens a catalogue in a new window."""
    windows: list[MainWindow] = []

    def opened(path: Path) -> MainWindow:
        window = MainWindow(Preferences())
        windows.append(window)
        window.show()
        with qtbot.waitSignal(window.session.opened, timeout=LONG_MS):
            window.session.open(path)
        return window

    yield opened
    for window in windows:
        window.close()
        window.deleteLater()


def cut_short(
    window: MainWindow, plan: NewCatalogue, qtbot: QtBot, stage: str, *, kill: bool
) -> None:
    """Make the catalogue, and leave when a stage of its work is on the way."""
    reached: list[Task] = []

    def watch(task: Task) -> None:
        def look() -> None:
            if task.progress is not None and task.progress.stage == stage and not reached:
                reached.append(task)
                if kill:
                    task._kill()

        task.changed.connect(look)

    window.session.opened.connect(lambda context: context.tasks.added.connect(watch))
    window.session.create(plan)
    qtbot.waitUntil(lambda: bool(reached), timeout=LONG_MS)
    window.close()


@pytest.mark.parametrize(
    ("stage", "kill"),
    [("looking-for-files", False), ("reading-images", True), ("encoding", False)],
)
def test_reopened_it_says_what_is_left_and_finishes_it(
    window: MainWindow,
    plan: NewCatalogue,
    open_again: Callable[[Path], MainWindow],
    qtbot: QtBot,
    stage: str,
    kill: bool,
) -> None:
    if stage == "looking-for-files":
        # Too short to be caught in a folder of some files: nothing has been done yet.
        Catalogue.create(plan.path, plan.archive_dir).close()
    else:
        cut_short(window, plan, qtbot, stage, kill=kill)
    with Catalogue.open(plan.path) as catalogue:
        left = work_left(catalogue, "1-nn")
    assert left.first_job == ("encode" if stage == "encoding" else "scan")
    if stage == "encoding":
        assert (left.is_read, left.unread) == (True, 0)
        assert left.not_encoded > 0

    again = open_again(plan.path)
    qtbot.waitUntil(again.notice.isVisible, timeout=LONG_MS)
    assert again.notice.sentence.text() == left_sentence(left)
    assert again.notice.button.text() == "Go on"
    again.notice.button.click()
    context = again.context
    assert context is not None
    qtbot.waitUntil(lambda: bool(context.tasks.tasks), timeout=LONG_MS)
    qtbot.waitUntil(
        lambda: not context.tasks.tasks and not work_left_now(plan.path).first_job, timeout=LONG_MS
    )
    assert again.task_bar.failures == []
    assert context.catalogue.images.count() == IMAGES
    again.close()

    once_more = open_again(plan.path)
    qtbot.wait(300)
    assert not once_more.notice.isVisible()


def work_left_now(path: Path) -> WorkLeft:
    with Catalogue.open(path) as catalogue:
        return work_left(catalogue, "1-nn")


@pytest.mark.parametrize(
    ("left", "sentence"),
    [
        (
            WorkLeft(False, 111, 489, False),
            "Not finished: 111 images not read yet, 489 images not encoded.",
        ),
        (WorkLeft(False, 1, 0, False), "Not finished: 1 image not read yet."),
        (WorkLeft(False, 0, 0, True), "Not finished: the folder of images not read to its end."),
        (WorkLeft(True, 0, 1, False), "Not finished: 1 image not encoded."),
        (WorkLeft(True, 0, 0, False), "Not finished: no suggestions made."),
        (
            WorkLeft(True, 0, 0, True, is_tuned=False),
            "Not finished: suggestions not yet fitted to this archive.",
        ),
    ],
)
def test_the_sentence(left: WorkLeft, sentence: str) -> None:
    assert left_sentence(left) == sentence


def test_while_it_is_being_read_for_the_first_time_nothing_is_offered(
    window: MainWindow, plan: NewCatalogue, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(window.session.created, timeout=LONG_MS):
        window.session.create(plan)
    done: list[bool] = []
    assert window.context is not None
    window.context.reads.submit(lambda: True, done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert window.notice.isHidden()
