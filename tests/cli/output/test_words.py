"""What a terminal is given to show."""

from pathlib import Path

import pytest

from cli.output.words import shown
from db.catalogue import Catalogue
from tests.command_line import Command


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("photo\u202egnp.exe", "photo⟨U+202E⟩gnp.exe"),
        ("\u2066a\u2069", "⟨U+2066⟩a⟨U+2069⟩"),
        ("\x1b[2Jgone\r\x9b", "⟨U+001B⟩[2Jgone⟨U+000D⟩⟨U+009B⟩"),
        ("שלום\u200f, two\tcells\nand lines – ås", "שלום\u200f, two\tcells\nand lines – ås"),
    ],
)
def test_a_terminal_shows_what_it_would_obey(text: str, seen: str) -> None:
    assert shown(text) == seen


def test_no_name_turns_a_line_of_the_terminal_round(tmp_path: Path, command: Command) -> None:
    (tmp_path / "archive").mkdir()
    path = tmp_path / "a.nabolag.sqlite"
    with Catalogue.create(path, tmp_path / "archive") as made:
        made.commands.create_label("photo\u202egnp.exe")
    answer = command("labels", "list", path)
    assert "photo⟨U+202E⟩gnp.exe" in answer.out
    assert "\u202e" not in answer.out + answer.err
    answer = command("search", path, "\u202eodd")
    assert "\u202e" not in answer.out + answer.err
