"""Evaluating as a person does it: a real catalogue, real reports, real work in a process."""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from db.catalogue import Catalogue
from db.records import FoundKeyword, ImageFilter, ScannedImage
from engine.archive.thumbnails import make_thumbnail
from engine.evaluation.report.figures import FIGURES, WORDS
from engine.evaluation.report.records import EvaluationReport
from engine.jobs.encode import open_features
from engine.jobs.evaluate import evaluate
from engine.jobs.progress import NeverCancelled, run_job
from engine.jobs.references import DEFAULT_SUGGESTER
from engine.suggesters.registry import SUGGESTERS
from gui import theme
from gui.context import CatalogueContext, open_context
from gui.models.figures import in_two_lines
from gui.models.reports import new_report_folder, stored_reports
from gui.pages.evaluate import EvaluatePage
from gui.suggester_words import TITLES, suggester_title
from gui.tasks import TaskState
from gui.widgets.evaluate_drawing import PLOT_WORDS
from gui.widgets.evaluate_plots import plots
from gui.work import CatalogueWork

SUBJECTS = ("truck", "ship", "tank", "house")
SIZE = 12
LABELLED = 90
OLDER, NEWER = "20240102T101500Z", "20240305T120000Z"
EVALUATED = (DEFAULT_SUGGESTER, "1-nn")

MakePage = Callable[[Path], EvaluatePage]


@pytest.fixture(autouse=True)
def british_numbers(qapp: object) -> Iterator[None]:
    """Numbers as in Britain, whatever the machine's language is."""
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


def make_catalogue(folder: Path, labelled: int, *, encoded: bool = True) -> Path:
    """Pictures of four subjects with invented features, thumbnails and labels."""
    rng = np.random.default_rng(1)
    archive = folder / "archive"
    archive.mkdir(parents=True)
    path = folder / "small.nabolag.sqlite"
    with Catalogue.create(path, archive, curator="Kari") as catalogue:
        subjects = rng.integers(0, len(SUBJECTS), labelled + 5)
        hashes = [hashlib.sha256(str(number).encode()).digest() for number in range(len(subjects))]
        catalogue.commands.import_images(
            [
                ScannedImage(
                    f"{SUBJECTS[subject]}/{number:03d}.png".encode(),
                    hashes[number],
                    1,
                    1,
                    width_px=40,
                    height_px=30,
                    format="PNG",
                    keywords=keywords_of(number, int(subject)) if number < labelled else (),
                )
                for number, subject in enumerate(subjects)
            ]
        )
        pixels = np.full((30, 40, 3), 120, dtype=np.uint8)
        catalogue.thumbnails.put_many((one, make_thumbnail(pixels)) for one in hashes)
        if encoded:
            catalogue.settings.set("encoder.name", "built-in")
            catalogue.settings.set("encoder.fingerprint", "f" * 64)
            store = open_features(catalogue)
            assert store is not None
            middles = rng.standard_normal((len(SUBJECTS), SIZE))
            vectors = middles[subjects] + 0.9 * rng.standard_normal((len(subjects), SIZE))
            vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
            store.append(hashes, vectors.astype(np.float32))
    return path


def keywords_of(number: int, subject: int) -> tuple[FoundKeyword, ...]:
    """The subject; every third image is "old" too."""
    names = [SUBJECTS[subject], *(["old"] if number % 3 == 0 else [])]
    return tuple(FoundKeyword((name,), "csv") for name in names)


@pytest.fixture(scope="module")
def evaluated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue with a report that the real job wrote, and an older one that was worse."""
    path = make_catalogue(tmp_path_factory.mktemp("evaluated"), LABELLED)
    with Catalogue.open(path, curator="Kari") as catalogue:
        reports = catalogue.folder / "reports"
        run_job(
            evaluate(
                catalogue,
                cancel=NeverCancelled(),
                suggesters=EVALUATED,
                out_dir=reports / NEWER,
                minimum_images=5,
            )
        )
    shutil.copytree(reports / NEWER, reports / OLDER)
    document = json.loads((reports / OLDER / "report.json").read_text(encoding="utf-8"))
    (neighbors,) = [
        one for one in document["report"]["suggesters"] if one["name"] == DEFAULT_SUGGESTER
    ]
    neighbors["metrics"]["micro"]["f_score"] = {"value": 0.2, "low": 0.15, "high": 0.25}
    document["report"]["suggesters"] = [neighbors]
    (reports / OLDER / "report.json").write_text(json.dumps(document), encoding="utf-8")
    return path


@pytest.fixture
def make_page(qapp: object, qtbot: QtBot) -> Iterator[MakePage]:
    """Opens a catalogue and shows its Evaluate page."""
    opened: list[tuple[EvaluatePage, CatalogueContext]] = []

    def make(path: Path) -> EvaluatePage:
        context = open_context(Catalogue.open(path, curator="Kari"))
        CatalogueWork(context, context.hub)
        page = EvaluatePage(context)
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


@pytest.fixture
def catalogue_copy(evaluated: Path, tmp_path: Path) -> Path:
    """The evaluated catalogue, for a test to change."""
    shutil.copytree(evaluated.parent, tmp_path / "copy")
    return tmp_path / "copy" / evaluated.name


def with_report(make_page: MakePage, path: Path, qtbot: QtBot) -> EvaluatePage:
    page = make_page(path)
    qtbot.waitUntil(lambda: page.report is not None and page.tabs.isVisible(), timeout=10_000)
    return page


def context_of(page: EvaluatePage) -> CatalogueContext:
    context = page._context
    assert isinstance(context, CatalogueContext)
    return context


def report_of(page: EvaluatePage) -> EvaluationReport:
    assert page.report is not None
    return page.report


# The report


def test_the_newest_report_is_shown_with_the_best_suggester_chosen(
    make_page: MakePage, evaluated: Path, qtbot: QtBot
) -> None:
    page = with_report(make_page, evaluated, qtbot)

    report = report_of(page)
    best = max(report.suggesters, key=lambda one: one.metrics.micro.f_score.value)
    assert page.chosen == best.name
    assert page.reports.count() == 2
    actions = best.actions
    assert f"types {actions.typed:.1f} labels per image" in page.overview.work.text()
    assert f"{actions.keys_typing_everything:.1f} when typing everything" in (
        page.overview.work.text()
    )
    assert f"{report.data.test} labelled images" in page.overview.data.text()
    assert f"{best.metrics.prevalence * 100:.1f} % belong" in page.overview.data.text()


def test_every_figure_is_in_the_table_and_a_heading_sorts_by_it(
    make_page: MakePage, evaluated: Path, qtbot: QtBot
) -> None:
    page = with_report(make_page, evaluated, qtbot)
    table, report = page.overview.table, report_of(page)

    shown = {row[0]: row for row in table.texts()}
    assert set(shown) == {suggester_title(one.name) for one in report.suggesters}
    for one in report.suggesters:
        row, micro = shown[suggester_title(one.name)], one.metrics.micro
        wanted = (micro.f_score, micro.recall, micro.precision, one.metrics.subset_accuracy)
        assert row[1:5] == [f"{estimate.value * 100:.1f} %" for estimate in wanted]
        assert row[11] == f"{one.actions.keys:.1f}"
    header = table.horizontalHeader()
    position = header.sectionViewportPosition(3) + 20
    for _click in range(2):
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(position, 20))
        precisions = [float(row[3].removesuffix(" %")) for row in table.texts()]
        falling = header.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder
        assert precisions == sorted(precisions, reverse=falling)


def test_averages_can_be_chosen(make_page: MakePage, evaluated: Path, qtbot: QtBot) -> None:
    page = with_report(make_page, evaluated, qtbot)
    page.overview.averages.setCurrentIndex(1)

    one = report_of(page).suggester(DEFAULT_SUGGESTER)
    assert one is not None
    rows = {row[0]: row for row in page.overview.table.texts()}
    assert rows[suggester_title(one.name)][1] == f"{one.metrics.macro.f_score.value * 100:.1f} %"


def test_choosing_a_suggester_is_followed_by_every_tab(
    make_page: MakePage, evaluated: Path, qtbot: QtBot
) -> None:
    page = with_report(make_page, evaluated, qtbot)
    other = next(one for one in report_of(page).suggesters if one.name != page.chosen)

    page.overview.table.choose(other.name)

    assert page.chosen == other.name
    assert page.suggesters.currentData() == other.name
    assert suggester_title(other.name) in page.overview.work.text()
    assert page.labels.heading.text() == suggester_title(other.name)
    table = {row[0]: row for row in page.labels.table.texts()}
    for label in other.labels:
        assert table[label.label][1] == str(label.support)


def test_a_suggester_is_put_to_use_from_the_table(
    make_page: MakePage, evaluated: Path, qtbot: QtBot
) -> None:
    page = with_report(make_page, evaluated, qtbot)
    page.overview.table.choose(DEFAULT_SUGGESTER)
    assert page.overview.use_button.text() == "Makes the suggestions now"
    assert not page.overview.use_button.isEnabled()

    page.overview.table.choose("1-nn")
    assert page.overview.use_button.text() == "Suggest with “Most similar image”"
    with qtbot.waitSignal(context_of(page).navigator.suggester_requested) as asked:
        qtbot.mouseClick(page.overview.use_button, Qt.MouseButton.LeftButton)
    assert asked.args == ["1-nn"]
    assert not page.overview.use_button.isEnabled()


def test_a_version_of_the_names_is_put_to_use_with_its_suggester(
    make_page: MakePage, evaluated: Path, qtbot: QtBot
) -> None:
    page = with_report(make_page, evaluated, qtbot)
    name = "language-image (manual names)"
    assert suggester_title(name) == "Names of labels (manual names)"
    assert suggester_title("fish (or so)") == "fish (or so)"

    with qtbot.waitSignal(context_of(page).navigator.suggester_requested) as asked:
        page.overview.use_requested.emit(name)

    assert asked.args == ["language-image"]
    settings = context_of(page).catalogue.settings
    qtbot.waitUntil(lambda: settings.get("language.names") == "manual")
    settings.set("language.names", "best")


def test_labels_are_found_by_typing_and_open_the_library(
    make_page: MakePage, evaluated: Path, qtbot: QtBot
) -> None:
    page = with_report(make_page, evaluated, qtbot)
    page.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_F)
    assert page.tabs.currentWidget() is page.labels
    total = len(report_of(page).suggesters[0].labels)
    assert page.labels.count.text() == f"{total} labels"

    qtbot.keyClicks(page.labels.filter, "TRU")
    assert [row[0] for row in page.labels.table.texts()] == ["truck"]
    assert page.labels.count.text() == f"1 of {total} labels"

    page.labels.table.selectRow(0)
    with qtbot.waitSignal(context_of(page).navigator.library_requested) as asked:
        qtbot.keyClick(page.labels.table, Qt.Key.Key_Return)
    label = context_of(page).catalogue.labels.find("truck")
    assert label is not None
    assert asked.args == [ImageFilter(label_ids=(label.id,))]


def test_a_worst_mistake_opens_in_review(
    make_page: MakePage, evaluated: Path, qtbot: QtBot
) -> None:
    page = with_report(make_page, evaluated, qtbot)
    page.tabs.setCurrentWidget(page.mistakes)
    one = report_of(page).suggester(page.chosen)
    assert one is not None
    assert one.errors
    qtbot.waitUntil(lambda: len(page.mistakes.cards) == len(one.errors))
    qtbot.waitUntil(lambda: all(not card.picture.icon().isNull() for card in page.mistakes.cards))
    card = page.mistakes.cards[0]
    assert card.error.label in card.sentence.text()

    with qtbot.waitSignal(context_of(page).navigator.review_requested) as asked:
        qtbot.mouseClick(card.picture, Qt.MouseButton.LeftButton)
    assert asked.args == [[card.error.image_id]]


def test_plots_are_drawn_beside_the_window_with_their_figures(
    make_page: MakePage, evaluated: Path, qtbot: QtBot
) -> None:
    page = with_report(make_page, evaluated, qtbot)
    page.tabs.setCurrentWidget(page.plots)
    pictures = []
    for row, plot in enumerate(plots()):
        page.plots.choice.setCurrentRow(row)
        qtbot.waitUntil(lambda: page.plots.view.is_drawn, timeout=20_000)
        pictures.append(page.plots.view.picture())
        assert page.plots.table.texts(), plot.name
        assert plot.title in page.plots.view.accessibleName()
    ratio = page.devicePixelRatioF()
    assert pictures[-1].width() == round(page.plots.view.width() * ratio)
    assert len({bytes(one.constBits()) for one in pictures}) == len(pictures)


def test_a_plot_follows_the_theme(make_page: MakePage, evaluated: Path, qtbot: QtBot) -> None:
    application = theme.application()
    theme.apply(application, "dark")
    page = with_report(make_page, evaluated, qtbot)
    page.tabs.setCurrentWidget(page.plots)
    qtbot.waitUntil(lambda: page.plots.view.is_drawn, timeout=20_000)
    assert page.plots.view.picture().pixelColor(2, 2).name() == theme.DARK.surface

    theme.apply(application, "light")
    qtbot.waitUntil(lambda: page.plots.view.is_drawn, timeout=20_000)
    assert page.plots.view.picture().pixelColor(2, 2).name() == theme.LIGHT.surface


def test_two_reports_stand_side_by_side(make_page: MakePage, evaluated: Path, qtbot: QtBot) -> None:
    page = with_report(make_page, evaluated, qtbot)
    page.tabs.setCurrentWidget(page.compare)
    qtbot.waitUntil(lambda: len(page.compare.table.texts()) == len(EVALUATED))

    rows = {row[0]: row for row in page.compare.table.texts()}
    new = report_of(page).suggester(DEFAULT_SUGGESTER)
    assert new is not None
    score = new.metrics.micro.f_score.value * 100
    assert rows[suggester_title(DEFAULT_SUGGESTER)][1] == f"20.0 → {score:.1f} %"
    assert rows[suggester_title("1-nn")][1].startswith("– → ")
    qtbot.waitUntil(
        lambda: page.compare.left.is_drawn and page.compare.right.is_drawn, timeout=20_000
    )
    assert page.compare.left_heading.text() == page.reports.itemText(1)
    assert page.compare.right_heading.text() == page.reports.itemText(0)


def test_an_earlier_report_can_be_read(make_page: MakePage, evaluated: Path, qtbot: QtBot) -> None:
    page = with_report(make_page, evaluated, qtbot)
    page.reports.setCurrentIndex(1)
    page.reports.activated.emit(1)

    qtbot.waitUntil(lambda: len(report_of(page).suggesters) == 1)
    assert page.overview.table.texts()[0][1] == "20.0 %"


def test_a_damaged_report_is_said_and_the_others_stay(
    make_page: MakePage, catalogue_copy: Path, qtbot: QtBot
) -> None:
    with Catalogue.open(catalogue_copy) as catalogue:
        newest = stored_reports(catalogue.folder)[0]
    (newest.folder / "report.json").write_text('{"format": 1', encoding="utf-8")
    page = make_page(catalogue_copy)

    qtbot.waitUntil(lambda: "not a report" in page.empty.sentence.text())
    page.reports.setCurrentIndex(1)
    page.reports.activated.emit(1)
    qtbot.waitUntil(lambda: page.report is not None)


def test_a_report_is_saved_where_a_person_says_but_never_in_the_archive(
    make_page: MakePage, evaluated: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    page = with_report(make_page, evaluated, qtbot)
    page.save_to(str(tmp_path))
    qtbot.waitUntil(page.notice.isVisible)

    (saved,) = tmp_path.glob("nabolag-report-*")
    assert str(saved) in page.notice.sentence.text()
    kinds = {path.suffix for path in saved.iterdir()}
    assert {".html", ".json", ".png", ".svg"} <= kinds

    page.notice.close_notice()
    archive = evaluated.parent / "archive"
    page.save_to(str(archive))
    qtbot.waitUntil(page.notice.isVisible)
    assert "choose another" in page.notice.sentence.text()
    assert list(archive.glob("nabolag*")) == []


# A new evaluation


def test_without_a_report_it_asks_what_to_evaluate(
    make_page: MakePage, tmp_path: Path, qtbot: QtBot
) -> None:
    page = make_page(make_catalogue(tmp_path / "new", LABELLED))
    qtbot.waitUntil(page.setup.isVisible)

    assert set(page.setup.boxes) == set(SUGGESTERS)
    assert not page.setup.back.isVisible()
    page.setup.choose(())
    assert not page.setup.start.isEnabled()
    assert page.setup.problem.text() == "Choose at least one suggester."
    page.setup.choose(["1-nn"])
    page.setup.from_file.setChecked(True)
    assert not page.setup.start.isEnabled()
    page.setup.file.setText(str(tmp_path / "none.csv"))
    assert "There is no file" in page.setup.problem.text()


@pytest.mark.parametrize(
    ("labelled", "encoded", "sentence", "button"),
    [
        (12, True, "12 images have labels. From 50 on", "Go to the library"),
        (LABELLED, False, "not encoded yet", "Encode images"),
    ],
)
def test_what_is_missing_is_said_with_one_thing_to_do(
    make_page: MakePage,
    tmp_path: Path,
    qtbot: QtBot,
    labelled: int,
    encoded: bool,
    sentence: str,
    button: str,
) -> None:
    page = make_page(make_catalogue(tmp_path / "few", labelled, encoded=encoded))
    qtbot.waitUntil(lambda: sentence in page.empty.sentence.text())

    assert page.empty.button.text() == button
    navigator = context_of(page).navigator
    signal = navigator.library_requested if encoded else navigator.work_requested
    with qtbot.waitSignal(signal):
        qtbot.mouseClick(page.empty.button, Qt.MouseButton.LeftButton)


def test_evaluates_in_the_background_by_a_table_and_shows_the_report(
    make_page: MakePage, catalogue_copy: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    page = with_report(make_page, catalogue_copy, qtbot)
    with Catalogue.open(catalogue_copy) as catalogue:
        catalogue.settings.set("evaluate.minimum_images", 5)
        files = [image.path for image in catalogue.images.get_many(catalogue.images.ids())]
    split = tmp_path / "split.csv"
    parts = ("train", "train", "train", "validation", "test")
    lines = [f"{file},{parts[number % 5]}" for number, file in enumerate(files)]
    split.write_text("\n".join(["file,split", *lines]) + "\n", encoding="utf-8")
    page.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_N)
    page.setup.choose(["1-nn"])
    page.setup.from_file.setChecked(True)
    page.setup.file.setText(str(split))

    qtbot.mouseClick(page.setup.start, Qt.MouseButton.LeftButton)
    assert not page.setup.start.isEnabled()
    assert page.setup.status.text()
    # The window goes on meanwhile.
    qtbot.mouseClick(page.setup.back, Qt.MouseButton.LeftButton)
    assert page.tabs.isVisible()
    qtbot.waitUntil(lambda: page.reports.count() == 3, timeout=60_000)
    qtbot.waitUntil(lambda: page.report is not None and len(page.report.suggesters) == 1)

    assert report_of(page).data.split_file == "split.csv"
    assert "Divided as split.csv says." in page.overview.data.text()
    assert page.chosen == "1-nn"


def test_a_stopped_evaluation_leaves_no_report(
    make_page: MakePage, tmp_path: Path, qtbot: QtBot
) -> None:
    page = make_page(make_catalogue(tmp_path / "stopped", LABELLED))
    qtbot.waitUntil(page.setup.isVisible)
    page.setup.start.click()
    task = context_of(page).tasks.find("evaluate")
    assert task is not None
    with qtbot.waitSignal(task.ended, timeout=10_000):
        task.cancel()

    assert task.state is TaskState.CANCELLED
    assert page.setup.start.isEnabled()
    assert stored_reports(context_of(page).catalogue.folder) == []


# Words


def test_every_suggester_and_every_word_of_a_plot_is_in_plain_words() -> None:
    assert set(SUGGESTERS) == set(TITLES)
    assert set(PLOT_WORDS) == set(WORDS)
    assert {plot.name for plot in plots()} == set(FIGURES)


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Overall score", "Overall\nscore"),
        ("Keys per image", "Keys per\nimage"),
        ("Score", "Score"),
        ("Sensitivity", "Sensitivity"),
    ],
)
def test_headings_are_broken_near_their_middle(title: str, shown: str) -> None:
    assert in_two_lines(title) == shown


def test_no_two_reports_share_a_folder(tmp_path: Path) -> None:
    first = new_report_folder(tmp_path)
    first.mkdir(parents=True)
    (first / "report.json").write_text("{}", encoding="utf-8")
    second = new_report_folder(tmp_path)
    assert first != second
    second.mkdir()
    (second / "report.json").write_text("{}", encoding="utf-8")
    (tmp_path / "reports" / "notes").mkdir()
    assert {one.folder for one in stored_reports(tmp_path)} == {first, second}


def test_every_control_of_the_page_speaks(
    make_page: MakePage, evaluated: Path, qtbot: QtBot
) -> None:
    page = with_report(make_page, evaluated, qtbot)
    page.tabs.setCurrentWidget(page.mistakes)
    qtbot.waitUntil(lambda: bool(page.mistakes.cards))

    silent = [
        button
        for button in page.findChildren(QAbstractButton)
        if button.isVisible()
        and not (button.text() or button.accessibleName())
        and not button.objectName().startswith("qt_")
    ]
    assert [type(one.parent()).__name__ for one in silent] == []
