"""Asks a running service every second how it fares."""

import time

from PySide6.QtCore import QObject, QTimer, QUrl, Signal, Slot
from PySide6.QtNetwork import (
    QNetworkAccessManager,
    QNetworkProxy,
    QNetworkReply,
    QNetworkRequest,
)

from gui.serving.figures import Course, read_figures

INTERVAL_MS = 1000
TIMEOUT_MS = 5000


class Watcher(QObject):
    """Keeps the figures of the last minutes while it is on."""

    changed = Signal()
    refused = Signal(str, int)
    """A code, and how many requests were refused with it since the last time."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.course = Course()
        self._url = QUrl()
        self._token = ""
        self._reply: QNetworkReply | None = None
        self._network = QNetworkAccessManager(self)
        self._network.setProxy(QNetworkProxy(QNetworkProxy.ProxyType.NoProxy))
        self._network.finished.connect(self._take)
        self._timer = QTimer(self, interval=INTERVAL_MS)
        self._timer.timeout.connect(self._ask)

    def watch(self, address: str, token: str) -> None:
        """Ask a service from now on; what is known of it goes on. Of another one, which begins to
        count anew, the course is to be cleared first."""
        self._url = QUrl(f"{address}/metrics")
        self._token = token
        self._timer.start()
        self._ask()

    def rest(self) -> None:
        """Ask no more; what was read stays."""
        self._timer.stop()
        reply, self._reply = self._reply, None
        if reply is not None:
            reply.abort()

    @property
    def is_watching(self) -> bool:
        """Whether a service is asked."""
        return self._timer.isActive()

    @Slot()
    def _ask(self) -> None:
        if self._reply is not None:
            return
        request = QNetworkRequest(self._url)
        request.setRawHeader(b"Authorization", f"Bearer {self._token}".encode())
        request.setTransferTimeout(TIMEOUT_MS)
        self._reply = self._network.get(request)

    @Slot(QNetworkReply)
    def _take(self, reply: QNetworkReply) -> None:
        reply.deleteLater()
        if reply is not self._reply:
            return
        self._reply = None
        if reply.error() is not QNetworkReply.NetworkError.NoError:
            return  # It is busy, or about to end; the next second tells.
        try:
            figures = read_figures(bytes(reply.readAll().data()).decode(), time.monotonic())
        except ValueError:
            return
        for code, count in self.course.add(figures).items():
            self.refused.emit(code, count)
        self.changed.emit()
