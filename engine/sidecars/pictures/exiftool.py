"""ExifTool, the program that writes metadata into picture files.

It is started without a shell, gets its arguments over a pipe in UTF-8, and sees no file of the
archive: it reads a copy and writes another file, both of them under names of ours. Each line that
it gets is an argument, some arguments run programs, and "%d" in a name means something to it: so
what a file says stands there only where it is one line, and no name but ours, not even that of the
folder, in which it is started instead.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.errors import InputError

PROGRAM = "exiftool"
LEAST_S, BYTES_A_S = 60.0, 2_000_000
"""How long a call may take: so long, and longer for so many bytes."""
MOST_SAID_CHARS = 300
UNSUPPORTED = ("Can't write", "is not supported")
"""How it says that it cannot write such files; some versions list formats that they cannot."""
_BREAKS = re.compile(r"[\r\n\0]")


@dataclass(frozen=True, slots=True)
class Writing:
    """A copy ``source``, what is written of it to ``target`` (which is not there yet), and the
    arguments that say what changes, each one line; files in them are named from the folder that
    they lie in."""

    source: Path
    target: Path
    arguments: tuple[str, ...]


class ExifTool:
    """The installed program. Raises InputError where there is none."""

    def __init__(self) -> None:
        found = shutil.which(PROGRAM)
        if found is None:
            raise InputError("exiftool-missing")
        self._program = found

    def writable_formats(self) -> frozenset[str]:
        """The endings, in capitals and without dot, of the files that it can write."""
        answer = self._run(["-listwf"], LEAST_S)
        return frozenset(answer.partition(":")[2].split())

    def write(self, folder: Path, writings: Sequence[Writing]) -> list[str]:
        """Write the targets, as far as that is possible; what it said of each, "" for nothing.

        It works in ``folder``: the way from there to every file has only names of ours. A target
        that is not there afterwards could not be written. The files at the sources stay. Raises
        ValueError for an argument that is more than one line.
        """
        lines: list[str] = []
        size_bytes = 0
        for number, one in enumerate(writings):
            size_bytes += one.source.stat().st_size
            source, target = (os.path.relpath(path, folder) for path in (one.source, one.target))
            lines += ["-q", "-charset", "utf8", *one.arguments, "-o", target]
            # Said after each, so that what it says can be told apart.
            lines += [source, "-echo4", _marker(number), "-execute"]
        if any(_BREAKS.search(line) for line in lines):
            raise ValueError("an argument of several lines")
        limit_s = LEAST_S + size_bytes / BYTES_A_S
        said = self._run(["-@", "-"], limit_s, "\n".join(lines) + "\n", folder)
        answers = []
        for number in range(len(writings)):
            answer, _, said = said.partition(_marker(number))
            answers.append(_tidied(answer, writings[number], folder))
        return answers

    def _run(
        self, arguments: Sequence[str], limit_s: float, given: str = "", folder: Path | None = None
    ) -> str:
        """What it says, errors included; what it has said so far where it takes too long."""
        try:
            done = subprocess.run(  # noqa: S603
                # A person's own configuration may rename fields.
                [self._program, "-config", "", *arguments],
                input=given.encode(),
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=limit_s,
                check=False,
                cwd=folder,
                env={**os.environ, "LC_ALL": "C"},
            )
        except subprocess.TimeoutExpired as error:
            return (error.stdout or b"").decode("utf-8", "replace")
        except OSError as error:
            raise InputError("exiftool-missing") from error
        return done.stdout.decode("utf-8", "replace")


def _marker(number: int) -> str:
    return f"=={number}=="


def _tidied(answer: str, writing: Writing, folder: Path) -> str:
    """What it said, without the names of our copies."""
    for path in (writing.source, writing.target):
        named = os.path.relpath(path, folder)
        answer = answer.replace(f" - {named}", "").replace(named, path.name)
    return " ".join(answer.split())[:MOST_SAID_CHARS]
