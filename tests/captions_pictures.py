"""Pictures of the Captions page, for ``tests/screenshots.py``."""

from gui.captions.page import CaptionsPage
from gui.captions.train_dialog import TrainDialog
from gui.dialogs.captions import CaptionsDialog
from gui.library.page import LibraryPage
from gui.review.page import ReviewPage
from gui.shell.main_window import MainWindow
from tests.screenshots import Photographer, await_evidence, settle

ENOUGH_STEPS = 25
CAPTIONED = 5


def picture_captions(window: MainWindow, camera: Photographer) -> None:
    """What is missing for a report, or every tab of the newest one."""
    page = window.pages.page("captions")
    assert isinstance(page, CaptionsPage)
    settle()
    if page.report is None:
        camera.take(window, "captions")
        return
    for place, name in enumerate(("overview", "groups", "map", "galleries", "training")):
        page.tabs.setCurrentIndex(place)
        settle()
        if name == "galleries" and len(page.galleries.encoders) > 1:
            page.galleries.compare()
            settle(until=lambda: page.galleries.comparison is not None)
            settle(2, until=lambda: all(view.shown() for view in page.galleries.views))
            settle()
        if name == "map":
            page.map.view.set_current(len(page.map.view.points) // 5)
            settle()
        if name == "training":
            picture_training(page, window, camera)
        camera.take(window, f"captions-{name}")
    picture_before_after(page, window, camera)
    page.tabs.setCurrentIndex(0)
    picture_written(window, camera)
    window.show_page("captions")


def picture_written(window: MainWindow, camera: Photographer) -> None:
    """The captions of an image on Library and Review, where they are written."""
    assert window.context is not None
    library, review = window.pages.page("library"), window.pages.page("review")
    assert isinstance(library, LibraryPage)
    assert isinstance(review, ReviewPage)
    window.show_page("library")
    settle(until=library.grid.is_settled)
    captions = library.panel.captions
    library.grid.set_current(CAPTIONED)
    settle(until=lambda: bool(captions.captions))
    captions.edit(captions.captions[-1])
    settle()
    camera.take(window, "library-captions")
    captions.editor.cancel.click()
    image_id = library.grid.ids_to_open()[0]
    window.show_page("review")
    review.show_images([image_id])
    settle(until=lambda: review.foot.caption.isVisible())
    await_evidence(window)
    camera.take(window, "review-captions")
    dialog = CaptionsDialog(window.context, image_id, review)
    dialog.show()
    settle(until=lambda: bool(dialog.view.captions))
    camera.take(dialog, "review-captions-written")
    dialog.view.editor.cancel.click()
    dialog.close()


def picture_training(page: CaptionsPage, window: MainWindow, camera: Photographer) -> None:
    """What is asked before a training, and one that is under way."""
    panel = page.training
    panel.ask()
    settle(until=lambda: bool(panel.findChildren(TrainDialog)))
    (dialog,) = panel.findChildren(TrainDialog)
    settle(until=lambda: "…" not in dialog.outlook.text())
    camera.take(dialog, "captions-train")
    dialog.train_button.click()
    settle(until=lambda: panel.current is not None and len(panel.current.points) > ENOUGH_STEPS)


def picture_before_after(page: CaptionsPage, window: MainWindow, camera: Photographer) -> None:
    """The gap and the map of a training that has come to its end: of the one under way, with the
    best of it until now, where there is none yet."""
    panel = page.training
    if any(run.is_over for run in panel.runs):
        panel.pause()
    else:
        panel.finish()
        settle(until=lambda: any(run.is_over for run in panel.runs))
    over = [row for row, run in enumerate(panel.runs) if run.is_over]
    if not over:
        return
    panel.list.setCurrentRow(over[0])
    settle(until=lambda: panel.view.shown is not None)
    for name in ("gap", "map"):
        panel.view.choose(name)
        settle(until=lambda: panel.view.picture.is_drawn)
        camera.take(window, f"captions-training-{name}")
