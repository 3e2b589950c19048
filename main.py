"""Starts the window or runs a command: the only place that wires the layers together.

Child processes import this file again, so Qt, torch and all that loads them are imported inside
the functions that use them.
"""

# ruff: noqa: E402 - loading the rest takes a second, in which Ctrl-C has its sentence too

import errno
import os
import signal
import sys
from multiprocessing import parent_process
from pathlib import Path

STOPPED = 130
STOPPED_AT_ONCE = "Stopped at once. What was finished is kept."


def _stop_while_loading(number: int, frame: object) -> None:
    """End at once: there is nothing yet that could be told apart or kept."""
    os.write(2, f"{STOPPED_AT_ONCE}\n".encode())
    os._exit(STOPPED)


_SIGNALS = (signal.SIGINT, signal.SIGTERM)


_is_program = __name__ == "__main__" or Path(sys.argv[0]).stem == "nabolag"
if _is_program and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, _stop_while_loading)
if (
    _is_program
    and parent_process() is None  # children are ended by it
    and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
):
    signal.signal(signal.SIGTERM, _stop_while_loading)

import io
from collections.abc import Sequence
from typing import Annotated

import typer

from cli.commands import (
    archive,
    captions,
    curating,
    duplicates,
    encoding,
    keeping,
    questions,
    searching,
    serving,
    suggesting,
    training,
)
from cli.exchange import exporting, sidecars
from cli.output.asked import ASKED, is_set
from cli.output.streams import NobodyReadsError, open_missing
from cli.output.typed import typed_command
from cli.output.words import (
    answer,
    encode_lines,
    export_lines,
    fail,
    scan_lines,
    suggest_report_lines,
)
from cli.running import steps
from cli.running.log import log_error
from cli.running.options import DONE, MENDABLE, OUR_BUG, AsJson, WithDefault
from cli.vocabulary import labels, language, naming
from db.errors import CatalogueError
from engine.errors import InputError
from engine.progress import JobCancelledError
from messages.message import Message
from messages.os_reasons import reason_of

ALLOWED_BY_FORCE = ("destination-exists", "comparison-exists")
COMPLETION = frozenset(("--install-completion", "--show-completion"))
DEMO_FOLDER = Path("demo")
REFUSED_NAMES = (errno.ENAMETOOLONG, errno.ELOOP, errno.EILSEQ)
"""What the system says of a path that can belong to no file, whichever call asks."""

app = typer.Typer(
    cls=WithDefault,
    help="Labels image archives by their neighbours and shows the evidence behind every "
    "suggestion. Without a command, the window opens.",
    epilog="Example: python main.py demo",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    add_completion=True,
)


def _version(asked: bool) -> None:
    if asked:
        from engine.program_version import program_version

        answer({"version": program_version()}, [f"nabolag {program_version()}"], ASKED.as_json)
        raise typer.Exit


@app.callback()
def _program(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Tell the version."),
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="With --version: print one JSON document.")
    ] = False,
) -> None:
    if as_json and not is_set("json"):
        raise InputError("cli-json-behind-command")


# In the order in which --help lists them, below those of this file.
for group in (
    archive,
    encoding,
    suggesting,
    curating,
    duplicates,
    searching,
    captions,
    questions,
    training,
    sidecars,
    labels,
    language,
    naming,
    exporting,
    serving,
    keeping,
):
    app.add_typer(group.commands)


@app.command(epilog="Example: python main.py window photos.nabolag.sqlite")
def window(
    catalogue: Annotated[Path | None, typer.Argument(metavar="[CATALOGUE]")] = None,
) -> int:
    """Open the window, with a catalogue or with the start page."""
    if catalogue is not None and not catalogue.exists():
        raise InputError("cli-neither-command-nor-catalogue", name=catalogue)
    if not _has_display():
        raise InputError("cli-no-display")
    from gui.shell.app import run_window

    return run_window(catalogue)


@app.command(epilog="Example: python main.py demo --no-window")
def demo(
    folder: Annotated[
        Path, typer.Argument(metavar="[DIR]", help="Where everything goes; ./demo otherwise.")
    ] = DEMO_FOLDER,
    no_window: Annotated[bool, typer.Option("--no-window", help="End without a window.")] = False,
    language: Annotated[
        str, typer.Option(metavar="CODE", help="What the labels are named in: en, nb, de or es.")
    ] = "en",
    as_json: AsJson = False,
) -> int:
    """Do the whole job on the sample archive, then open the window where there is a display.

    The sample archive is copied, catalogued and encoded, labels are suggested and exported. Run
    again, it uses what is there.
    """
    from engine.answers.exporting.settings import ExportSettings

    glossary = None if language == "en" else steps.sample_glossary(language)
    archive_dir = steps.copied_sample(folder)
    catalogue = folder / "demo.nabolag.sqlite"
    with steps.created_or_opened(catalogue, archive_dir) as opened:
        if glossary is not None and not opened.images.count():
            steps.begin_with(opened, glossary, language)
        scanned = steps.scan(opened, archive_dir / "keywords.csv")
        encoded = steps.encode(opened)
        suggested = steps.suggest(opened)
        table = ExportSettings(card=False)
        exported = steps.export(opened, folder / "labels.csv", table, force=True)
    report = {"scan": scanned, "encode": encoded, "suggest": suggested, "export": exported}
    lines = [
        *scan_lines(scanned),
        *encode_lines(encoded),
        *suggest_report_lines(suggested),
        *export_lines(exported),
        f"The window opens it with: {typed_command(catalogue)}",
    ]
    answer({"catalogue": catalogue, **report}, lines, as_json)
    return DONE if no_window or as_json or not _has_display() else window(catalogue)


# --- start and end ------------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line (default: this process's own) and give its exit code."""
    try:
        return _answered(arguments)
    except KeyboardInterrupt:  # wherever it came, also while another end was being told
        return fail(STOPPED_AT_ONCE, STOPPED, "stopped")


def _answered(arguments: Sequence[str] | None) -> int:
    for number in _SIGNALS:
        if signal.getsignal(number) is _stop_while_loading:
            signal.signal(number, signal.default_int_handler)
    open_missing()
    ASKED.begin(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a console may lack letters that names have
    # Read by huggingface_hub when it is imported, here and in child processes.
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    program = "nabolag" if Path(sys.argv[0]).stem == "nabolag" else "python main.py"
    try:
        if program != "nabolag" and COMPLETION.intersection(arguments or sys.argv[1:]):
            raise InputError("cli-completion-not-installed")
        code = app(arguments, prog_name=program, standalone_mode=False)
    except NobodyReadsError:
        return DONE
    except SystemExit as ending:
        # A help text that nobody reads to its end; what completes words has codes of its own.
        return MENDABLE if ending.code == OUR_BUG else int(ending.code or DONE)
    except Exception as error:
        if _is_from_no_text(error, sys.argv[1:] if arguments is None else arguments):
            error = InputError("cli-argument-no-text")
        return _told(error)
    if code == STOPPED:  # typer's answer to Ctrl-C outside a job
        return fail(STOPPED_AT_ONCE, STOPPED, "stopped")
    return code if isinstance(code, int) else DONE


def _told(error: Exception) -> int:
    """Say why a command ended early; the exit code."""
    if isinstance(error, JobCancelledError):
        again = "goes on from there" if error.goes_on else "begins anew"
        said = f"Stopped. {error} The same command {again}."
        return fail(said, STOPPED, "stopped", {"goes_on": error.goes_on})
    if isinstance(error, CatalogueError | InputError):
        hint = " (--force)" if error.message.code in ALLOWED_BY_FORCE else ""
        said = str(error).removesuffix(".") + hint
        return fail(said, MENDABLE, error.message.code, error.message.arguments)
    if isinstance(error, OSError) and error.errno in REFUSED_NAMES and error.filename is not None:
        path = os.fsdecode(error.filename)
        refused = Message("path-refused", {"path": path, "reason": reason_of(error)})
        return fail(str(refused).removesuffix("."), MENDABLE, refused.code, refused.arguments)
    if hasattr(error, "format_message"):  # bad arguments; click's class has no stable name
        mistake = error.format_message().rstrip(".").replace("Value error, ", "")
        return fail(f"{mistake}. --help tells what is possible.", MENDABLE, "usage")
    return _our_fault(error)


def _is_from_no_text(error: Exception, arguments: Sequence[str]) -> bool:
    """Whether an argument holds bytes that are no text, as only paths may, and this came of it."""
    if not isinstance(error, UnicodeEncodeError):
        return False
    refused = error.object[error.start : error.end]
    return any(refused in one for one in arguments)


def _our_fault(error: Exception) -> int:
    log = log_error()
    said = f"{type(error).__name__}: {error}. Details are in {log}."
    return fail(said, OUR_BUG, "fault", {"log": log})


def _has_display() -> bool:
    """Whether a window can be opened here; only Linux says so in its environment."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform != "linux" or any(os.environ.get(name) for name in names)


def run() -> None:
    """The installed command ``nabolag``."""
    code = main()
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # all is done: Ctrl-C now ends it without a word
    sys.exit(code)


if __name__ == "__main__":
    run()
