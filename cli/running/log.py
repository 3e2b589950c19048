"""The log that an error message names: in the catalogue's folder, else in the person's."""

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

import platformdirs

from db.file.privacy import PrivateLog, make_folder

LOG_NAME = "nabolag.log"
LOG_BYTES = 1_000_000


def log_to(folder: Path) -> Path | None:
    """Write warnings and errors to a log in this folder from now on; None where that fails."""
    root = logging.getLogger()
    close_log()
    try:
        make_folder(folder)
        handler = PrivateLog(
            folder / LOG_NAME, maxBytes=LOG_BYTES, backupCount=3, encoding="utf-8", delay=True
        )
    except OSError:
        return None
    handler.setLevel(logging.WARNING)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root.addHandler(handler)
    return Path(handler.baseFilename)


def close_log() -> None:
    """Write to no log any more."""
    root = logging.getLogger()
    for handler in root.handlers[:]:
        if isinstance(handler, RotatingFileHandler):
            root.removeHandler(handler)
            handler.close()


def log_error() -> Path | None:
    """Log the exception being handled; the log it is in."""
    handlers = logging.getLogger().handlers
    logs = [Path(one.baseFilename) for one in handlers if isinstance(one, RotatingFileHandler)]
    path = logs[0] if logs else log_to(platformdirs.user_log_path("nabolag", appauthor=False))
    logging.getLogger("main").exception("the command failed")
    return path
