"""A command for the terminal that asks the service, whole: it can be pasted and run as it is."""

import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from db.catalogue import Catalogue
from db.errors import CatalogueError
from db.questions.records import QuestionRecord
from engine.archive.stored_file import StoredFile
from engine.errors import InputError

PLACEHOLDER = "picture.jpg"
LOOKED_AT = 20
"""Images that are tried for one whose path a form can name."""
MEANT_BY_CURL = ',;"\\'
"""Signs that mean something in a form's file name."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks for: a suggester by name, or a question; neither for the labels of the
    catalogue's own suggester. ``text``: what goes with the picture, "" where it is not read."""

    suggester: str = ""
    question: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """What may be asked in a catalogue, and a picture to try it with."""

    questions: tuple[QuestionRecord, ...] = ()
    has_captions: bool = False
    picture: str = PLACEHOLDER


def read_choices(catalogue: Catalogue) -> Choices:
    """For the read lane."""
    return Choices(
        tuple(catalogue.questions.all()), catalogue.captions.count() > 0, _picture(catalogue)
    )


def command(address: str, header_file: Path | None, picture: str, asked: Asked) -> str:
    """The command. The token comes from ``header_file``: arguments can be seen by everybody on a
    computer, and shells remember what was typed."""
    parts = [f"-F {_quoted(f'image=@{picture}')}"]
    fields = {"text": asked.text, "suggester": asked.suggester, "question": asked.question}
    for name, value in fields.items():
        if value:
            # Not -F, for which a value that begins with @ or < is a file.
            parts.append(f"--form-string {_quoted(f'{name}={value}')}")
    parts.append(f"{address}/predict")
    start = "curl" if header_file is None else f"curl --config {_typed(header_file)}"
    between = " " if sys.platform == "win32" else " \\\n  "
    return between.join((start, *parts))


def _quoted(argument: str) -> str:
    if sys.platform == "win32":
        return subprocess.list2cmdline([argument])
    return shlex.quote(argument)


def _typed(path: Path) -> str:
    """A path as people type it: below ~ where it is at home."""
    quoted = _quoted(str(path))
    if sys.platform == "win32" or not path.is_relative_to(Path.home()) or quoted != str(path):
        return quoted
    return f"~/{path.relative_to(Path.home())}"


def _picture(catalogue: Catalogue) -> str:
    for image_id in range(1, LOOKED_AT + 1):
        try:
            record = catalogue.images.get(image_id)
            if record.status == "ok":
                path = str(StoredFile(catalogue.archive_dir, record.path_bytes).located())
                path.encode()
                if not set(path) & set(MEANT_BY_CURL):
                    return path
        except (CatalogueError, InputError, UnicodeEncodeError):
            continue
    return PLACEHOLDER
