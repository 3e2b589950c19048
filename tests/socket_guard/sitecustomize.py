"""Loaded by every Python that starts with this folder on PYTHONPATH: notes what asks the network.

Every look-up of a name and every connection or datagram over IP is a line in the file that
NABOLAG_SOCKET_LOG names; anything but this machine is stopped as well.
"""

import os
import sys
from pathlib import Path

_EVENTS = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto")


def _watch(event: str, arguments: tuple) -> None:
    if event not in _EVENTS:
        return
    target = arguments[1] if event in ("socket.connect", "socket.sendto") else arguments[0]
    if event in ("socket.connect", "socket.sendto") and not isinstance(target, tuple):
        return  # a socket of the system's own, not IP
    log = os.environ.get("NABOLAG_SOCKET_LOG")
    if not log:
        return  # tests that load it into their own process switch it on and off
    with Path(log).open("a", encoding="utf-8") as stream:
        stream.write(f"{event} {target}\n")
    if "127.0.0.1" not in str(target):
        raise OSError("stopped by the tests: nothing may ask the network here")


sys.addaudithook(_watch)
