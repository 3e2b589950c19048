"""Reports on the Evaluate page: tables, plots, mistakes, and two side by side."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from db.catalogue import Catalogue
from db.records import ImageFilter
from engine.answers.references import DEFAULT_SUGGESTER
from gui.evaluate.plots import plots
from gui.models.reports import stored_reports
from gui.style import theme
from gui.words.suggesters import suggester_title
from tests.gui.evaluate.conftest import (
    EVALUATED,
    MakePage,
    context_of,
    report_of,
    with_report,
)


def test_the_newest_report_is_shown_with_the_best_suggester_chosen(
    make_page: MakePage, evaluated: Path, qtbot: QtBot
) -> None:
    page = with_report(make_page, evaluated, qtbot)

    report = report_of(page)
    best = max(report.suggesters, key=lambda one: one.metrics.micro.f_score.value)
    assert page.chosen == best.name
    assert page.reports.count() == 2
    actions = best.actions
    assert f"types {actions.typed:.1f} labels per image" in page.overview.data.text()
    data = report.data
    assert page.overview.work.text().endswith(
        f"for {data.labels} labels with at least {data.minimum_images} images."
    )
    assert f"about {actions.keys_by_grid:.1f} keys an image label by label in a grid" in (
        page.overview.work.text()
    )
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
        assert one.f_score_at_common is not None
        for column, estimate in (
            (1, micro.f_score),
            (2, one.f_score_at_common),
            (5, micro.recall),
            (6, micro.precision),
            (7, one.metrics.subset_accuracy),
            (9, micro.average_precision),
        ):
            assert estimate is not None
            assert row[column] == f"{estimate.value * 100:.1f} %"
        assert row[10] == f"{one.metrics.prevalence * 100:.1f} %"
        assert row[3:5] == [f"{one.actions.keys_by_grid:.1f}", f"{one.actions.keys:.1f}"]
    header = table.horizontalHeader()
    position = header.sectionViewportPosition(6) + 20
    for _click in range(2):
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(position, 20))
        precisions = [float(row[6].removesuffix(" %")) for row in table.texts()]
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
        row, area = table[label.label], label.average_precision
        assert row[1] == str(label.support)
        assert area is not None
        assert row[7] == f"{area.value * 100:.1f} %"
        assert row[8] == f"{label.support / report_of(page).data.test * 100:.1f} %"


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

    # The last plot is by label: a row shows its label alone, the plot's name all of them again.
    all_labels, label = pictures[-1], page.plots.table.texts()[1][0]
    page.plots.table.selectRow(1)
    qtbot.waitUntil(lambda: page.plots.view.is_drawn, timeout=20_000)
    assert page.plots.view.accessibleName().endswith(f": {label}")
    assert page.plots.view.picture() != all_labels
    item = page.plots.choice.visualItemRect(page.plots.choice.currentItem())
    qtbot.mouseClick(page.plots.choice.viewport(), Qt.MouseButton.LeftButton, pos=item.center())
    qtbot.waitUntil(lambda: page.plots.view.is_drawn, timeout=20_000)
    assert page.plots.view.picture() == all_labels


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
