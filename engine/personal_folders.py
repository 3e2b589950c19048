"""Where the program keeps what belongs to a person on this computer, not to a catalogue."""

import os
from pathlib import Path

import platformdirs

DATA_DIR_VARIABLE = "NABOLAG_DATA_DIR"
"""Names one folder for everything, in place of the system's."""


def settings_dir() -> Path:
    """Where preferences and agreements are kept."""
    return _own() or Path(platformdirs.user_config_dir("nabolag", False))


def data_dir() -> Path:
    """Where encoders are, and what the program makes for a person: the sample's catalogue."""
    return _own() or Path(platformdirs.user_data_dir("nabolag", False))


def _own() -> Path | None:
    folder = os.environ.get(DATA_DIR_VARIABLE)
    return Path(folder).expanduser() if folder else None
