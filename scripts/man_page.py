"""Write the man page nabolag(1), made from what --help says: ``man_page.py FILE.1``."""

# ruff: noqa: E402, ANN401 - the program is run from its folder; commands of Typer have no public type

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import typer

import main
from cli.output.asked import variable
from cli.running.options import NOT_FROM_ENVIRONMENT, make_ready
from engine.program_version import program_version

PROGRAM = "nabolag"
EXITS = (
    (0, "Done."),
    (2, "Something you can mend; one sentence on standard error says what."),
    (1, "A fault of the program; the sentence names the log."),
    (130, "Stopped, by Ctrl-C or SIGTERM."),
)


def man_page() -> str:
    """The page in roff."""
    group = typer.main.get_group(main.app)
    make_ready(group, PROGRAM)
    lines = [
        f'.TH NABOLAG 1 "" "nabolag {program_version()}" "User Commands"',
        ".SH NAME",
        rf"{PROGRAM} \- label image archives by their neighbours",
        ".SH SYNOPSIS",
        rf".B {PROGRAM}",
        r"[COMMAND] [OPTIONS] [ARGUMENTS]",
        ".SH DESCRIPTION",
        _text(group.help),
        ".SH COMMANDS",
    ]
    for words, command in _commands(group):
        lines += _section(words, command)
    lines += [".SH EXIT STATUS"]
    for code, said in EXITS:
        lines += [".TP", f".B {code}", said]
    lines += [
        ".SH ENVIRONMENT",
        "Every option has a default in the environment: its long name in capitals behind NABOLAG_, "
        "with _ for -.",
        f"{variable('--json')}=1 stands for --json.",
    ]
    return "\n".join(lines) + "\n"


def _commands(group: Any, words: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, command in group.commands.items():
        under = (*words, name)
        if hasattr(command, "commands"):
            yield from _commands(command, under)
        else:
            yield under, command


def _section(words: tuple[str, ...], command: Any) -> Iterator[str]:
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    options = [one for one in command.params if one.param_type_name == "option"]
    shown = " ".join(str(one.metavar or one.name.upper()) for one in arguments)
    yield from (".SS", _text(f"{PROGRAM} {' '.join(words)} {shown}"), _text(command.help))
    for one in options:
        names = ", ".join([*one.opts, *one.secondary_opts])
        value = "" if one.is_flag else f" {one.metavar or 'VALUE'}"
        yield from (".TP", rf"\fB{_text(names)}\fR {_text(value)}".rstrip(), _text(one.help))
        longest = max(one.opts, key=len)
        if longest not in NOT_FROM_ENVIRONMENT:
            yield _text(f"({variable(longest)})")
    if command.epilog:
        yield from (".PP", _text(command.epilog))


def _text(text: str | None) -> str:
    """Running text; roff takes what begins with a dot or apostrophe as its own."""
    words = " ".join((text or "").split()).replace("\\", r"\e").replace("-", r"\-")
    return r"\&" + words if words.startswith((".", "'")) else words


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(man_page(), encoding="utf-8")
