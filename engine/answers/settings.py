"""What can be asked for a catalogue's settings: the catalogue, or a window that read them."""

from typing import Any, Protocol


class Settings(Protocol):
    """Settings by name."""

    def get(self, key: str, default: Any = None, /) -> Any:  # noqa: ANN401
        """The value of a setting, or the default where it was never set."""
