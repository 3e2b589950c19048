"""What follows what: from a folder to suggestions without another click."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from engine.answers.recommended import RECOMMENDABLE
from engine.answers.references import DEFAULT_SUGGESTER, chosen_suggester
from engine.jobs.check import CheckSummary
from engine.jobs.encode import EncodeSummary
from engine.jobs.process import JobFailure, JobRequest
from engine.jobs.scan import ScanSummary
from engine.progress import Progress
from engine.suggesters.registry import SUGGESTERS
from gui.models.new_catalogue import NewCatalogue
from gui.services.tasks import Task, TaskState
from gui.shell.main_window import MainWindow
from gui.words.failures import cancelled_sentence, failure_sentence
from gui.words.jobs import done_sentence
from gui.words.progress import time_left
from messages.message import plain_text

OpenWindow = Callable[[], MainWindow]
LONG_MS = 110_000


def test_a_new_catalogue_is_read_encoded_and_suggested_for(
    window: MainWindow, archive_dir: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    table = tmp_path / "words.csv"
    table.write_text("file,keywords\ncars/kamaz.png,truck\ncars/ford.png,truck\n")
    plan = NewCatalogue(
        tmp_path / "new.nabolag.sqlite", archive_dir, "built-in", {"keywords_csv": table}
    )
    said: list[str] = []
    with qtbot.waitSignal(window.session.created):
        window.session.create(plan)
    context = window.context
    assert context is not None
    assert window.work is not None
    window.work.said.connect(said.append)

    qtbot.waitUntil(
        lambda: context.catalogue.suggestions.run() is not None or bool(window.task_bar.failures),
        timeout=LONG_MS,
    )
    qtbot.waitUntil(lambda: not context.tasks.tasks, timeout=LONG_MS)

    assert window.task_bar.failures == []
    assert said[0] == "6 images, 6 new, 1 unreadable"
    assert said[1].startswith("5 images encoded")
    assert said[2].endswith("drawn from 2 labelled ones.")
    assert window.notice.sentence.text() == "6 images, 1 cannot be shown"
    assert context.catalogue.images.count() == 6


def test_a_rescan_without_news_ends_there(
    window: MainWindow, open_window: OpenWindow, qtbot: QtBot
) -> None:
    open_window()
    context = window.context
    assert context is not None
    assert window.work is not None
    ended: list[str] = []
    context.tasks.ended.connect(lambda task: ended.append(task.job))
    window.work._tell_end(_finished(window, "scan", ScanSummary(files=6, unchanged=6)))

    assert context.tasks.tasks == []
    assert window.task_bar.last_sentence == "6 images"


def _finished(window: MainWindow, job: str, summary: object) -> Task:
    task = Task(JobRequest(job, None, ""), window)
    task.state, task.summary = TaskState.FINISHED, summary
    return task


def test_another_suggester_is_chosen_in_the_menu_remembered_and_used(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window()
    context = window.context
    assert context is not None
    assert window.work is not None
    tasks: list[Task] = []
    context.tasks.added.connect(tasks.append)
    menu = window.menus._suggesters
    menu.aboutToShow.emit()
    more = next(action.menu() for action in menu.actions() if action.text() == "More suggesters")
    folded = {str(action.data()): action for action in more.actions()}
    shown = {str(action.data()): action for action in menu.actions() if action.data()}
    assert tuple(shown) == RECOMMENDABLE
    assert shown[RECOMMENDABLE[0]].text() == "Mix of similar images (recommended)"
    assert "did best on images kept aside" in shown[RECOMMENDABLE[0]].toolTip()
    captions = next(
        action.menu() for action in menu.actions() if action.text().startswith("Images and")
    )
    by_captions = {str(action.data()): action for action in captions.actions()}
    assert set(by_captions) == {name for name, kind in SUGGESTERS.items() if kind.needs_texts}
    qtbot.waitUntil(lambda: captions.title().endswith("no image has a caption"))
    assert not captions.isEnabled()
    actions = {**shown, **folded, **by_captions}
    assert set(actions) == set(SUGGESTERS)
    assert [name for name, action in actions.items() if action.isChecked()] == [DEFAULT_SUGGESTER]

    other = next(name for name in ("1-nn", "neighbor-search") if name != DEFAULT_SUGGESTER)
    actions[other].trigger()

    qtbot.waitUntil(lambda: any(task.job == "suggest" for task in tasks))
    assert tasks[0].request.options == {"suggester": other}
    assert chosen_suggester(context.catalogue.settings) == other
    menu.aboutToShow.emit()
    more = next(action.menu() for action in menu.actions() if action.text() == "More suggesters")
    entries = [*menu.actions(), *more.actions()]
    assert [action.data() for action in entries if action.isChecked()] == [other]
    menu.actions()[-1].trigger()
    assert window.pages.current_id == "evaluate"


def test_what_was_stopped_and_what_failed_is_said_in_sentences(window: MainWindow) -> None:
    task = _finished(window, "encode", None)
    task.progress = Progress("encoding", 1200, 3439)
    task.failure = JobFailure(None, mendable=True, cancelled=True)
    assert cancelled_sentence(task) == (
        "Encode the images: stopped at 1,200 of 3,439; what is finished is kept."
    )
    task.failure = JobFailure(plain_text("The disk is full. Make room."), mendable=True)
    assert failure_sentence(task) == ("Encode the images: The disk is full. Make room.", "")
    task.failure = JobFailure(None, mendable=False, details="Traceback")
    sentence, details = failure_sentence(task)
    assert "What was finished is kept" in sentence
    assert details == "Traceback"


def test_work_that_changes_all_or_nothing_does_not_claim_to_have_kept_a_part(
    window: MainWindow,
) -> None:
    task = _finished(window, "export", None)
    task.progress = Progress("exporting", 1200, 3439)
    task.failure = JobFailure(plain_text("Nothing was written."), mendable=True, cancelled=True)
    assert cancelled_sentence(task) == "Export labels: Nothing was written."
    task.failure = JobFailure(None, mendable=True, cancelled=True)
    assert cancelled_sentence(task) == "Export labels: stopped before it changed anything."


def test_without_labels_it_says_what_is_missing_and_goes_on_to_the_next_work(
    window: MainWindow, open_window: OpenWindow, qtbot: QtBot
) -> None:
    open_window()
    context, work = window.context, window.work
    assert context is not None
    assert work is not None
    ids = context.catalogue.images.ids()
    labels = [label.id for label in context.catalogue.labels.all()]
    context.catalogue.commands.label_images(ids, remove=labels)
    tasks: list[Task] = []
    said: list[str] = []
    context.tasks.added.connect(tasks.append)
    work.said.connect(said.append)

    work._tell_end(_finished(window, "encode", EncodeSummary("built-in", "f" * 64, "float32")))

    qtbot.waitUntil(lambda: bool(tasks))
    assert [task.job for task in tasks] == ["queues"]
    assert said == [
        "All images were encoded already.",
        "Ready. Label some images, and the others get suggestions.",
    ]


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.2, "1 s left"),
        (42.4, "42 s left"),
        (150, "2 min left"),
        (3700, "1 h 2 min left"),
    ],
)
def test_time_left_is_as_rough_as_it_is_known(seconds: float, text: str) -> None:
    assert time_left(seconds) == text


def test_a_scan_is_summed_up_without_noughts() -> None:
    summary = ScanSummary(files=12_345, added=1, missing=2, problems=[("a", "b")])
    assert done_sentence("scan", summary) == "12,345 images, 1 new, 2 missing, 1 unreadable"
    assert done_sentence("scan", ScanSummary(files=1)) == "1 image"


def test_a_check_counts_whatever_is_wrong() -> None:
    assert done_sentence("check", CheckSummary(text_feature_shards=3)).startswith(
        "The catalogue is"
    )
    one = CheckSummary(text_features=[plain_text("The shard is damaged.")])
    assert done_sentence("check", one) == "The check found 1 problem."
    several = CheckSummary(
        features=[plain_text("a")], text_features=[plain_text("b")], missing=["c", "d"]
    )
    assert done_sentence("check", several) == "The check found 4 problems."
