"""The command line, run as a person runs it."""

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import typer

import main
from cli.running import steps
from cli.running.jobs import run_job
from db.catalogue import Catalogue
from db.places import data_folder
from engine.answers.text_encoder import text_features_dir
from engine.jobs.table import JOBS, JobKind
from engine.language.text_features import WAITING_ROWS, TextFeatures
from engine.progress import JobCancelledError
from tests.command_line import Command, labels_by_file, make_archive

ROOT = Path(main.__file__).parent


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """12 pictures, and a text file that calls itself one."""
    folder = make_archive(tmp_path / "archive", 12)
    (folder / "text.jpg").write_text("not a picture", encoding="utf-8")
    (tmp_path / "keywords.csv").write_text("file,keywords\n0/0.jpg,a;b\n1/1.jpg,a\n", "utf-8")
    return folder


@pytest.fixture
def catalogue(tmp_path: Path, archive: Path, command: Command) -> Path:
    """The archive's catalogue, scanned, with its keywords."""
    path = tmp_path / "a.nabolag.sqlite"
    assert command("create", path, archive, "--keywords", tmp_path / "keywords.csv").code == 0
    return path


# --- help and mistakes --------------------------------------------------------------------------


COMMANDS = list(typer.main.get_group(main.app).commands)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(command: Command, name: str) -> None:
    answer = command(name, "--help")

    assert answer.code == 0
    assert f"Example: python main.py {name}" in answer.out
    if name != "window":
        assert "--json" in answer.out


@pytest.mark.parametrize("words", [[], ["search"], ["evaluate"], ["labels", "merge"]])
def test_examples_call_the_program_as_it_was_called(
    words: list[str], command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["bin/nabolag"])

    answer = command(*words, "--help")

    assert "Example: nabolag " in answer.out
    assert "main.py" not in answer.out


def test_help_lists_the_commands(command: Command) -> None:
    answer = command("--help")

    assert answer.code == 0
    for name in ("create", "rescan", "encode", "suggest", "export", "check", "encoders", "demo"):
        assert f"\n  {name} " in answer.out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["encode"], "Missing argument 'CATALOGUE'"),
        (["encode", "--foo", "x"], "No such option: --foo. --help"),
        (["export", "x", "y", "--format", "xlsx"], "csv-long"),
        (["creat"], "neither a command nor a catalogue named creat"),
        (["check", "nowhere.nabolag.sqlite"], "nowhere.nabolag.sqlite"),
        (["create", "x.nabolag.sqlite", "nowhere"], "nowhere is not a folder"),
        (
            ["create", "x.nabolag.sqlite", ".", "--keywords", "no.csv"],
            "keyword table no.csv cannot",
        ),
        (["restore", "nowhere.nabolag.sqlite"], "no backup"),
        (["backups", "nowhere.nabolag.sqlite"], "no catalogue nowhere.nabolag.sqlite"),
    ],
)
def test_mistakes_are_told_in_one_line(
    command: Command,
    arguments: list[str],
    sentence: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)

    answer = command(*arguments)

    assert answer.code == 2
    assert answer.out == ""
    assert answer.err.count("\n") == 1
    assert sentence in answer.err
    assert list(tmp_path.iterdir()) == []


def test_a_catalogue_alone_opens_the_window(
    command: Command, catalogue: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    if sys.platform == "linux":
        for arguments in ((), (catalogue,), ("window", catalogue)):
            answer = command(*arguments)
            assert (answer.code, "no display" in answer.err) == (2, True)


def test_a_fault_of_the_program_names_its_log(
    command: Command, catalogue: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object, **options: object) -> None:
        raise ZeroDivisionError("a fault")

    monkeypatch.setattr(steps, "export", fail)

    answer = command("export", catalogue, catalogue.with_name("x.csv"))

    assert answer.code == 1
    assert answer.err.count("\n") == 1
    log = Path(answer.err.split(" in ")[-1].strip().removesuffix("."))
    assert log.parent == catalogue.with_suffix("").with_suffix(".nabolag") / "logs"
    assert "ZeroDivisionError: a fault" in log.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["x" * 300, "/".join(["deep"] * 1000)])
@pytest.mark.parametrize(
    "command_line",
    [
        "{path}",
        "create {path} {folder}",
        "create {catalogue}2 {path}",
        "create {catalogue}2 {folder} --keywords {path}",
        "rescan {path}",
        "import {catalogue} {path}",
        "check {path}",
        "encode {catalogue} --encoder {path}",
        "suggest {catalogue} --out {path}",
        "suggest {catalogue} --image {path}",
        "suspects {catalogue} --out {path}",
        "evaluate {catalogue} --out {path}",
        "evaluate {catalogue} --split {path}",
        "export {catalogue} {path}",
        "glossary {catalogue} --import {path}",
        "search {catalogue} --like {path}",
        "restore {catalogue} {path}",
        "backups {path}",
        "demo {path}",
    ],
)
def test_a_name_that_no_file_can_have_is_no_fault_of_the_program(
    command: Command, catalogue: Path, tmp_path: Path, command_line: str, name: str
) -> None:
    places = {"path": tmp_path / name, "catalogue": catalogue, "folder": tmp_path}
    answer = command(*(part.format_map(places) for part in command_line.split()))

    assert answer.code == 2, answer.err
    assert "Details are in" not in answer.err


# --- the archive --------------------------------------------------------------------------------


def test_create_accounts_for_every_file(command: Command, tmp_path: Path, archive: Path) -> None:
    (archive / "notes.txt").write_text("x", encoding="utf-8")
    path = tmp_path / "a.nabolag.sqlite"

    answer = command("create", path, archive, "--keywords", tmp_path / "keywords.csv")

    assert answer.code == 0
    assert "13 images: 13 added" in answer.out
    assert "passed over: 1 file of other kinds" in answer.out
    assert "1 cannot be read:\n  text.jpg: " in answer.out
    assert labels_by_file(path)["0/0.jpg"] == {"a", "b"}


def test_json_is_one_document_and_nothing_else(
    command: Command, tmp_path: Path, archive: Path
) -> None:
    path = tmp_path / "a.nabolag.sqlite"

    created = command("create", path, archive, "--json").document
    assert (created["files"], created["added"]) == (13, 13)
    assert created["problems"][0][0] == "text.jpg"
    assert command("rescan", path, "--json").document["unchanged"] == 13
    assert command("check", path, "--json").document["images"] == 13
    assert command("backups", path, "--json").document[0]["reason"] == "timed"
    exported = command("export", path, tmp_path / "x.csv", "--json").document
    assert exported["destination"] == str(tmp_path / "x.csv")


def test_an_export_is_told_all_that_the_page_asks(
    command: Command, tmp_path: Path, catalogue: Path
) -> None:
    sizes = []
    for quality in ("5", "95"):
        out = tmp_path / quality
        made = command("export", catalogue, out, "--format", "imagefolder", "--convert", "webp",
                       "--quality", quality, "--url", "https://example.org/set")  # fmt: skip
        assert made.code == 0
        assert "https://example.org/set" in (out / "manifest.json").read_text(encoding="utf-8")
        sizes.append(sum(one.stat().st_size for one in out.rglob("*.webp")))
    assert 0 < sizes[0] < sizes[1]


def test_create_goes_on_with_its_own_catalogue_only(
    command: Command, tmp_path: Path, archive: Path, catalogue: Path
) -> None:
    again = command("create", catalogue, archive)
    assert (again.code, "13 unchanged" in again.out) == (0, True)

    other = make_archive(tmp_path / "other", 1)
    refused = command("create", catalogue, other)
    assert refused.code == 2
    assert "describes another archive" in refused.err


def test_a_catalogue_is_not_made_inside_its_archive(command: Command, archive: Path) -> None:
    before = sorted(archive.rglob("*"))

    answer = command("create", archive / "a.nabolag.sqlite", archive)

    assert answer.code == 2
    assert sorted(archive.rglob("*")) == before


def test_a_moved_archive_is_found_again(
    command: Command, tmp_path: Path, archive: Path, catalogue: Path
) -> None:
    moved = archive.rename(tmp_path / "moved")
    assert command("rescan", catalogue).code == 2

    answer = command("rescan", catalogue, "--archive-dir", moved)

    assert answer.code == 0
    assert "13 unchanged" in answer.out
    assert labels_by_file(catalogue)["0/0.jpg"] == {"a", "b"}


@pytest.mark.skipif(os.name != "posix", reason="no process groups to interrupt")
@pytest.mark.parametrize("delay_s", [0.6, 1.2, 1.8])
def test_ctrl_c_at_any_time_is_answered_in_one_sentence(
    tmp_path: Path, archive: Path, delay_s: float
) -> None:
    """Also while modules load, and while the workers that read images start."""
    code = (
        "import os, signal, threading, main\n"
        "interrupt = lambda: os.killpg(0, signal.SIGINT)\n"
        f"timer = threading.Timer({delay_s}, interrupt)\n"
        "timer.daemon = True  # a quick machine may be done before it fires\n"
        "timer.start()\n"
        "main.run()\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, "create", tmp_path / "a.nabolag.sqlite", archive],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        start_new_session=True,
    )

    assert ended.returncode in (0, 130, -signal.SIGINT)  # the last while the process goes down
    assert "Traceback" not in ended.stderr
    assert ("Stopped" in ended.stderr) == (ended.returncode == 130)


@pytest.mark.skipif(os.name != "posix", reason="no signals to oneself")
@pytest.mark.parametrize(
    "module", ["typer", "cli.commands.archive", "rich.progress", "engine.errors"]
)
def test_ctrl_c_while_the_program_loads_has_its_sentence(module: str) -> None:
    code = (
        "import os, runpy, signal, sys\n"
        # A shell has its background processes ignore it, and so their children.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "class Interrupting:\n"
        "    @staticmethod\n"
        "    def find_spec(name, path=None, target=None):\n"
        f"        if name == {module!r}:\n"
        "            os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Interrupting)\n"
        "sys.argv = ['main.py', '--help']\n"
        "sys.path.insert(0, '.')\n"
        "runpy.run_path('main.py', run_name='__main__')\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert (ended.returncode, ended.stdout) == (130, "")
    assert ended.stderr == "Stopped at once. What was finished is kept.\n"


# --- labels out and in --------------------------------------------------------------------------


def test_check_tells_what_is_wrong(command: Command, archive: Path, catalogue: Path) -> None:
    sound = command("check", catalogue, "--hashes")
    assert (sound.code, "Nothing is wrong" in sound.out) == (0, True)

    (archive / "0" / "0.jpg").unlink()
    changed = archive / "1" / "1.jpg"
    changed.write_bytes(changed.read_bytes() + b"x")
    altered = archive / "2" / "2.jpg"
    times = altered.stat()
    altered.write_bytes(altered.read_bytes()[:-1] + b"x")
    os.utime(altered, ns=(times.st_atime_ns, times.st_mtime_ns))

    wrong = command("check", catalogue, "--hashes", "--json")

    assert wrong.code == 2
    assert wrong.document["missing"] == ["0/0.jpg"]
    assert wrong.document["changed"] == ["1/1.jpg"]
    assert wrong.document["altered"] == ["2/2.jpg"]
    assert command("check", catalogue).out.count("\n  ") == 2


def test_check_says_that_the_folder_did_not_come_along(
    command: Command, catalogue: Path, tmp_path: Path
) -> None:
    assert command("encode", catalogue).code == 0
    alone = tmp_path / "alone" / catalogue.name
    alone.parent.mkdir()
    shutil.copyfile(catalogue, alone)
    told = command("check", alone)
    assert told.code == 2
    assert "no thumbnail of any" in told.out
    assert "no features of any" in told.out
    shutil.copytree(data_folder(catalogue), data_folder(alone), dirs_exist_ok=True)
    assert command("check", alone).code == 0


def test_check_reads_the_vectors_of_texts_again(command: Command, catalogue: Path) -> None:
    with Catalogue.open(catalogue) as opened:
        folder = text_features_dir(opened)
    texts = [f"text {number}" for number in range(2 * WAITING_ROWS)]
    vectors = np.eye(len(texts), dtype=np.float32)
    for fingerprint in ("a" * 64, "b" * 64):
        TextFeatures(folder, fingerprint).add(texts, vectors)
    sound = command("check", catalogue)
    assert (sound.code, "0 feature shards, 2 shards of texts" in sound.out) == (0, True)
    (damaged,) = (folder / ("b" * 16)).iterdir()
    content = bytearray(damaged.read_bytes())
    content[-1] ^= 1
    damaged.write_bytes(content)

    wrong = command("check", catalogue)

    assert wrong.code == 2
    assert "Damaged vectors of texts, made anew when needed: 1" in wrong.out
    assert f"{damaged.parent.name}/{damaged.name} is damaged" in wrong.out
    assert "its 128 texts are encoded again when they are needed." in wrong.out
    after = command("check", catalogue, "--json")
    assert (after.code, after.document["text_feature_shards"]) == (0, 1)
    assert TextFeatures(folder, "a" * 64).rows(texts)[1].all()
    assert not TextFeatures(folder, "b" * 64).rows(texts)[1].any()


def test_a_backup_is_listed_and_put_back(command: Command, catalogue: Path) -> None:
    with Catalogue.open(catalogue) as opened:
        backup = opened.backups.take("test")
        opened.commands.label_images(opened.images.ids(), add_names=["mistake"])
    assert backup.path.name in command("backups", catalogue).out

    restored = command("restore", catalogue, backup.path.name)

    assert restored.code == 0
    assert not any("mistake" in labels for labels in labels_by_file(catalogue).values())
    assert command("restore", catalogue, "no such one").code == 2
    assert len(command("backups", catalogue, "--json").document) >= 2
    with Catalogue.open(catalogue) as opened:
        assert opened.history.entries(1)[0].details == {"created_at": backup.created_at}


# --- encoders -----------------------------------------------------------------------------------


def test_encoders_are_listed_with_what_can_be_had(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NABOLAG_DATA_DIR", str(tmp_path))

    few, every = command("encoders"), command("encoders", "--all")
    document = command("encoders", "--json").document

    assert few.code == every.code == 0
    purposes = [line.split("  ")[0] for line in few.out.splitlines()[:4]]
    assert purposes == ["Fast", "Best suggestions", "Other languages", "Least memory"]
    installed = [line for line in few.out.splitlines() if " installed " in line]
    assert ["built-in" in line for line in installed] == [True]
    assert "ViT-B-32/laion2b_s34b_b79k" in few.out
    assert few.out.splitlines()[-1] == f"Encoders folder: {tmp_path / 'encoders'}"
    # One of them says in a line more what languages it reads.
    assert len(every.out.splitlines()) == len(document["encoders"]) + 2
    assert [one["name"] for one in document["encoders"] if one["installed"]] == ["built-in"]


def test_an_encoder_nobody_knows_is_refused(command: Command) -> None:
    answer = command("encoders", "--download", "nobody/knows")

    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)


def test_suspects_are_looked_for_among_encoded_images(command: Command, catalogue: Path) -> None:
    answer = command("suspects", catalogue)

    assert answer.code == 2
    assert "encode the catalogue first" in answer.err


def test_check_says_once_that_the_archive_is_away(
    command: Command, catalogue: Path, archive: Path
) -> None:
    archive.rename(archive.with_name("elsewhere"))

    answer = command("check", catalogue)

    assert answer.out.count(f"The archive folder {archive} is not there.") == 1
    assert "Missing files" not in answer.out
    assert answer.code == command("check", catalogue, "--json").code != 0


@pytest.mark.parametrize("name", ["evaluate", "scan"])
def test_whoever_stops_a_job_is_told_whether_it_goes_on(
    command: Command, catalogue: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def stop(*arguments: object, **options: object) -> None:
        raise JobCancelledError("check-stopped")

    monkeypatch.setattr(JobKind, "run", stop)
    monkeypatch.setattr(steps, "export", lambda *_, **__: run_job(name))

    answer = command("export", catalogue, catalogue.with_name("x.csv"))

    assert answer.code == 130
    assert ("goes on from there" in answer.err) == JOBS[name].keeps_finished
    assert ("begins anew" in answer.err) != JOBS[name].keeps_finished


def test_a_command_that_is_suggested_runs_as_printed(
    command: Command, tmp_path: Path, catalogue: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spaced = tmp_path / "my photos.nabolag.sqlite"
    monkeypatch.chdir(tmp_path)
    archive = tmp_path / "archive"
    assert command("create", spaced.name, archive, "--keywords", "keywords.csv").code == 0
    said = command("labels", "rename", spaced.name, "b", "c").out
    (suggested,) = re.findall(r"To take it back: (.*), or undo in the window", said)

    done = subprocess.run(suggested, shell=True, cwd=tmp_path, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Undone")
