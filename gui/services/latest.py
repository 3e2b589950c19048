"""Questions about the disk that are asked at each change: only the last one counts.

A network drive may answer after minutes, so nobody waits for it on the window's thread.
"""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject

from gui.services.lanes import Lane, is_gone

Answer = TypeVar("Answer")


class LatestAnswer(QObject):
    """Asks one question after another in a lane of its own; of those that come meanwhile the last.

    What was asked before is not answered.
    """

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lane = Lane(name, self)
        self._is_asking = False
        self._next: Callable[[], None] | None = None

    def ask(
        self,
        work: Callable[[], Answer],
        on_done: Callable[[Answer], None],
        on_error: Callable[[Exception], None] | None = None,
    ) -> None:
        """``on_done(answer)`` or ``on_error(error)`` follows unless something else is asked."""
        if self._is_asking:
            self._next = lambda: self.ask(work, on_done, on_error)
            return
        self._is_asking = True

        def done(answer: Answer) -> None:
            if not self._goes_on() and not is_gone(on_done):
                on_done(answer)

        def failed(error: Exception) -> None:
            if self._goes_on():
                return
            if on_error is None:
                self._lane.failed.emit(error)
            elif not is_gone(on_error):
                on_error(error)

        self._lane.submit(work, done, failed)

    def forget(self) -> None:
        """What waits is not asked any more."""
        self._next = None

    def close(self) -> None:
        """Wait for no answer; nothing is told afterwards."""
        self._next = None
        self._lane.abandon()

    def _goes_on(self) -> bool:
        """Whether something else has been asked meanwhile; it is answered now."""
        self._is_asking = False
        following, self._next = self._next, None
        if following is None:
            return False
        following()
        return True
