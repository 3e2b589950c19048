"""Standard output and error as they may be: closed, a pipe nobody reads, or on a full disk."""

import contextlib
import errno
import io
import os
import sys
from collections.abc import Callable
from typing import IO, Any, TextIO, TypeVar

import typer

from engine.errors import InputError
from messages.os_reasons import reason_of

Read = TypeVar("Read")

NOBODY_READS = (errno.EPIPE, errno.EBADF, errno.ESHUTDOWN)


class NobodyReadsError(Exception):
    """Whoever read standard output has had enough: no fault, and nothing to say to anybody."""


def open_missing() -> None:
    """Give numbers 0 to 2 to nothing where they are closed, lest another file get them and be
    written to; a stream that Python found closed leads nowhere then, and can be written to."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            with contextlib.suppress(OSError):
                os.open(os.devnull, os.O_RDWR)
    for number, name in ((1, "stdout"), (2, "stderr")):
        if getattr(sys, name) is None:
            with contextlib.suppress(OSError):
                setattr(sys, name, open(number, "w", encoding="utf-8", closefd=False))  # noqa: SIM115


def put(text: str) -> None:
    """Print to standard output, all of it at once. Raises NobodyReadsError, and InputError where it
    cannot be written to."""
    try:
        typer.echo(text)
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as error:
        _silence(sys.stdout)
        if error.errno in NOBODY_READS:
            raise NobodyReadsError from error
        raise InputError("cli-output-unwritable", reason=reason_of(error)) from error


def put_aside(text: str) -> None:
    """Print to standard error, where anybody hears it."""
    try:
        typer.echo(text, err=True)
        if sys.stderr is not None:
            sys.stderr.flush()
    except OSError:
        _silence(sys.stderr)


def put_bytes(content: bytes) -> None:
    """Write to standard output as ``put`` does."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except OSError as error:
        _silence(sys.stdout)
        if error.errno in NOBODY_READS:
            raise NobodyReadsError from error
        raise InputError("cli-output-unwritable", reason=reason_of(error)) from error


def standard_input(read: Callable[[TextIO], Read]) -> Read:
    """What ``read`` makes of standard input; bytes that are no UTF-8 are kept, as in paths. Raises
    InputError where it is closed or unreadable."""
    if sys.stdin is None:
        raise InputError("path-unreadable", path="-", reason=reason_of(OSError(errno.EBADF, "")))
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")
    try:
        return read(sys.stdin)
    except OSError as error:
        raise InputError("path-unreadable", path="-", reason=reason_of(error)) from error


def _silence(stream: "IO[Any] | None") -> None:
    """Let what is still to be written go nowhere, also when the process ends."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())  # type: ignore[union-attr]
        os.close(nowhere)


class Forgiving:
    """Standard error for bars that are drawn again and again; one that is gone is no reason to
    stop."""

    encoding = "utf-8"

    def write(self, text: str) -> int:
        """As a stream does."""
        with contextlib.suppress(OSError, ValueError, AttributeError):
            sys.stderr.write(text)
        return len(text)

    def flush(self) -> None:
        """As a stream does."""
        with contextlib.suppress(OSError, ValueError, AttributeError):
            sys.stderr.flush()

    def isatty(self) -> bool:
        """Whether somebody watches."""
        return sys.stderr is not None and sys.stderr.isatty()

    def fileno(self) -> int:
        """The stream's own, for its size."""
        return sys.stderr.fileno()
