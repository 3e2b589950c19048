"""Pictures of the Captions page, for ``tests/screenshots.py``."""

from gui.captions.page import CaptionsPage
from gui.captions.train_dialog import TrainDialog
from gui.shell.main_window import MainWindow
from tests.screenshots import Photographer, settle

ENOUGH_STEPS = 25


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
    page.training.pause()
    page.tabs.setCurrentIndex(0)


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
