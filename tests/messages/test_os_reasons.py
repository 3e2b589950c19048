"""The operating system's reasons, in every language."""

import ast
import builtins
import errno
import os
import sys
from pathlib import Path

import pyarrow
import pytest

from engine.archive.inspect_file import hash_file
from messages.message import MendableError, Message
from messages.os_reasons import CODES, reason_of
from messages.sentences import sentence


def system_error(number: int) -> OSError:
    return OSError(number, os.strerror(number), "file.jpg")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other texts")
@pytest.mark.parametrize("number", CODES)
def test_english_is_what_the_system_says(number: int) -> None:
    assert str(reason_of(system_error(number))) == os.strerror(number)


@pytest.mark.parametrize("number", CODES)
def test_norwegian_says_it_in_other_words(number: int) -> None:
    reason = reason_of(system_error(number))

    assert sentence(reason, "nb") != sentence(reason, "en")


def test_a_real_refusal_is_told_in_norwegian(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        hash_file(tmp_path / "gone.jpg")
    told = Message("path-unreadable", {"path": "gone.jpg", "reason": reason_of(caught.value)})

    assert sentence(told, "nb") == "gone.jpg kan ikke leses: filen eller mappen finnes ikke."
    assert str(told) == "gone.jpg cannot be read: No such file or directory."


def test_what_is_not_known_or_not_the_systems_is_said_as_it_is() -> None:
    unknown = system_error(errno.EDOM)
    assert sentence(reason_of(unknown), "nb") == os.strerror(errno.EDOM)
    # OpenSSL numbers its errors by itself: 1 is not "not permitted" there.
    assert str(reason_of(OSError(1, "[SSL] wrong version number"))) == "[SSL] wrong version number"
    assert str(reason_of(OSError("broken data stream."))) == "broken data stream"


def said_of_system_errors(source: str) -> list[int]:
    """The lines in which the text of a caught OSError is taken as it is."""
    lines = []
    for handler in ast.walk(ast.parse(source)):
        if not isinstance(handler, ast.ExceptHandler) or handler.name is None:
            continue
        caught = getattr(handler.type, "elts", [handler.type])
        names = [ast.unparse(one) for one in caught if one is not None]
        kinds = [getattr(builtins, name, object) for name in names]
        if not any(issubclass(kind, OSError) for kind in kinds):
            continue
        for node in (inner for line in handler.body for inner in ast.walk(line)):
            text = ast.unparse(node) if isinstance(node, ast.Call) else ""
            is_put_in = isinstance(node, ast.FormattedValue) and (
                ast.unparse(node.value) == handler.name
            )
            if is_put_in or text == f"str({handler.name})":
                lines.append(getattr(node, "lineno", handler.lineno))
    return lines


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk here")
def test_a_full_disk_is_told_in_ones_own_words_whoever_meets_it() -> None:
    with pytest.raises(OSError, match="No space left") as raised:  # noqa: SIM117
        with pyarrow.OSFile("/dev/full", "wb") as stream:
            stream.write(b"a")

    assert reason_of(raised.value) == Message("os-no-space")


def test_no_message_is_made_of_the_systems_own_text() -> None:
    root = Path(__file__).resolve().parents[2]
    users = []
    for room in ("db", "engine", "gui", "cli"):
        for path in sorted((root / room).rglob("*.py")):
            source = path.read_text(encoding="utf-8")
            if "error.strerror" in source or said_of_system_errors(source):
                users.append(path.relative_to(root).as_posix())
    assert users == []


def test_the_systems_own_text_is_found_where_it_is_taken() -> None:
    taken = "try:\n    pass\nexcept (ValueError, PermissionError) as error:\n    say({})\n"
    assert said_of_system_errors(taken.format("str(error)")) == [4]
    assert said_of_system_errors(taken.format("f'not read: {error}'")) == [4]
    assert said_of_system_errors(taken.format("reason_of(error)")) == []


def test_it_is_a_reason_of_an_error_a_person_can_mend() -> None:
    error = MendableError("file-unreadable", reason=reason_of(system_error(errno.EIO)))

    assert str(error) == "The file cannot be read: Input/output error."
    assert sentence(error.message, "nb") == (
        "Filen kan ikke leses: feil ved lesing eller skriving på disken."
    )
