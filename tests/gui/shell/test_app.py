"""Starting and leaving the program for real, in processes of their own."""

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from gui.services import settings
from gui.shell.app import FaultReporter, LogFiles

ROOT = Path(__file__).resolve().parents[3]

SCRIPT = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer

if __name__ == "__main__":
    from gui.shell import app, main_window

    def leave():
        windows = app.QApplication.topLevelWidgets()
        window = next(w for w in windows if isinstance(w, main_window.MainWindow))
        if window.context is None:
            QTimer.singleShot(50, leave)
            return
        if MODE == "work":
            window.work.start("scan")
        if MODE == "quit":
            app.QApplication.quit()
        elif MODE == "fault":
            QTimer.singleShot(0, fault)
            QTimer.singleShot(200, window.close)
        else:
            QTimer.singleShot(300, window.close)

    def fault():
        raise ZeroDivisionError("a bug")

    def create_application(preferences, original=app.create_application):
        application = original(preferences)
        QTimer.singleShot(100, leave)
        return application

    MODE = sys.argv[1]
    app.create_application = create_application
    sys.exit(app.run_window(Path(sys.argv[2])))
"""


@pytest.mark.parametrize("mode", ["close", "quit", "work", "fault"])
def test_the_program_ends_cleanly_whichever_way_it_is_left(
    mode: str, catalogue_path: Path, tmp_path: Path
) -> None:
    script = tmp_path / "start.py"
    script.write_text(SCRIPT)

    ended = subprocess.run(
        [sys.executable, str(script), mode, str(catalogue_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=40,
        check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
    )

    assert ended.returncode == 0, ended.stderr
    assert "QThread" not in ended.stderr
    assert "Traceback" not in ended.stderr
    log = catalogue_path.with_name("small.nabolag") / "logs" / "window.log"
    assert log.is_file()
    assert ("ZeroDivisionError: a bug" in log.read_text()) == (mode == "fault")


def test_a_fault_is_logged_and_told(qapp: QApplication, caplog: pytest.LogCaptureFixture) -> None:
    reporter = FaultReporter()
    told: list[object] = []
    reporter.caught.connect(told.append)
    error = ZeroDivisionError("a bug")

    reporter._report(ZeroDivisionError, error, None)

    assert told == [error]
    assert "a bug" in caplog.text


def test_the_log_lies_beside_the_open_catalogue(
    qapp: QApplication, tmp_path: Path, settings_place: Path
) -> None:
    logs = LogFiles()
    assert (settings_place / "logs" / "window.log").is_file()
    logs.use_folder(settings.log_dir(tmp_path / "x.nabolag"))
    logging.getLogger("test").info("into the catalogue")
    logs.close()

    text = (tmp_path / "x.nabolag" / "logs" / "window.log").read_text()
    assert "into the catalogue" in text


def test_a_folder_that_cannot_be_written_is_no_reason_not_to_start(
    qapp: QApplication, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    logs = LogFiles()
    logs.use_folder(tmp_path / "file" / "logs")
    logging.getLogger("test").info("somewhere")
    logs.close()
