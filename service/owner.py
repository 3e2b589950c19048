"""The program that started the service: when it is gone, the service goes too."""

import os
import signal
import sys
import threading
import time
from contextlib import suppress

STANDARD_INPUT = 0
SURE_END_S = 20.0
"""Longer than a graceful end takes; then it ends all the same."""


def end_with_input() -> None:
    """Stop as after SIGTERM once standard input is closed, as the system does with the pipe of a
    program that ends, however it ends."""
    threading.Thread(target=_watch, name="owner", daemon=True).start()


def _watch() -> None:
    # Not through sys.stdin: a thread that waits in it cannot be left behind at the end.
    with suppress(OSError):
        while os.read(STANDARD_INPUT, 4096):
            pass
    main = threading.main_thread().ident
    if sys.platform != "win32" and main is not None:
        signal.pthread_kill(main, signal.SIGTERM)  # wakes it where it waits
    else:
        signal.raise_signal(signal.SIGTERM)
    time.sleep(SURE_END_S)
    os._exit(1)
