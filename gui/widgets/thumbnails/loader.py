"""Thumbnails from the catalogue to the screen: fetched and decoded in a lane, kept in an LRU cache.

The one who shows pictures says again and again which ones it wants now, the most important first
(``want``). Whatever was asked for before and is not in that list any more is dropped, so that a
fast scroll over 100 000 images never builds up a queue.
"""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPainter, QPixmap

from db.thumbnails import ThumbnailStore
from gui.services.lanes import Lane

CACHE_LIMIT_BYTES = 192 * 1024 * 1024
BATCH_SIZE = 12
# Two, so that the lane has the next batch while the window takes in the last one.
BATCHES_IN_FLIGHT = 2


def decode_thumbnail(data: bytes, box_px: tuple[int, int]) -> QImage:
    """A JPEG as a picture that is at most so wide and so high, in device pixels.

    Never enlarged. A null image when the bytes are not a JPEG. Safe in any thread.
    """
    buffer = QBuffer()
    buffer.setData(data)
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, b"jpeg")
    size = reader.size()
    if size.width() > box_px[0] or size.height() > box_px[1]:
        fitted = size.scaled(*box_px, Qt.AspectRatioMode.KeepAspectRatio)
        reader.setScaledSize(fitted.expandedTo(QSize(1, 1)))
    image = reader.read()
    # The format the raster engine paints without conversion.
    return image if image.isNull() else image.convertToFormat(QImage.Format.Format_RGB32)


@dataclass(frozen=True, slots=True)
class _Decoded:
    content_hash: bytes
    image: QImage | None


@dataclass(frozen=True, slots=True)
class _Cached:
    pixmap: QPixmap
    box_px: tuple[int, int]
    bytes_used: int


class ThumbnailLoader(QObject):
    """Pixmaps by content hash, at the size they are shown, within a memory limit."""

    loaded = Signal(object)
    """A frozenset of content hashes whose pixmap is new, or that turned out to have none."""

    def __init__(
        self,
        store: ThumbnailStore,
        parent: QObject | None = None,
        *,
        limit_bytes: int = CACHE_LIMIT_BYTES,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._limit_bytes = limit_bytes
        self._lane = Lane("thumbnails", self)
        self._cache: OrderedDict[bytes, _Cached] = OrderedDict()
        self._bytes_used = 0
        self._absent: set[bytes] = set()
        self._wanted: list[bytes] = []
        self._box_px = (0, 0)
        self._in_flight: set[tuple[bytes, tuple[int, int]]] = set()
        self._batches = 0

    @property
    def bytes_used(self) -> int:
        """Memory that the cached pixmaps take."""
        return self._bytes_used

    def pixmap(self, content_hash: bytes) -> QPixmap | None:
        """The cached pixmap, perhaps of another size than wanted until that one is decoded."""
        cached = self._cache.get(content_hash)
        if cached is None:
            return None
        self._cache.move_to_end(content_hash)
        return cached.pixmap

    def is_absent(self, content_hash: bytes) -> bool:
        """True when the catalogue has no thumbnail for this content."""
        return content_hash in self._absent

    def want(self, content_hashes: Iterable[bytes], width_px: int, height_px: int = 0) -> None:
        """Load these, in this order, and nothing else, to fit a box in device pixels: a square
        where no height is said."""
        self._box_px = (width_px, height_px or width_px)
        self._wanted = [
            content_hash
            for content_hash in dict.fromkeys(content_hashes)
            if content_hash not in self._absent and not self._has(content_hash)
        ]
        # Taken from the end, which is cheap.
        self._wanted.reverse()
        self._load_next()

    def forget_absent(self) -> None:
        """Ask the catalogue again for what it did not have: a scan may have made it since."""
        self._absent.clear()

    def close(self) -> None:
        """Finish what is being decoded and load nothing more."""
        self._wanted = []
        self._lane.close()

    def _has(self, content_hash: bytes) -> bool:
        cached = self._cache.get(content_hash)
        return cached is not None and cached.box_px == self._box_px

    def _load_next(self) -> None:
        while self._wanted and self._batches < BATCHES_IN_FLIGHT:
            batch: list[bytes] = []
            while self._wanted and len(batch) < BATCH_SIZE:
                content_hash = self._wanted.pop()
                if (content_hash, self._box_px) not in self._in_flight:
                    batch.append(content_hash)
            if not batch:
                return
            self._submit(batch, self._box_px)

    def _submit(self, batch: Sequence[bytes], box_px: tuple[int, int]) -> None:
        store = self._store

        def work() -> list[_Decoded]:
            found = store.get_many(batch)
            decoded = []
            for content_hash in batch:
                data = found.get(content_hash)
                image = decode_thumbnail(data, box_px) if data is not None else None
                decoded.append(
                    _Decoded(content_hash, None if image is None or image.isNull() else image)
                )
            return decoded

        self._batches += 1
        self._in_flight.update((content_hash, box_px) for content_hash in batch)
        self._lane.submit(
            work,
            lambda decoded: self._keep_thumbnails(decoded, box_px),
            lambda _error: self._keep_thumbnails([_Decoded(key, None) for key in batch], box_px),
        )

    def _keep_thumbnails(self, decoded: Sequence[_Decoded], box_px: tuple[int, int]) -> None:
        self._batches -= 1
        for item in decoded:
            self._in_flight.discard((item.content_hash, box_px))
            if item.image is None:
                self._absent.add(item.content_hash)
            else:
                self._keep(item.content_hash, QPixmap.fromImage(item.image), box_px)
        self._load_next()
        self.loaded.emit(frozenset(item.content_hash for item in decoded))

    def _keep(self, content_hash: bytes, pixmap: QPixmap, box_px: tuple[int, int]) -> None:
        replaced = self._cache.pop(content_hash, None)
        if replaced is not None:
            self._bytes_used -= replaced.bytes_used
        bytes_used = pixmap.width() * pixmap.height() * 4
        self._cache[content_hash] = _Cached(pixmap, box_px, bytes_used)
        self._bytes_used += bytes_used
        while self._bytes_used > self._limit_bytes and len(self._cache) > 1:
            _, oldest = self._cache.popitem(last=False)
            self._bytes_used -= oldest.bytes_used


def in_a_square(pixmap: QPixmap) -> QPixmap:
    """The picture in the middle of a square, so that pictures of any shape stand in line."""
    side_px = max(pixmap.width(), pixmap.height())
    square = QPixmap(side_px, side_px)
    square.fill(Qt.GlobalColor.transparent)
    painter = QPainter(square)
    painter.drawPixmap((side_px - pixmap.width()) // 2, (side_px - pixmap.height()) // 2, pixmap)
    painter.end()
    return square
