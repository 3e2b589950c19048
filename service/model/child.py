"""What the model process runs: calls in, replies out, until nobody is at the other end."""

import logging
import os
import signal
import sys
from multiprocessing.connection import Connection
from pathlib import Path

from db.errors import CatalogueError
from engine.errors import InputError
from messages.message import Message
from messages.os_reasons import reason_of
from service.model.calls import Call, Ready, Refused
from service.places import where

ENCODER_REPLACED = 75
"""The exit code where the catalogue uses another encoder by now."""


def serve_model(path: Path, connection: Connection) -> None:
    """Load, tell that it is ready or why it is not, and answer lists of calls."""
    # Ctrl-C in a terminal reaches the whole group; the listening process decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.disable(logging.WARNING)
    from service.model.answering import Answering, EncoderReplacedError

    ready: Ready | Refused
    try:
        answering = Answering(path)
        ready = answering.warm()
    except (InputError, CatalogueError) as error:
        ready = Refused(error.message)
    except OSError as error:
        file, reason = Path(os.fsdecode(error.filename or path)), reason_of(error)
        ready = Refused(Message("path-unreadable", {"path": file, "reason": reason}))
    try:
        connection.send(ready)
    except OSError:  # the listening process is gone
        return
    if isinstance(ready, Refused):
        return
    while True:
        try:
            calls: list[Call] = connection.recv()
            connection.send(answering.answer(calls))
        except (EOFError, OSError):  # the listening process is gone
            os._exit(0)
        except EncoderReplacedError:
            os._exit(ENCODER_REPLACED)
        except Exception as error:
            sys.stderr.write(f"model process: {where(error)}\n")
            os._exit(1)
