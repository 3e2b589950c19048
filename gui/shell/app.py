"""Starts the window: the application, its language and look, its logs, and its end."""

import logging
import signal
import sys
import threading
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    QtMsgType,
    Signal,
    Slot,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication

from db.file.privacy import PrivateLog, make_folder
from gui.services import settings, translations
from gui.services.context import CatalogueContext
from gui.services.settings import Preferences
from gui.shell.garbage import GarbageCollection
from gui.shell.main_window import MainWindow
from gui.style import icons, theme

LOG_BYTES = 1_000_000
LOG_COUNT = 3
LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class FaultReporter(QObject):
    """Brings exceptions nobody caught, from any thread, to the log and to the window."""

    caught = Signal(object)

    def install(self) -> None:
        """Take over from Python's own reports on stderr."""
        sys.excepthook = self._report
        threading.excepthook = self._report_thread

    def _report(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        logging.getLogger("nabolag").critical("uncaught", exc_info=(kind, error, trace))
        self.caught.emit(error)

    def _report_thread(self, report: threading.ExceptHookArgs) -> None:
        error = report.exc_value
        if error is not None:
            self._report(report.exc_type, error, report.exc_traceback)


class LogFiles(QObject):
    """Writes the log beside the open catalogue, else with the preferences; old ones are rotated."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._handler: logging.Handler | None = None
        self.use_folder(settings.log_dir(None))

    @Slot(object)
    def follow(self, context: CatalogueContext) -> None:
        """Write into an opened catalogue's folder."""
        self.use_folder(settings.log_dir(context.catalogue.folder))

    @Slot()
    def leave(self) -> None:
        """The catalogue is closed; its folder may be moved away."""
        self.use_folder(settings.log_dir(None))

    def use_folder(self, folder: Path) -> None:
        """Write into another folder; where that cannot be, to stderr."""
        self.close()
        handler: logging.Handler
        try:
            make_folder(folder)
            handler = PrivateLog(
                folder / "window.log",
                maxBytes=LOG_BYTES,
                backupCount=LOG_COUNT,
                encoding="utf-8",
            )
        except OSError:
            handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter(LOG_FORMAT))
        logging.getLogger().addHandler(handler)
        logging.getLogger().setLevel(logging.INFO)
        self._handler = handler

    def close(self) -> None:
        """Write no more."""
        if self._handler is not None:
            logging.getLogger().removeHandler(self._handler)
            self._handler.close()
            self._handler = None


def create_application(preferences: Preferences) -> QApplication:
    """The application with its language and look; the one there is already, if there is one."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("nabolag")
    application.setApplicationDisplayName("Nabolag")
    application.setDesktopFileName("nabolag")
    language = translations.chosen_language(preferences.language)
    translations.install(application, language)
    theme.apply(application, preferences.theme)
    application.setWindowIcon(icons.icon("images", "accent"))
    return application


def run_window(catalogue: Path | None = None) -> int:
    """Show the window, with a catalogue open if one is given, until it is closed; the exit code."""
    preferences = Preferences()
    application = create_application(preferences)
    # Ctrl-C in the terminal ends the program at once: everything shown as saved is committed, and
    # child processes end with their parent.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    logs = LogFiles(application)
    qInstallMessageHandler(_log_qt_message)
    reporter = FaultReporter(application)
    reporter.install()
    window = MainWindow(preferences)
    reporter.caught.connect(window.show_error)
    window.session.opened.connect(logs.follow)
    window.session.closed.connect(logs.leave)
    application.aboutToQuit.connect(window.shut_down)
    window.show()
    if catalogue is not None:
        window.session.open(catalogue)
    garbage = GarbageCollection(application)
    code = application.exec()
    garbage.stop()
    qInstallMessageHandler(None)
    logs.close()
    return code


def _log_qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    levels = {
        QtMsgType.QtDebugMsg: logging.DEBUG,
        QtMsgType.QtInfoMsg: logging.INFO,
        QtMsgType.QtWarningMsg: logging.WARNING,
        QtMsgType.QtCriticalMsg: logging.ERROR,
        QtMsgType.QtFatalMsg: logging.CRITICAL,
    }
    logging.getLogger("qt").log(levels[kind], message)
