"""The commands translate and glossary, run as a person runs them, and who asks the network when."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

import main
from db.catalogue import Catalogue
from tests.command_line import Command
from tests.translation_server import TranslationServer, running_server

ROOT = Path(main.__file__).parent


@pytest.fixture
def server() -> Iterator[TranslationServer]:
    """The server, behaving well."""
    with running_server() as server:
        yield server


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    """Three Norwegian labels and a year."""
    (tmp_path / "archive").mkdir()
    path = tmp_path / "n.nabolag.sqlite"
    with Catalogue.create(path, tmp_path / "archive", curator="Kari") as made:
        for name in ("lastebil", "båt", "fugl", "1984"):
            made.commands.create_label(name)
    return path


def english(path: Path) -> dict[str, str]:
    with Catalogue.open(path) as catalogue:
        return {one.name: one.name_in_english[0] for one in catalogue.labels.all()}


def test_look_agree_translate_take_back(
    command: Command, catalogue: Path, server: TranslationServer
) -> None:
    place = ("--provider", "libretranslate", "--url", server.url("libretranslate"))
    assert "never guessed" in command("translate", catalogue, *place).err

    shown = command("translate", catalogue, *place, "--language", "nb", "--preview")
    assert shown.code == 0
    assert shown.out.splitlines()[1:4] == ["  båt", "  fugl", "  lastebil"]
    assert f"To {server.host} (LibreTranslate) would be sent" in shown.out
    assert "1984" in shown.out.splitlines()[4]
    refused = command("translate", catalogue, *place, "--language", "nb")
    assert refused.code == 2
    assert "3 names were not agreed" in refused.err
    assert server.received == []

    done = command("translate", catalogue, *place, "--language", "nb", "--agree", "--json")
    assert done.code == 0
    assert done.document["names"] == {"båt": "boat", "fugl": "bird", "lastebil": "truck"}
    assert english(catalogue)["lastebil"] == "truck"
    assert "no" in command("translate", catalogue).out  # the language and host are remembered
    assert command("translate", catalogue, "--revoke", "--json").document == {"revoked": True}
    again = command("translate", catalogue, *place, "--again")
    assert again.code == 2


def test_a_failing_host_is_one_sentence_and_what_is_finished_stays(
    command: Command, catalogue: Path, server: TranslationServer
) -> None:
    server.mode, server.healthy = "403", 1
    place = ("--provider", "google", "--url", server.url("google"), "--language", "nb")
    failed = command("translate", catalogue, *place, "--agree")
    assert failed.code == 2
    assert failed.err.splitlines()[-1] == (
        f"{server.host} does not accept the key, or wants one: no more; 1 of 3 names were "
        "translated and are kept."
    )
    assert english(catalogue)["båt"] == "boat"


def test_a_glossary_goes_out_and_in(command: Command, catalogue: Path, tmp_path: Path) -> None:
    file = tmp_path / "names.tsv"
    assert command("glossary", catalogue, "--export", file).code == 0
    text = file.read_text("utf-8-sig").replace("lastebil\t\t", "lastebil\t\ttruck")
    file.write_text(text + "hund\thund\t\tdog\n", encoding="utf-8")
    preview = command("glossary", catalogue, "--import", file, "--preview")
    assert preview.out.startswith("1 English names would be new")
    assert english(catalogue)["lastebil"] == "lastebil"
    done = command("glossary", catalogue, "--import", file)
    assert "1 have no label of this name here:\n  hund" in done.out
    assert english(catalogue)["lastebil"] == "truck"
    assert command("glossary", catalogue).code == 2


def test_a_catalogue_begins_with_a_glossary(
    command: Command, catalogue: Path, tmp_path: Path
) -> None:
    file = tmp_path / "names.csv"
    file.write_text("keyword,original,manual\ndog,hund,dog\n", encoding="utf-8")
    Image.new("RGB", (20, 20)).save(tmp_path / "archive" / "a.png")
    (tmp_path / "k.csv").write_text("file,keywords\na.png,dog\n", encoding="utf-8")
    made = tmp_path / "m.nabolag.sqlite"
    keywords = ("--keywords", tmp_path / "k.csv", "--glossary", file)
    assert command("create", made, tmp_path / "archive", *keywords).code == 0
    with Catalogue.open(made) as opened:
        (label,) = opened.labels.all()
        assert (label.name, label.english_name, label.image_count) == ("hund", "dog", 1)
    assert command("glossary", catalogue, "--import", file, "--add").code == 0
    assert english(catalogue)["hund"] == "dog"
    refused = command("demo", tmp_path / "demo", "--language", "sv", "--no-window")
    assert "choose en, de, es, nb" in refused.err


def test_no_socket_is_touched_before_a_curator_agrees(
    catalogue: Path, server: TranslationServer, tmp_path: Path
) -> None:
    """The real program in a process of its own, every socket call of it and its children noted."""
    log = tmp_path / "sockets.txt"
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(ROOT / "tests" / "socket_guard"), str(ROOT)]),
        "NABOLAG_SOCKET_LOG": str(log),
    }
    language = ["--language", "nb"]
    place = ["--provider", "google", "--url", server.url("google"), *language]

    def codes(*lines: list[str]) -> list[int]:
        """How these commands end, one after another in a process."""
        script = f"import main\nprint([main.main(line) for line in {lines!r}])"
        done = subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        found: list[int] = json.loads(done.stdout.splitlines()[-1])
        return found

    asking = ["translate", str(catalogue)]
    elsewhere = [*asking, "--provider", "mymemory", *language]
    assert codes([*asking, *place, "--preview"], [*asking, *place], elsewhere) == [0, 2, 2]
    assert not log.exists()
    assert codes([*asking, *place, "--agree"]) == [0]
    asked = set(log.read_text(encoding="utf-8").splitlines())
    assert asked <= {
        "socket.getaddrinfo 127.0.0.1",
        f"socket.connect ('127.0.0.1', {server.port})",
    }
    assert f"socket.connect ('127.0.0.1', {server.port})" in asked
