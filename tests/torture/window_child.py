"""The window in a process of its own, driven by a timer.

    python -m tests.torture.window_child cycle FOLDER SECONDS
    python -m tests.torture.window_child use FOLDER SECONDS

``cycle`` opens or makes the catalogue of FOLDER, so that images are read and encoded, and closes
the window after so many seconds. ``use`` pages, labels, searches and undoes for so long and prints
a line of seconds, resident MiB, threads and open files every second.
"""

import sys
import time
from pathlib import Path

import psutil
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from gui.models.new_catalogue import NewCatalogue
from gui.shell import app
from gui.shell.main_window import MainWindow
from gui.shell.pages import PAGES
from tests.torture import acts

USE_INTERVAL_MS = 150
SAMPLE_INTERVAL_MS = 1000


def main_window() -> MainWindow:
    """The window that is open."""
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow))


def quit_after(seconds: float, folder: Path) -> None:
    """Make the catalogue where there is none, as the assistant does, and close the window."""
    path = acts.catalogue_in(folder)

    def begin() -> None:
        if not path.exists():
            options = {"keywords_csv": folder / "keywords.csv"}
            plan = NewCatalogue(path, folder / "archive", "built-in", options)
            main_window().session.create(plan)
        QTimer.singleShot(int(seconds * 1000), lambda: main_window().close())

    QTimer.singleShot(0, begin)


def use(seconds: float) -> None:
    """Go through the pages and change labels until the time is over."""
    process = psutil.Process()
    started_s = time.monotonic()
    step = 0
    acting, sampling = QTimer(QApplication.instance()), QTimer(QApplication.instance())

    def act() -> None:
        nonlocal step
        window = main_window()
        if time.monotonic() - started_s > seconds:
            acting.stop()
            sampling.stop()
            window.close()
            return
        if window.context is None:
            return
        step += 1
        pages = list(PAGES)
        window.show_page(pages[step % len(pages)])
        commands = window.context.catalogue.commands
        if step % 4 == 0:
            image_id = 1 + step % acts.IMAGES
            window.context.run_command(
                lambda: commands.label_images([image_id], add_names=["used"])
            )
        elif step % 4 == 2:
            window.context.run_command(commands.undo)

    def sample() -> None:
        memory = process.memory_info().rss / 1024**2
        figures = (time.monotonic() - started_s, memory, process.num_threads(), process.num_fds())
        sys.stdout.write(" ".join(f"{figure:.2f}" for figure in figures) + f" {step}\n")
        sys.stdout.flush()

    acting.timeout.connect(act)
    sampling.timeout.connect(sample)
    acting.start(USE_INTERVAL_MS)
    sampling.start(SAMPLE_INTERVAL_MS)


def main() -> int:
    """Run the window."""
    what, folder, seconds = sys.argv[1], Path(sys.argv[2]), float(sys.argv[3])
    path = acts.catalogue_in(folder)
    # The timers need an application; run_window takes the one there is.
    application = QApplication(sys.argv[:1])
    application.setQuitOnLastWindowClosed(True)
    if what == "cycle":
        quit_after(seconds, folder)
    else:
        QTimer.singleShot(0, lambda: use(seconds))
    return app.run_window(path if path.exists() else None)


if __name__ == "__main__":
    sys.exit(main())
