"""Values of JSON that a catalogue keeps, read strictly: what is not as it was written is refused as
a whole, for half of it would mean something else."""

from typing import Any

from db.setting_values import is_flag, is_text, is_whole


class UnreadableError(ValueError):
    """Not as this version of the program writes it."""


def want(fits: object) -> None:
    """Raise UnreadableError where it does not fit."""
    if not fits:
        raise UnreadableError


def row(value: object) -> dict[str, Any]:
    """An object of JSON."""
    if not isinstance(value, dict):
        raise UnreadableError
    return value


def items(value: object) -> list[Any]:
    """A list."""
    if not isinstance(value, list):
        raise UnreadableError
    return value


def text(value: object) -> str:
    """Text."""
    want(is_text(value))
    return str(value)


def whole(value: Any) -> int:  # noqa: ANN401
    """A whole number."""
    want(is_whole(value))
    return int(value)


def flag(value: object) -> bool:
    """True or false."""
    want(is_flag(value))
    return bool(value)
