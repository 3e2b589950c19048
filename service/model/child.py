"""What the model process runs: calls in, replies out, until nobody is at the other end."""

import logging
import os
import signal
import sys
from multiprocessing.connection import Connection
from pathlib import Path

from db.errors import CatalogueError
from engine.errors import InputError
from service.model.calls import Call, Refused
from service.places import where

ENCODER_REPLACED = 75
"""The exit code where the catalogue uses another encoder by now."""


def serve_model(path: Path, connection: Connection) -> None:
    """Load, tell that it is ready or why it is not, and answer lists of calls."""
    # Ctrl-C in a terminal reaches the whole group; the listening process decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.disable(logging.WARNING)
    from service.model.answering import Answering, EncoderReplacedError

    try:
        answering = Answering(path)
        connection.send(answering.warm())
    except (InputError, CatalogueError) as error:
        connection.send(Refused(error.message))
        return
    except OSError:
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
