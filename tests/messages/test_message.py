"""Errors and messages carry a code with arguments, also from one process to another."""

import multiprocessing
import pickle
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from db.errors import CatalogueError, NewerCatalogueError
from engine.archive.decode import read_pixels
from engine.errors import InputError
from messages.message import MendableError, Message, plain_text


class CountedError(InputError):
    """An error whose class takes something else than a code."""

    def __init__(self, count: int) -> None:
        super().__init__("table-too-many-rows", file="a.csv", most=count)
        self.count = count


def test_an_error_says_its_english_sentence() -> None:
    error = InputError("file-cut-short", detail="3 bytes are missing")

    assert str(error) == "The file is cut short: 3 bytes are missing."
    assert error.message == Message("file-cut-short", {"detail": "3 bytes are missing"})


@pytest.mark.parametrize("kind", [MendableError, InputError, CatalogueError, NewerCatalogueError])
def test_an_error_is_the_same_after_pickling(kind: type[MendableError]) -> None:
    inner = InputError("archive-unreadable", folder=Path("a/b"), reason="Input/output error")
    error = kind("embedded-xmp-left-out", reason=inner)

    again = pickle.loads(pickle.dumps(error))

    assert type(again) is kind
    assert str(again) == str(error)
    assert again.message.code == "embedded-xmp-left-out"
    assert "a/b cannot be read" in str(again)


def test_an_error_with_arguments_of_its_own_is_the_same_after_pickling() -> None:
    again = pickle.loads(pickle.dumps(CountedError(7)))

    assert isinstance(again, CountedError)
    assert (again.count, str(again)) == (7, "a.csv has more than 7 rows; split it.")


def test_an_error_arrives_whole_from_another_process(tmp_path: Path) -> None:
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        error = pool.submit(read_pixels, tmp_path / "gone.png").exception()

    assert isinstance(error, InputError)
    assert error.message == Message("file-gone")


def test_plain_text_is_said_as_it_is() -> None:
    assert str(plain_text("An { $old } sentence")) == "An { $old } sentence"
