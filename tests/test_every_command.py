"""Every command with a catalogue that is there: its document on success and when it is stopped, and
what becomes of it where nobody reads or the disk is full. A new command is missed in the table."""

import io
import os
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.conftest import make_suggested
from tests.command_line import Command
from tests.test_scripting import EVERY

ENDS_WELL = {
    "import": "{c} {t}/k.csv",
    "check": "{c}",
    "encoders": "",
    "suggest": "{c} --no-tune",
    "suspects": "{c}",
    "accept": "{c} --min-probability 0.99",
    "suggester": "{c}",
    "info": "{c}",
    "label add": "{c} ship many/00001.jpg",
    "label remove": "{c} old many/00001.jpg",
    "duplicates": "{c}",
    "search": "{c} x --by captions",
    "searches": "{c}",
    "captions": "{c}",
    "questions": "{c}",
    "question add": "{c} New? --cost-missed-yes 5",
    "question change": "{c} Old? --cost-wrong-yes 2",
    "question rename": "{c} Old? Aged?",
    "question remove": "{c} Old?",
    "question answer": "{c} Old? yes many/00001.jpg",
    "question import": "{c} Old? {t}/answers.csv",
    "question export": "{c} Old? {t}/out.csv",
    "question from-label": "{c} Old? even --all --most 9",
    "question evaluate": "{c} Old? --out {t}/report",
    "question predict": "{c} Old? --out {t}/out.csv",
    "sidecars": "{c} --preview",
    "labels list": "{c}",
    "labels same": "{c}",
    "labels merge": "{c} old --into even",
    "labels add": "{c} tram",
    "labels rename": "{c} old aged",
    "labels move": "{c} old --below even",
    "labels alias": "{c} old aged",
    "labels delete": "{c} old",
    "labels split": "{c} old aged {old}",
    "labels keywords-in": "{c} {t}/list.txt",
    "labels keywords-out": "{c} {t}/out.txt",
    "labels rules": "{c} --rules {t}/rules.csv",
    "language": "{c}",
    "glossary": "{c} --export {t}/g.csv",
    "export": "{c} {t}/out.csv",
    "backups": "{c}",
    "backup": "{c}",
    "restore": "{c}",
    "progress": "{c}",
    "undo": "{c}",
}
TESTED_ELSEWHERE = {
    "window",
    "demo",
    "create",
    "rescan",
    "encode",
    "evaluate",
    "train",
    "translate",
    "serve",
}
"""They open a display, read pictures, take minutes, ask a host or answer until they are stopped:
their own tests run them."""
JOBS = ("check", "suggest", "suspects", "duplicates", "export", "import", "labels same")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue with labels, suggestions with probabilities, answers and a backup; made once."""
    from db.catalogue import Catalogue
    from db.records import ImageFilter
    from engine.jobs.questions.tables import answers_of_label

    path = make_suggested(tmp_path_factory.mktemp("made"), labelled=220)
    with Catalogue.open(path) as catalogue:
        question_id = int(str(catalogue.commands.add_question("Old?").details["question_id"]))
        old = catalogue.labels.find("old")
        assert old is not None
        answers_of_label(catalogue, question_id, old.id, ImageFilter(), most=60)
        catalogue.backups.take("asked for")
    return path


@pytest.fixture
def place(made: Path, tmp_path: Path) -> Path:
    """A copy of it, with files to take in beside it."""
    shutil.copytree(made.parent, tmp_path / "here")
    (tmp_path / "here" / "k.csv").write_text("file,keywords\nmany/00001.jpg,elk\n", "utf-8")
    (tmp_path / "here" / "answers.csv").write_text("file,answer\nmany/00001.jpg,no\n", "utf-8")
    (tmp_path / "here" / "list.txt").write_text("vehicle\n\ttruck\n", "utf-8")
    (tmp_path / "here" / "rules.csv").write_text("label,kind,text\nold,word,aged\n", "utf-8")
    return tmp_path / "here"


def line(name: str, place: Path) -> list[str]:
    """The command as it is typed."""
    from db.catalogue import Catalogue

    path = place / "made.nabolag.sqlite"
    with Catalogue.open(path) as catalogue:
        old = catalogue.labels.find("old")
        carrying = next(
            image.path
            for image in catalogue.images.get_many(catalogue.images.ids())
            for one in catalogue.labellings.of_image(image.id)
            if old is not None and one.label_id == old.id
        )
    return [
        *name.split(),
        *(part.format(c=path, t=place, old=carrying) for part in ENDS_WELL[name].split()),
        "--json",
    ]


def test_no_command_is_forgotten() -> None:
    assert {" ".join(words) for words in EVERY} == ENDS_WELL.keys() | TESTED_ELSEWHERE


@pytest.mark.parametrize("name", ENDS_WELL)
def test_success_is_one_document(name: str, command: Command, place: Path) -> None:
    done = command(*line(name, place), "--quiet")

    # What check finds wrong is a document of its own: the archive of this catalogue is empty.
    assert done.code == (2 if name == "check" else 0), done.err
    assert "error" not in (done.document or {})
    assert done.err == ""


@contextmanager
def stdout_to(descriptor: int) -> Iterator[None]:
    """Standard output that goes there, as a shell would have it."""
    before = sys.stdout
    sys.stdout = io.TextIOWrapper(os.fdopen(descriptor, "wb"), encoding="utf-8")
    try:
        yield
    finally:
        try:
            sys.stdout.close()
        finally:
            sys.stdout = before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device to write to")
@pytest.mark.parametrize("name", ENDS_WELL)
def test_a_full_disk_behind_it_is_told(name: str, command: Command, place: Path) -> None:
    with stdout_to(os.open("/dev/full", os.O_WRONLY)):
        done = command(*line(name, place), "--quiet")

    assert (done.code, done.err.count("\n")) == (2, 1)
    assert "Standard output cannot be written to" in done.err


@pytest.mark.parametrize("name", ENDS_WELL)
def test_a_reader_that_has_gone_is_no_fault(name: str, command: Command, place: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)

    with stdout_to(writing):
        done = command(*line(name, place), "--quiet")

    assert (done.code, done.err) == (0, "")


@pytest.mark.parametrize("name", JOBS)
def test_being_stopped_is_a_document_too(
    name: str, command: Command, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped = threading.Event()
    stopped.set()

    @contextmanager
    def stopped_at_once() -> Iterator[threading.Event]:
        yield stopped

    monkeypatch.setattr("cli.running.jobs._stop_requests", stopped_at_once)
    done = command(*line(name, place), "--quiet")

    error = done.document["error"]
    assert (done.code, error["code"], error["exit_code"]) == (130, "stopped", 130)
    assert error["message"] == done.err.strip()
