"""What scripts can rely on, for every command there is: documents, exit codes, closed pipes."""

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import typer

import main
from db.catalogue import Catalogue
from tests.command_line import Command, make_archive

ROOT = Path(main.__file__).parent


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    """A catalogue of an empty archive, with a label."""
    archive, path = tmp_path / "archive", tmp_path / "a.nabolag.sqlite"
    archive.mkdir()
    with Catalogue.create(path, archive) as made:
        made.commands.create_label("truck")
    return path


def walked(group: object, words: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Every command as it is typed, also those below others; a new one is among them."""
    found: list[tuple[str, ...]] = []
    for name, below in group.commands.items():  # type: ignore[attr-defined]
        under = (*words, name)
        found += walked(below, under) if hasattr(below, "commands") else [under]
    return found


EVERY = walked(typer.main.get_group(main.app))
WITHOUT_JSON = {("window",)}


def arguments_of(words: tuple[str, ...], tmp_path: Path) -> list[str]:
    """The command with a catalogue that is not there, and something in each other place."""
    command = typer.main.get_group(main.app)
    for name in words:
        command = command.commands[name]  # type: ignore[attr-defined]
    needed = [one for one in command.params if one.param_type_name == "argument" and one.required]
    options = [one for one in command.params if one.param_type_name == "option" and one.required]
    places = [str(tmp_path / f"missing {number}") for number in range(len(needed))]
    return [*words, *places, *(text for one in options for text in (one.opts[0], "x"))]


@pytest.mark.parametrize("words", EVERY, ids=" ".join)
def test_every_mistake_is_a_document_too(
    words: tuple[str, ...], command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "mine.txt").touch()
    monkeypatch.chdir(tmp_path)
    if words in WITHOUT_JSON:
        pytest.skip("it prints nothing")

    unknown = command(*words, "--frobnicate", "--json")
    failed = command(*arguments_of(words, tmp_path), "--json")

    error = unknown.document["error"]
    # What begins with a minus is a term to take away in a search.
    code = "usage" if words != ("search",) else "cli-nothing-to-search-for"
    assert (unknown.code, error["code"], error["exit_code"]) == (2, code, 2)
    assert unknown.err.strip() == error["message"]
    if failed.code or words != ("encoders",):
        assert failed.code == 2, failed.err
        assert failed.document["error"]["message"] == failed.err.strip()
        assert failed.err.count("\n") == 1


@pytest.mark.parametrize("words", EVERY, ids=" ".join)
def test_every_command_takes_what_all_take(words: tuple[str, ...], command: Command) -> None:
    helped = command(*words, "-h")

    assert helped.code == 0
    options = {"--quiet", "--progress", "--help"}
    if words not in WITHOUT_JSON:
        options.add("--json")
    for option in options:
        assert option in helped.out


CLOSED = ["{} >&-", "{} 2>&-", "{} >&- 2>&-", "{} | true", "{} 2>&1 | true", "{} > /dev/full"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device to write to")
@pytest.mark.parametrize("way", CLOSED)
def test_closed_pipes_and_full_disks_are_no_faults(way: str, catalogue: Path) -> None:
    line = f"{shlex.quote(sys.executable)} main.py labels {shlex.quote(str(catalogue))} --json"

    ended = subprocess.run(
        ["bash", "-c", "set -o pipefail; " + way.format(line)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert "Traceback" not in ended.stderr
    assert "Exception" not in ended.stderr
    expected = (2, "cannot be written to") if "full" in way else (0, "")
    assert (ended.returncode, expected[1] in ended.stderr) == (expected[0], True)


@pytest.mark.skipif(os.name == "nt", reason="a shell that closes streams")
def test_a_table_for_a_closed_output_is_no_fault(catalogue: Path) -> None:
    line = f"{shlex.quote(sys.executable)} main.py export {shlex.quote(str(catalogue))}"

    ended = subprocess.run(
        ["bash", "-c", f"{line} - --format csv-wide --quiet >&-"],
        cwd=ROOT,
        capture_output=True,
        timeout=60,
    )

    assert (ended.returncode, ended.stderr) == (0, b"")


def test_the_environment_gives_defaults(
    command: Command, catalogue: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NABOLAG_JSON", "1")

    assert command("labels", catalogue).document
    assert command("labels", "nothere").document["error"]["code"] == "catalogue-missing"


def test_the_version_is_told(command: Command) -> None:
    assert re.fullmatch(r"nabolag \d+\.\d+\.\d+\S*\n", command("--version").out)
    for line in (("--version", "--json"), ("--json", "--version")):
        told = command(*line)
        assert (told.code, told.document.keys()) == (0, {"version"})


def test_json_before_a_command_is_a_mistake(command: Command, catalogue: Path) -> None:
    refused = command("--json", "labels", catalogue)

    assert (refused.code, refused.document["error"]["code"]) == (2, "cli-json-behind-command")


def test_a_shell_completes_commands_options_and_their_values(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["/usr/bin/nabolag"])
    monkeypatch.setenv("_NABOLAG_COMPLETE", "complete_bash")

    def completed(*words: str) -> list[str]:
        monkeypatch.setenv("COMP_WORDS", "\n".join(("nabolag", *words)))
        monkeypatch.setenv("COMP_CWORD", str(len(words)))
        return command().out.splitlines()

    assert {words[0] for words in EVERY} <= set(completed(""))
    assert completed("sugg") == ["suggest", "suggester"]
    assert {"list", "merge"} <= set(completed("labels", ""))
    assert completed("suggest", "c.nabolag.sqlite", "--min") == ["--min-probability"]
    assert completed("search", "c.nabolag.sqlite", "--by", "") == ["both", "meaning", "captions"]


def test_completion_is_refused_where_no_command_is_installed(command: Command) -> None:
    refused = command("--install-completion", "bash")

    assert (refused.code, "once the program is installed" in refused.err) == (2, True)


def test_progress_is_told_to_programs_or_not_at_all(command: Command, catalogue: Path) -> None:
    told = command("check", catalogue, "--progress", "json")
    quiet = command("check", catalogue, "--quiet")

    stages = [json.loads(line)["progress"] for line in told.err.splitlines()]
    assert {"stage", "message", "done", "total", "rate_per_s", "left_s"} == set(stages[0])
    assert quiet.err == ""
    assert quiet.out == told.out


@pytest.mark.skipif(os.name != "posix", reason="no process groups to interrupt")
@pytest.mark.parametrize("way", ["Ctrl-C", "SIGTERM"])
def test_a_stop_keeps_what_is_done_and_the_next_run_goes_on(tmp_path: Path, way: str) -> None:
    archive = make_archive(tmp_path / "archive", 700)
    path = tmp_path / "a.nabolag.sqlite"
    arguments = [sys.executable, "main.py", "create", str(path), str(archive), "--json"]
    process = subprocess.Popen(
        arguments,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    deadline_s = time.monotonic() + 60
    while not (path.exists() and stored_images(path)) and time.monotonic() < deadline_s:
        time.sleep(0.01)
    if way == "Ctrl-C":
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the workers too
    else:
        process.terminate()
    out, err = process.communicate(timeout=30)

    assert process.returncode == 130
    assert json.loads(out)["error"]["code"] == "stopped"
    assert "is kept" in err
    assert "Traceback" not in err
    kept = stored_images(path)
    assert 0 < kept < 700

    done = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=True)
    summary = json.loads(done.stdout)
    assert (summary["unchanged"], summary["added"]) == (kept, 700 - kept)


def stored_images(path: Path) -> int:
    with Catalogue.open(path) as catalogue:
        return catalogue.images.count()


def test_a_narrow_terminal_shortens_names_and_keeps_the_rate(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = make_archive(tmp_path / "pictures", 30)
    monkeypatch.setenv("COLUMNS", "40")

    told = command("create", tmp_path / "b.nabolag.sqlite", archive).err.splitlines()

    assert max(map(len, told)) <= 40
    read = next(line for line in told if line.startswith("Read"))
    assert "30 of 30" in read
    assert "/s" in read
