"""Where in the code something went wrong, told without names of anybody's files."""

import traceback
from pathlib import Path


def where(error: BaseException) -> str:
    """The kind of an error and the places that it passed, without what it was about."""
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(
        f"{Path(one.filename).name}:{one.lineno} {one.name}" for one in reversed(frames[-8:])
    )
    return f"{type(error).__name__} at {places}"
