"""Pictures of the archive at screen size, decoded in child processes before they are needed.

The page says again and again which images matter now, the most important first (``want``): the
one on show, the next ones, the one before. Those are kept; everything else is dropped. Two
children work, at most one of them on images that are not on show, so that a slow file ahead
never holds up the one somebody is waiting for.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage

from engine.archive.decode import DEFAULT_LIMITS, DecodeLimits
from engine.archive.decode_pool import DecodeFailure, DecodePool
from engine.archive.stored_file import FileSource
from engine.archive.viewing import ViewRequest, be_ready, decode_for_view
from engine.errors import InputError
from gui.services.translations import sentence
from gui.widgets.viewing.image_view import Detail
from messages.message import Message

WORKERS = 2
MAX_FULL_PIXELS = 40_000_000
"""Most pixels of a zoomed picture: 160 MB in memory. Larger ones are shown shrunk to this."""

STEP_PX = 256
"""Boxes are rounded up to this, so that dragging a splitter does not decode everything anew."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An image that matters now; ``on_show`` ones go first and have a worker of their own."""

    image_id: int
    path: FileSource
    on_show: bool = False
    size_bytes: int = 0
    """Of the file: a large one may take longer."""


@dataclass(frozen=True, slots=True)
class _Job:
    image_id: int
    path: FileSource
    detail: Detail
    box_px: tuple[int, int]
    on_show: bool
    size_bytes: int


def _job(item: Wanted, detail: Detail, box_px: tuple[int, int]) -> _Job:
    return _Job(item.image_id, item.path, detail, box_px, item.on_show, item.size_bytes)


def to_image(pixels: NDArray[np.uint8]) -> QImage:
    """Pixels uint8 (height, width, 3) as a picture of its own memory; safe in any thread."""
    height_px, width_px = pixels.shape[:2]
    tight = np.ascontiguousarray(pixels)
    image = QImage(tight.data, width_px, height_px, 3 * width_px, QImage.Format.Format_RGB888)
    # The format the raster engine paints without conversion; the conversion copies.
    return image.convertToFormat(QImage.Format.Format_RGB32)


def pixels_of(picture: QImage) -> NDArray[np.uint8]:
    """A picture as uint8 (height, width, 3); safe in any thread."""
    rgb = picture.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(rgb.constBits(), np.uint8).reshape(rgb.height(), rgb.bytesPerLine())
    return rows[:, : 3 * rgb.width()].reshape(rgb.height(), rgb.width(), 3).copy()


def full_box(width_px: int, height_px: int) -> tuple[int, int]:
    """The size an image of this size is zoomed at: its own, or shrunk to MAX_FULL_PIXELS."""
    factor = min((MAX_FULL_PIXELS / (width_px * height_px)) ** 0.5, 1.0)
    return max(round(width_px * factor), 1), max(round(height_px * factor), 1)


class ImageSource(QObject):
    """Decodes what is wanted, in order, and keeps it while it is wanted."""

    ready = Signal(int, int, QImage)
    """(image id, Detail, picture)."""

    failed = Signal(int, str)
    """(image id, sentence): the image cannot be shown."""

    _decoded = Signal(object, object, object)
    _fetched = Signal(object, object)

    def __init__(
        self, limits: DecodeLimits = DEFAULT_LIMITS, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._pool = DecodePool(workers=WORKERS, limits=limits)
        self._limits = limits
        self._wanted: list[Wanted] = []
        self._full: dict[int, tuple[int, int]] = {}
        self._box_px = (STEP_PX, STEP_PX)
        self._pictures: dict[tuple[int, Detail], QImage] = {}
        self._boxes: dict[int, tuple[int, int]] = {}
        self._failures: dict[int, str] = {}
        self._running: set[_Job] = set()
        self._closed = False
        self._decoded.connect(self._keep_picture, Qt.ConnectionType.QueuedConnection)
        self._fetched.connect(self._hand_over, Qt.ConnectionType.QueuedConnection)

    def warm_up(self) -> None:
        """Start the child processes, so that the first picture does not wait for them."""
        for _ in range(WORKERS):
            self._pool.submit(be_ready, None)

    def want(self, wanted: Sequence[Wanted], size_px: QSize) -> None:
        """Decode these to fit ``size_px`` (device pixels) and forget all others."""
        self._wanted = list(wanted)
        self._box_px = (_stepped(size_px.width()), _stepped(size_px.height()))
        ids = {item.image_id for item in wanted}
        shown = {item.image_id for item in wanted if item.on_show}
        self._full = {key: box for key, box in self._full.items() if key in shown}
        self._pictures = {
            key: picture
            for key, picture in self._pictures.items()
            if key[0] in ids and (key[1] is not Detail.FULL or key[0] in shown)
        }
        self._boxes = {key: box for key, box in self._boxes.items() if key in ids}
        self._failures = {key: text for key, text in self._failures.items() if key in ids}
        self._decode_next()

    def want_full(self, image_id: int, width_px: int, height_px: int) -> None:
        """Decode an image that is on show at its own size too."""
        self._full[image_id] = full_box(width_px, height_px)
        self._decode_next()

    def fetch(
        self,
        item: Wanted,
        size_px: tuple[int, int],
        use: Callable[[QImage], object],
        fail: Callable[[Exception], object],
    ) -> None:
        """Decode an image of this size once, whatever else is wanted, and keep nothing of it."""
        box_px = full_box(*size_px)
        request = ViewRequest(item.path, *box_px, self._limits, item.size_bytes)

        def relay(finished: "Future[NDArray[np.uint8] | DecodeFailure]") -> None:
            if self._closed:
                return
            try:
                result = finished.result()
            except InputError as error:
                self._fetched.emit(fail, error)
                return
            if isinstance(result, DecodeFailure):
                reason = result.reason
                self._fetched.emit(fail, InputError(reason.code, **reason.arguments))
            else:
                self._fetched.emit(use, to_image(result))

        self._pool.submit(decode_for_view, request, first=True).add_done_callback(relay)

    def picture(self, image_id: int, detail: Detail = Detail.SCREEN) -> QImage | None:
        """A picture that is there already."""
        return self._pictures.get((image_id, detail))

    def failure(self, image_id: int) -> str:
        """Why an image cannot be shown; empty when nothing is known against it."""
        return self._failures.get(image_id, "")

    def close(self) -> None:
        """Stop the child processes."""
        self._closed = True
        self._wanted = []
        self._full = {}
        self._pool.close()

    @Slot(object, object)
    def _hand_over(self, use: Callable[[object], object], result: object) -> None:
        if not self._closed:
            use(result)

    def _decode_next(self) -> None:
        while not self._closed and len(self._running) < WORKERS:
            job = self._next_job()
            if job is None:
                return
            self._start(job)

    def _next_job(self) -> _Job | None:
        ahead_runs = any(not job.on_show for job in self._running)
        running = {(job.image_id, job.detail) for job in self._running}
        for item in self._wanted:
            if item.image_id in self._failures or (ahead_runs and not item.on_show):
                continue
            if (item.image_id, Detail.SCREEN) not in running and self._needs_screen(item.image_id):
                return _job(item, Detail.SCREEN, self._box_px)
            full = self._full.get(item.image_id)
            key = (item.image_id, Detail.FULL)
            if full and key not in running and key not in self._pictures:
                return _job(item, Detail.FULL, full)
        return None

    def _needs_screen(self, image_id: int) -> bool:
        box = self._boxes.get(image_id)
        if box is None:
            return True
        return box[0] < self._box_px[0] or box[1] < self._box_px[1]

    def _start(self, job: _Job) -> None:
        request = ViewRequest(job.path, *job.box_px, self._limits, job.size_bytes)
        future = self._pool.submit(decode_for_view, request, first=job.on_show)
        self._running.add(job)

        def relay(finished: "Future[NDArray[np.uint8] | DecodeFailure]") -> None:
            # In one of the pool's threads: a QImage may be made here, a QPixmap may not.
            if self._closed:
                return
            try:
                result = finished.result()
            except InputError as error:
                self._decoded.emit(job, None, error.message)
                return
            if isinstance(result, DecodeFailure):
                self._decoded.emit(job, None, result.reason)
            else:
                self._decoded.emit(job, to_image(result), None)

        future.add_done_callback(relay)

    @Slot(object, object, object)
    def _keep_picture(self, job: _Job, picture: QImage | None, reason: Message | None) -> None:
        self._running.discard(job)
        if self._closed:
            return
        wanted = any(item.image_id == job.image_id for item in self._wanted)
        if picture is not None and wanted:
            self._pictures[(job.image_id, job.detail)] = picture
            if job.detail is Detail.SCREEN:
                self._boxes[job.image_id] = job.box_px
            self.ready.emit(job.image_id, int(job.detail), picture)
        elif reason is not None and wanted:
            self._fail(job.image_id, sentence(reason))
        self._decode_next()

    def _fail(self, image_id: int, reason: str) -> None:
        self._failures[image_id] = reason
        self.failed.emit(image_id, reason)


def _stepped(length_px: int) -> int:
    return max(-(-length_px // STEP_PX), 1) * STEP_PX
