"""Which version of the program this is."""

import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PROJECT = Path(__file__).parent.parent / "pyproject.toml"


def program_version() -> str:
    """The installed version, else that of the folder the program runs from; "" where neither is
    known."""
    try:
        return version("nabolag")
    except PackageNotFoundError:
        pass
    try:
        return str(tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["version"])
    except (OSError, ValueError, KeyError):
        return ""
