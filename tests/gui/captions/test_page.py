"""The Captions page: what is missing, the report, the map under mouse and keys."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.catalogue import Catalogue
from db.records import ScannedImage
from engine.evaluation.retrieval.encoders import EncoderComparison, RankChange
from gui.captions.map_view import MapView
from gui.captions.page import CaptionsPage
from tests.gui.captions.conftest import (
    MakePage,
    add_second_encoder,
    context_of,
    encode_by_encoder,
    make_catalogue,
)


def with_report(make_page: MakePage, path: Path, qtbot: QtBot) -> CaptionsPage:
    page = make_page(path)
    qtbot.waitUntil(lambda: page.report is not None and page.map.map is not None, timeout=10_000)
    return page


def test_without_captions_the_page_takes_some_in(
    make_page: MakePage, tmp_path: Path, qtbot: QtBot
) -> None:
    page = make_page(make_catalogue(tmp_path, captions=False))
    qtbot.waitUntil(lambda: "No image has a caption" in page.empty.sentence.text())
    table = tmp_path / "captions.csv"
    table.write_text("file,caption\nship/01.png,A ship at sea\n", encoding="utf-8")

    page.take_captions(str(table))

    qtbot.waitUntil(lambda: "1 caption: " in page.empty.sentence.text(), timeout=30_000)
    assert page.empty.button.text() == "Measure"
    assert page.measure_button.isEnabled()


def test_titles_become_captions_where_there_are_no_captions(
    make_page: MakePage, tmp_path: Path, qtbot: QtBot
) -> None:
    path = make_catalogue(tmp_path, captions=False)
    with Catalogue.open(path, curator="Kari") as catalogue:
        image = catalogue.images.get(1)
        titled = ScannedImage(image.path_bytes, image.content_hash, 1, 1, title="A ship at sea")
        catalogue.commands.import_images([titled])
    page = make_page(path)
    qtbot.waitUntil(lambda: page.empty.button.text() == "Make captions of titles")
    assert "1 image has a title" in page.empty.sentence.text()
    assert page.import_button.isVisible()
    with qtbot.waitSignal(context_of(page).navigator.work_requested) as asked:
        qtbot.keyClick(page, Qt.Key.Key_W)
    assert asked.args == ["read-text"]

    page.empty.button.click()

    qtbot.waitUntil(lambda: "1 caption: " in page.empty.sentence.text(), timeout=30_000)


def test_without_features_the_images_are_encoded_first(
    make_page: MakePage, tmp_path: Path, qtbot: QtBot
) -> None:
    page = make_page(make_catalogue(tmp_path, encoded=False))
    qtbot.waitUntil(lambda: page.empty.button.text() == "Encode images")
    with qtbot.waitSignal(context_of(page).navigator.work_requested) as asked:
        page.empty.button.click()
    assert asked.args == ["encode"]


def test_the_newest_report_says_what_the_captions_are(
    make_page: MakePage, measured: Path, qtbot: QtBot
) -> None:
    page = with_report(make_page, measured, qtbot)

    assert page.report is not None
    assert page.overview.verdict.text().startswith("The captions are ")
    assert "60 captions on 60 images: English 60" in page.overview.counts.text()
    rows = page.overview.table.texts()
    assert [row[0] for row in rows] == ["Captions by their image", "Images by their caption"]
    assert rows[0][1] == "60"
    assert float(rows[0][2]) > float(rows[0][3]), "above chance"
    groups = [row[:3] for row in page.gap.table.texts()]
    assert groups[0] == ["all images", "", "60"]
    assert ["ship", "folder", "20"] in groups


def test_measuring_runs_once_as_a_task(
    make_page: MakePage, catalogue_copy: Path, qtbot: QtBot
) -> None:
    page = with_report(make_page, catalogue_copy, qtbot)
    tasks = context_of(page).tasks
    page.measure_button.click()
    qtbot.waitUntil(lambda: tasks.find("evaluate-captions") is not None)
    assert not page.measure_button.isEnabled()
    page.measure()
    assert len(tasks.tasks) == 1
    tasks.tasks[0].cancel()
    qtbot.waitUntil(page.measure_button.isEnabled, timeout=10_000)
    assert page.report is not None


def test_a_point_tells_of_itself_and_opens_its_image(
    make_page: MakePage, measured: Path, qtbot: QtBot
) -> None:
    page = with_report(make_page, measured, qtbot)
    page.tabs.setCurrentWidget(page.map)
    view = page.map.view
    assert len(view.points) == 120

    at = view.place_of(70).toPoint()
    qtbot.mouseMove(view, at)
    qtbot.waitUntil(lambda: view.current >= 0)
    point = view.points[view.current]
    assert page.map.card.isVisible()
    qtbot.waitUntil(lambda: not page.map.card.picture.pixmap().isNull())
    subject = point.folder
    assert f"a {subject} in picture {subject}/" in page.map.card.text.text()
    partner = view.points[view.partner(view.current)]
    assert (partner.image_id, bool(partner.text)) == (point.image_id, not point.text)

    with qtbot.waitSignal(context_of(page).navigator.review_requested) as asked:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=at)
    assert asked.args == [[view.points[view.current].image_id]]


def wheel(view: MapView, at: QPoint, steps: int) -> None:
    event = QWheelEvent(
        QPointF(at),
        QPointF(view.mapToGlobal(at)),
        QPoint(),
        QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


def test_the_map_is_zoomed_and_gone_through_without_a_mouse(
    make_page: MakePage, measured: Path, qtbot: QtBot
) -> None:
    page = with_report(make_page, measured, qtbot)
    page.tabs.setCurrentWidget(page.map)
    view = page.map.view
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Right)
    first = view.current
    assert first >= 0
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.current != first
    assert view.place_of(view.current).x() > view.place_of(first).x()

    spread = (view.place_of(0) - view.place_of(1)).manhattanLength()
    place = view.place_of(5).toPoint()
    wheel(view, place, 3)
    assert (view.place_of(0) - view.place_of(1)).manhattanLength() > 1.5 * spread
    assert (view.place_of(5) - QPointF(place)).manhattanLength() < 6, "zooms at the pointer"
    qtbot.keyClick(view, Qt.Key.Key_0)
    with qtbot.waitSignal(context_of(page).navigator.review_requested):
        qtbot.keyClick(view, Qt.Key.Key_Return)


def test_colours_and_groups_follow_what_is_chosen(
    make_page: MakePage, measured: Path, qtbot: QtBot
) -> None:
    page = with_report(make_page, measured, qtbot)
    panel = page.map
    titles = [panel.legend.item(row).text() for row in range(panel.legend.count())]
    assert titles == ["All groups", "ship  40", "tank  40", "truck  40"]
    panel.legend.setCurrentRow(1)
    assert panel.view.highlighted == 0
    panel.colouring.setCurrentIndex(1)
    assert panel.view.highlighted == -1
    assert [panel.legend.item(row).text() for row in range(2)] == ["All groups", "English  120"]
    panel.method_buttons["pca"].click()
    qtbot.waitUntil(lambda: panel.map is not None and panel.map.method == "pca")
    assert not panel.method_buttons["umap"].isEnabled()


def test_two_encoders_stand_side_by_side(
    make_page: MakePage, catalogue_copy: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_second_encoder(catalogue_copy)
    monkeypatch.setattr("engine.answers.text_encoder.TextEncoder.encode", encode_by_encoder)
    page = with_report(make_page, catalogue_copy, qtbot)
    panel = page.galleries
    page.tabs.setCurrentWidget(panel)
    qtbot.waitUntil(lambda: len(panel.encoders) == 2 and panel.text.isVisible())
    assert [view.title.text() for view in panel.views] == ["Built-in encoder", "blind"]

    panel.text.setText("a ship")
    qtbot.keyClick(panel.text, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: all(view.shown() for view in panel.views), timeout=10_000)
    seen = panel.views[0].shown()
    qtbot.waitUntil(lambda: all("ship/" in picture.toolTip() for picture in seen[:5]))

    images = context_of(page).catalogue.images
    ids = images.ids()
    by_path = {image.path: image.id for image in images.get_many(ids)}
    change = RankChange("a truck in picture truck/00.png", by_path["truck/00.png"], 50.0, 2.0)
    panel.show_comparison(
        EncoderComparison(
            "built-in", "blind", 60, 60, 0.1, 0.4, 40, 10, (change,), (), trained=("blind",)
        )
    )
    assert "40 find their image further up with blind" in panel.status.text()
    assert "blind may have been trained on these captions" in panel.status.text()
    assert panel.changes.item(0).text().startswith("50 → 2 ")
    qtbot.waitUntil(lambda: "place" in panel.views[1].rank.text(), timeout=10_000)
    with qtbot.waitSignal(context_of(page).navigator.review_requested) as asked:
        panel.views[1].shown()[0].click()
    assert asked.args == [[panel.views[1].shown()[0].image_id]]
    panel.worse.click()
    assert panel.changes.count() == 0


def test_with_one_encoder_the_galleries_say_what_to_do(
    make_page: MakePage, measured: Path, qtbot: QtBot
) -> None:
    page = with_report(make_page, measured, qtbot)
    page.tabs.setCurrentWidget(page.galleries)
    qtbot.waitUntil(lambda: page.galleries.empty.button.text() == "Choose an encoder…")
    with qtbot.waitSignal(context_of(page).navigator.encoders_requested):
        page.galleries.empty.button.click()
