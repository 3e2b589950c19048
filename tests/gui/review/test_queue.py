"""Queues, pictures and messages of the Review page."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from db.catalogue import Catalogue
from db.duplicate_records import KeptImage
from engine.answers.current_encoder import FINGERPRINT_SETTING
from engine.jobs.suggest import suggest_labels
from engine.progress import NeverCancelled, run_job
from gui.review.empty import Offer
from gui.widgets.viewing.image_view import Detail
from tests.gui.review.conftest import CURATOR, QUERIES, Bench, fill


def test_the_whole_queue_and_nothing_left(bench: Bench) -> None:
    bench.use_queue()
    queue = bench.page.desk.queue
    total = len(queue)
    assert total >= len(QUERIES)
    bench.press(Qt.Key.Key_Space)
    bench.settle()
    for left in range(total, 1, -1):
        assert bench.page.bar.left.text() == f"{left} left"
        bench.press(Qt.Key.Key_Return)
        bench.settle()
    assert bench.page.desk.image_id == 0
    assert bench.page.empty.isVisible()
    assert f"You reviewed {total - 1} images" in bench.page.empty.sentence.text()
    assert "passed over 1 image" in bench.page.empty.sentence.text()
    QTest.mouseClick(bench.page.empty.button, Qt.MouseButton.LeftButton)
    bench.until(lambda: bench.page.desk.image_id and bench.page.desk.is_live)
    bench.settle()
    bench.press(Qt.Key.Key_Return)
    bench.settle()
    assert bench.page.empty.isVisible()
    assert f"You reviewed {total} images" in bench.page.empty.sentence.text()
    with bench.qtbot.waitSignal(bench.context.navigator.work_requested) as asked:
        QTest.mouseClick(bench.page.empty.button, Qt.MouseButton.LeftButton)
    assert asked.args == ["suggest"]


def test_the_end_of_a_queue_counts_what_its_last_image_got(bench: Bench) -> None:
    bench.show("q1.png")
    suggested = len(bench.page.panel.suggestions.rows)
    bench.press(Qt.Key.Key_Return)
    words = f"accepted {suggested} suggestion"
    bench.until(lambda: words in bench.page.empty.sentence.text())


def test_what_another_page_does_shows_here(bench: Bench) -> None:
    bench.show("q1.png", "q2.png", "q3.png")
    commands = bench.catalogue.commands
    truck = bench.label("truck")
    bench.context.run_command(lambda: commands.label_images([bench.image("q1.png")], add=[truck]))
    bench.settle()
    assert "truck" in bench.shown_labels()
    assert "truck" not in [row.label_name for row in bench.page.panel.suggestions.rows]
    bench.context.run_command(lambda: commands.mark_reviewed([bench.image("q2.png")], True))
    bench.settle()
    assert bench.page.bar.left.text() == "2 left"
    bench.press(Qt.Key.Key_Space)
    assert bench.page.desk.image_id == bench.image("q3.png")


def test_an_image_that_is_set_aside_leaves_the_queue_and_undo_brings_it_back(bench: Bench) -> None:
    bench.show("q1.png", "q2.png", "q3.png")
    commands = bench.catalogue.commands
    kept = KeptImage(bench.image("q1.png"), (bench.image("q2.png"),))
    bench.context.run_command(
        lambda: commands.set_aside([kept], hand_labels=False, hand_titles=False)
    )
    bench.settle()
    assert bench.page.bar.left.text() == "2 left"

    bench.context.run_command(commands.undo)
    bench.settle()
    assert bench.page.bar.left.text() == "3 left"

    bench.context.run_command(
        lambda: commands.set_aside([kept], hand_labels=False, hand_titles=False)
    )
    bench.settle()
    bench.press(Qt.Key.Key_Space)
    assert bench.page.desk.image_id == bench.image("q3.png")


def test_new_suggestions_keep_the_image_on_show(bench: Bench) -> None:
    bench.use_queue()
    bench.press(Qt.Key.Key_Space)
    bench.settle()
    image_id = bench.page.desk.image_id
    run_job(suggest_labels(bench.catalogue, cancel=NeverCancelled()))
    bench.context.hub.refreshed.emit()
    bench.settle()
    assert bench.page.desk.image_id == image_id
    assert bench.page.desk.rows


def test_suggestions_renewed_in_the_background_come_with_the_next_image(bench: Bench) -> None:
    bench.show("q1.png", "q2.png", "q4.png")
    bench.press(Qt.Key.Key_Space)
    bench.settle()
    before = [(row.digit, row.label_name, row.shown) for row in bench.page.desk.rows]
    assert before
    run = bench.catalogue.suggestions.run()
    assert run is not None
    none_reaches = type(run)(run.suggester, run.encoder, run.hyperparameters, 0.999)
    bench.catalogue.suggestions.replace_all(none_reaches, [])
    bench.context.hub.refresh(in_background=True)
    bench.settle()
    assert [(row.digit, row.label_name, row.shown) for row in bench.page.desk.rows] == before

    bench.press(Qt.Key.Key_Space)
    bench.until(lambda: bench.page.desk.is_live and not bench.page.desk.rows)
    assert bench.page.desk.image_id == bench.image("q4.png")
    bench.settle()
    bench.press(Qt.Key.Key_Backspace)
    assert bench.page.desk.image_id == bench.image("q2.png")


def test_first_suggestions_show_at_once_on_an_image_without_any(bench: Bench) -> None:
    run = bench.catalogue.suggestions.run()
    assert run is not None
    none_reaches = type(run)(run.suggester, run.encoder, run.hyperparameters, 0.999)
    bench.catalogue.suggestions.replace_all(none_reaches, [])
    bench.context.hub.refreshed.emit()
    bench.show("q1.png", "q2.png")
    assert not bench.page.desk.rows
    run_job(suggest_labels(bench.catalogue, cancel=NeverCancelled()))
    bench.context.hub.refresh(in_background=True)
    bench.until(lambda: bench.page.desk.rows)


def test_one_label_at_a_time(bench: Bench) -> None:
    bench.until(lambda: bench.page.vocabulary.is_loaded)
    bar = bench.page.bar
    bar.orders.setCurrentIndex(bar.orders.findData("by label"))
    bar.orders.activated.emit(bar.orders.currentIndex())
    bench.settle()
    assert bar.labels.isVisible()
    bar.labels.setCurrentIndex(bar.labels.findData(bench.label("kamaz")))
    bar.labels.activated.emit(bar.labels.currentIndex())
    bench.settle()
    kamaz = bench.label("kamaz")
    for image_id in [bench.page.desk.image_id, *bench.page.desk.queue.upcoming(9)]:
        open_labels = {one.label_id for one in bench.catalogue.suggestions.of_image(image_id)}
        assert kamaz in open_labels


def test_a_broken_file_says_why_and_can_still_be_labelled(bench: Bench) -> None:
    archive = bench.catalogue.archive_dir
    bench.show("tank2.png")  # the next picture may have been read while it was whole
    (archive / "q2.png").write_bytes(b"not an image at all")
    bench.show("q1.png", "q2.png")
    bench.press(Qt.Key.Key_Space)
    bench.until(lambda: bench.page.stage.view.message)
    assert "image" in bench.page.stage.view.message
    bench.settle()
    bench.accept("truck")
    bench.settle()
    assert bench.saved_labels("q2.png") == {"truck": "accepted"}
    bench.press(Qt.Key.Key_Backspace)
    bench.until(lambda: bench.page.stage.view.detail >= Detail.SCREEN)


def test_text_that_looks_like_html_is_shown_as_it_is(bench: Bench) -> None:
    bench.show("tank2.png")
    assert "<b>bold</b>" in bench.shown_labels()
    labels = bench.page.panel.labels
    index = labels.model().index(bench.shown_labels().index("<b>bold</b>"), 0)
    spoken = labels.model().data(index, Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "<b>bold</b>, imported"
    assert bench.window.grab().width() > 0


def test_the_next_pictures_are_decoded_before_they_are_asked_for(bench: Bench) -> None:
    bench.show("q1.png", "q2.png", "q3.png", "q4.png")
    second, third = bench.image("q2.png"), bench.image("q3.png")
    source = bench.page.source
    bench.until(lambda: source.picture(second) is not None and source.picture(third) is not None)
    bench.press(Qt.Key.Key_Space)
    assert bench.page.stage.view.image_id == second
    assert bench.page.stage.view.detail is Detail.SCREEN
    bench.until(lambda: source.picture(bench.image("q4.png")) is not None)
    assert source.picture(bench.image("q1.png")) is not None


@pytest.mark.parametrize(
    ("missing", "offer", "word"),
    [
        ("features", Offer.ENCODE, "encoded"),
        ("labels", Offer.LIBRARY, "labelled"),
        ("suggestions", Offer.SUGGEST, "No suggestions"),
    ],
)
def test_before_there_is_anything_to_review(
    tmp_path: Path,
    open_bench: Callable[[Path], Bench],
    missing: str,
    offer: Offer,
    word: str,
) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    path = tmp_path / "new.nabolag.sqlite"
    with Catalogue.create(path, archive, curator=CURATOR) as catalogue:
        fill(catalogue, archive)
        if missing == "features":
            catalogue.settings.set(FINGERPRINT_SETTING, None)
        if missing == "labels":
            everything = [label.id for label in catalogue.labels.all()]
            catalogue.commands.label_images(catalogue.images.ids(), remove=everything)
    bench = open_bench(path)
    assert bench.page.empty.isVisible()
    assert word in bench.page.empty.title.text()
    asked: list[object] = []
    bench.page.empty.offered.connect(asked.append)
    QTest.mouseClick(bench.page.empty.button, Qt.MouseButton.LeftButton)
    assert asked == [str(offer)]


def test_work_that_leads_to_suggestions_is_told_while_it_runs(
    tmp_path: Path, open_bench: Callable[[Path], Bench]
) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    path = tmp_path / "new.nabolag.sqlite"
    Catalogue.create(path, archive, curator=CURATOR).close()
    bench = open_bench(path)
    assert bench.page.empty.title.text() == "No images"
    task = bench.context.tasks.start("scan")
    assert bench.page.empty.title.text() == "The archive is being read"
    assert bench.page.bar.left.text() == "", "nobody knows yet how many there will be"
    bench.until(lambda: task.is_over)
    bench.until(lambda: bench.page.empty.title.text() == "No images")


def test_every_control_has_a_name_for_screen_readers(bench: Bench) -> None:
    bench.show("q1.png")
    page = bench.page
    for widget in (
        page.bar.orders,
        page.bar.labels,
        page.bar.next,
        page.bar.previous,
        page.stage.view,
        page.panel.labels,
        page.panel.suggestions,
        page.panel.entry,
        page.evidence.strip,
        page.stage.compare.together,
        page.stage.compare.close_button,
        page.stage.compare.entry,
    ):
        assert widget.accessibleName(), widget
    model = page.panel.suggestions.model()
    spoken = str(model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole))
    assert spoken.startswith("1: ")
    assert spoken.endswith("ticked")
