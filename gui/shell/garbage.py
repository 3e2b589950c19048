"""Python's garbage collection, kept off the lanes and out of the way of the window.

Left to itself the collector runs wherever an allocation happens to trigger it. A full collection
stops every thread, 60 to 130 ms in the middle of labelling 10 000 images, and one that runs in a
lane would destroy Qt objects outside the window's thread, which crashes, or waits for ever: the
lane holds a lock of Qt's and wants Python's, the window holds Python's and wants Qt's. So it is
switched off and runs from a timer of the window's thread; what the start has made is left out of
it for good.
"""

import gc

from PySide6.QtCore import QObject, QTimer, Slot

INTERVAL_MS = 2_000


def collect_what_is_due(thresholds: tuple[int, int, int]) -> None:
    """Collect the oldest generation that the collector itself would have collected by now."""
    counts = gc.get_count()
    for generation in (2, 1, 0):
        if counts[generation] > thresholds[generation]:
            gc.collect(generation)
            return


class GarbageCollection(QObject):
    """Collects from a timer; one per process, as long as its parent lives."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        self._frozen = False
        gc.disable()
        self._timer = QTimer(self, interval=INTERVAL_MS)
        self._timer.timeout.connect(self.collect_if_due)
        self._timer.start()

    @Slot()
    def collect_if_due(self) -> None:
        """Collect; the first time, leave out what there is."""
        if not self._frozen:
            self._frozen = True
            gc.freeze()
            return
        collect_what_is_due(self._thresholds)

    def stop(self) -> None:
        """Hand collecting back to Python."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
