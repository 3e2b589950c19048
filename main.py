"""Starts the window or runs a command: the only place that wires the layers together.

Child processes import this file again, so Qt, torch and all that loads them are imported inside
the functions that use them.
"""

import io
import os
import signal
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from cli import steps
from cli.amounts import size
from cli.log import log_error
from cli.running import run_shown
from cli.words import (
    answer,
    backup_lines,
    check_lines,
    encode_lines,
    encoder_lines,
    evaluation_lines,
    export_lines,
    fail,
    image_lines,
    note,
    scan_lines,
    suggest_report_lines,
    suspects_lines,
)
from db.errors import CatalogueError
from engine.errors import InputError
from engine.jobs.progress import JobCancelledError

if TYPE_CHECKING:
    from engine.archive.keyword_table import TableOptions

DONE, OUR_BUG, MENDABLE, STOPPED = 0, 1, 2, 130
STOPPED_AT_ONCE = "Stopped at once. What was finished is kept."
SUGGESTER = "neighbor-search"
DEMO_FOLDER = Path("demo")


class ExportFormatName(StrEnum):
    """What ``export --format`` takes; a test holds it against ``engine.exchange.FORMATS``."""

    CSV_LONG = "csv-long"
    CSV_WIDE = "csv-wide"
    JSONL = "jsonl"


class CommandOrCatalogue(TyperGroup):
    """``main.py my.nabolag.sqlite`` and ``main.py`` alone are short for ``main.py window …``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401
        """Put the command in where there is none."""
        if not args or (args[0] not in self.commands and not args[0].startswith("-")):
            args = ["window", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=CommandOrCatalogue,
    help="Labels image archives by their neighbours and shows the evidence behind every "
    "suggestion. Without a command, the window opens.",
    epilog="Example: python main.py demo",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)

CataloguePath = Annotated[
    Path, typer.Argument(metavar="CATALOGUE", help="The catalogue: name.nabolag.sqlite.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that is there already.")]
Raw = Annotated[
    bool,
    typer.Option("--raw", help="Leave out the apostrophe before cells that look like formulas."),
]
Keywords = Annotated[
    Path | None,
    typer.Option("--keywords", metavar="FILE", help="Keyword table, or a table exported earlier."),
]
Separator = Annotated[
    str, typer.Option(help="What stands between keywords in one cell of the keyword table.")
]
Encoding = Annotated[str, typer.Option(help="The keyword table's text encoding.")]
FileColumn = Annotated[str, typer.Option(help="The keyword table's column of file names.")]
KeywordsColumn = Annotated[str, typer.Option(help="The keyword table's column of keywords.")]
TitleColumn = Annotated[
    str | None, typer.Option(help="The keyword table's column of titles; else title or caption.")
]


# --- commands -----------------------------------------------------------------------------------


@app.command(epilog="Example: python main.py window photos.nabolag.sqlite")
def window(
    catalogue: Annotated[Path | None, typer.Argument(metavar="[CATALOGUE]")] = None,
) -> int:
    """Open the window, with a catalogue or with the start page."""
    if catalogue is not None and not catalogue.exists():
        raise InputError(
            f"There is neither a command nor a catalogue named {catalogue}; "
            "--help lists the commands, create makes a catalogue."
        )
    if not _has_display():
        raise InputError("There is no display to open a window on; --help lists the commands.")
    from gui.app import run_window

    return run_window(catalogue)


@app.command(epilog="Example: python main.py create photos.nabolag.sqlite photos --keywords k.csv")
def create(
    catalogue: CataloguePath,
    archive_dir: Annotated[Path, typer.Argument(metavar="ARCHIVE_DIR", help="The images.")],
    keywords: Keywords = None,
    separator: Separator = ";",
    encoding: Encoding = "utf-8",
    file_column: FileColumn = "file",
    keywords_column: KeywordsColumn = "keywords",
    title_column: TitleColumn = None,
    as_json: AsJson = False,
) -> None:
    """Make a catalogue of an archive: find and read its files, import their keywords.

    Stopped half-way, the same command goes on where it was. Nothing is written to the archive.
    """
    from engine.jobs.scan import check_keyword_table

    options = _table_options(separator, encoding, file_column, keywords_column, title_column)
    if keywords is not None and not catalogue.exists():
        check_keyword_table(keywords, options)  # before there is anything to clean up
    with steps.created_or_opened(catalogue, archive_dir) as opened:
        summary = steps.scan(opened, keywords, options)
    answer(summary, scan_lines(summary), as_json)


@app.command(epilog="Example: python main.py rescan photos.nabolag.sqlite")
def rescan(
    catalogue: CataloguePath,
    archive_dir: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where the archive is now, if it moved.")
    ] = None,
    keywords: Keywords = None,
    separator: Separator = ";",
    encoding: Encoding = "utf-8",
    file_column: FileColumn = "file",
    keywords_column: KeywordsColumn = "keywords",
    title_column: TitleColumn = None,
    as_json: AsJson = False,
) -> None:
    """Bring the catalogue up to date with new, moved, changed and missing files."""
    options = _table_options(separator, encoding, file_column, keywords_column, title_column)
    with steps.opened(catalogue) as opened:
        if archive_dir is not None:
            opened.commands.set_archive_dir(archive_dir)
        summary = steps.scan(opened, keywords, options)
    answer(summary, scan_lines(summary), as_json)


@app.command(epilog="Example: python main.py encode photos.nabolag.sqlite --encoder built-in")
def encode(
    catalogue: CataloguePath,
    encoder: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="One that `encoders` lists, or weights in a file or folder."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Compute the features of all images that have none yet."""
    with steps.opened(catalogue) as opened:
        summary = steps.encode(opened, encoder)
    answer(summary, encode_lines(summary), as_json)


@app.command(epilog="Example: python main.py suggest photos.nabolag.sqlite --out suggestions.csv")
def suggest(
    catalogue: CataloguePath,
    suggester: Annotated[
        str, typer.Option(metavar="NAME", help="What scores the labels of all images.")
    ] = SUGGESTER,
    image: Annotated[
        str | None,
        typer.Option(metavar="PATH", help="Show this image's suggestions and their evidence."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write all suggestions, as CSV or .jsonl.")
    ] = None,
    tune: Annotated[
        bool | None,
        typer.Option("--tune/--no-tune", help="Fit to the archive first; else only if never done."),
    ] = None,
    raw: Raw = False,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Suggest labels for all images, or show those of one image and where they come from."""
    with steps.opened(catalogue) as opened:
        if image is not None:
            one = steps.suggest_one(opened, image)
            answer(one, image_lines(one), as_json)
            return
        report = steps.suggest(opened, suggester, tune=tune, out=out, raw=raw, force=force)
    answer(report, suggest_report_lines(report), as_json)


@app.command(epilog="Example: python main.py suspects photos.nabolag.sqlite --out suspects.csv")
def suspects(
    catalogue: CataloguePath,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="List all of them in a CSV file.")
    ] = None,
    raw: Raw = False,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Look for labels that are probably wrong or missing, and for the images to label next."""
    with steps.opened(catalogue) as opened:
        report = steps.suspects(opened, out=out, raw=raw, force=force)
    answer(report, suspects_lines(report), as_json)


@app.command(
    epilog="Example: python main.py evaluate photos.nabolag.sqlite --out report · "
    "python main.py evaluate --compare march/report.json june/report.json --out changes"
)
def evaluate(
    catalogue: Annotated[
        Path | None,
        typer.Argument(metavar="[CATALOGUE]", help="The catalogue; none for --compare."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The folder the report is written to.")
    ] = None,
    suggesters: Annotated[
        str, typer.Option(metavar="a,b|all", help="Which suggesters, with commas between.")
    ] = "all",
    split: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.csv", help="Which file is train, validation or test: file,split."
        ),
    ] = None,
    seeds: Annotated[
        int, typer.Option(min=1, max=100, help="How many random splits; the report has all.")
    ] = 1,
    minimum: Annotated[
        int | None,
        typer.Option(min=1, help="Leave out labels on fewer training images than this."),
    ] = None,
    beta: Annotated[
        float | None, typer.Option(min=0.1, max=10, help="How much recall counts in F; else 2.")
    ] = None,
    compare: Annotated[
        tuple[Path, Path] | None,
        typer.Option(metavar="OLD.json NEW.json", help="Lay two reports side by side instead."),
    ] = None,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Measure how good suggesters are on the images that are labelled already.

    Every suggester is tuned on 80 % of them and measured on the rest. Plots, tables per label and
    the worst errors with their evidence go into one web page.
    """
    if out is None:
        raise InputError("Name the folder for the report with --out.")
    if compare is not None:
        if catalogue is not None:
            raise InputError("--compare takes two reports and no catalogue; leave one out.")
        from engine.jobs.evaluation_report import compare_reports

        written = compare_reports(*compare, out, overwrite=force)
        answer(written, [f"{path}" for path in written], as_json)
        return
    if catalogue is None:
        raise InputError("Name the catalogue to evaluate, or two reports with --compare.")
    with steps.opened(catalogue) as opened:
        report = steps.evaluate(
            opened,
            out,
            suggesters=suggesters,
            split_file=split,
            seeds=seeds,
            minimum_images=minimum,
            beta=beta,
            force=force,
        )
    answer(report, evaluation_lines(report), as_json)


@app.command(epilog="Example: python main.py export photos.nabolag.sqlite labels.csv")
def export(
    catalogue: CataloguePath,
    destination: Annotated[Path, typer.Argument(metavar="DEST", help="The file to write.")],
    export_format: Annotated[
        ExportFormatName, typer.Option("--format", help="One row per label, per image, or JSON.")
    ] = ExportFormatName.CSV_LONG,
    raw: Raw = False,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Write every image with its labels to a file, which `create --keywords` takes again."""
    with steps.opened(catalogue) as opened:
        summary = steps.export(opened, destination, export_format.value, raw=raw, force=force)
    answer(summary, export_lines(summary), as_json)


@app.command(epilog="Example: python main.py check photos.nabolag.sqlite --hashes")
def check(
    catalogue: CataloguePath,
    hashes: Annotated[
        bool, typer.Option("--hashes", help="Read every file again and compare its contents.")
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Check the database, the features and the files; exit code 2 when something is wrong."""
    from engine.jobs.check import check_catalogue

    with steps.opened(catalogue) as opened:
        summary = run_shown(lambda cancel: check_catalogue(opened, cancel=cancel, hashes=hashes))
    answer(summary, check_lines(summary), as_json)
    return DONE if summary.sound else MENDABLE


@app.command(epilog="Example: python main.py encoders --download ViT-B-32/laion2b_s34b_b79k")
def encoders(
    download: Annotated[
        str | None, typer.Option(metavar="NAME", help="Fetch this encoder's weights, once.")
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="List every encoder that can be had.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List the encoders that are installed and what can be had, or fetch one.

    Weights given as files or folders need no listing: encode --encoder takes their path. Those in
    the encoders folder, which is shown, are listed by name.
    """
    from engine.encoders.registry import available_encoders, download_encoder, encoders_dir

    if download is not None:
        wanted = next((one for one in available_encoders() if one.name == download), None)
        if wanted is not None and not wanted.installed:
            note(f"{download}: {size(wanted.size_bytes)} from {wanted.source}; Ctrl-C stops.")
        fetched = run_shown(lambda cancel: download_encoder(download, cancel=cancel), in_bytes=True)
        answer(fetched, [f"{fetched.name} is installed, SHA-256 {fetched.weights_sha256}"], as_json)
        return
    found = available_encoders()
    answer(
        {"folder": encoders_dir(), "encoders": found},
        encoder_lines(found, encoders_dir(), every=every),
        as_json,
    )


@app.command(epilog="Example: python main.py backups photos.nabolag.sqlite")
def backups(catalogue: CataloguePath, as_json: AsJson = False) -> None:
    """List the backups of a catalogue, newest first."""
    from db.backups import restorable

    found = restorable(catalogue)
    if not found and not catalogue.exists():
        raise InputError(f"There is no catalogue {catalogue}, and no backup of it.")
    answer(found, backup_lines(found), as_json)


@app.command(epilog="Example: python main.py restore photos.nabolag.sqlite")
def restore(
    catalogue: CataloguePath,
    backup: Annotated[
        str | None,
        typer.Argument(metavar="[BACKUP]", help="A name that `backups` lists; else the newest."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Put a backup in the place of a catalogue that no window has open.

    What is replaced becomes a backup itself, so that restoring can be undone.
    """
    from db.backups import restorable, sound_backups
    from db.backups import restore as put_back

    if backup is None:
        found = sound_backups(catalogue)
    else:
        found = [one for one in restorable(catalogue) if one.path.name == backup]
    if not found:
        wanted = "no backup" if backup is None else f"no backup named {backup}"
        raise InputError(f"{catalogue} has {wanted}; the command backups lists what there is.")
    put_back(catalogue, found[0].path)
    answer(found[0], [f"{catalogue} is as it was at {found[0].created_at}."], as_json)


@app.command(epilog="Example: python main.py demo --no-window")
def demo(
    folder: Annotated[
        Path, typer.Argument(metavar="[DIR]", help="Where everything goes; ./demo otherwise.")
    ] = DEMO_FOLDER,
    no_window: Annotated[bool, typer.Option("--no-window", help="End without a window.")] = False,
    as_json: AsJson = False,
) -> int:
    """Do the whole job on the sample archive, then open the window where there is a display.

    The sample archive is copied, catalogued and encoded, labels are suggested and exported. Run
    again, it uses what is there.
    """
    archive_dir = steps.copied_sample(folder)
    catalogue = folder / "demo.nabolag.sqlite"
    with steps.created_or_opened(catalogue, archive_dir) as opened:
        scanned = steps.scan(opened, archive_dir / "keywords.csv")
        encoded = steps.encode(opened)
        suggested = steps.suggest(opened, SUGGESTER)
        exported = steps.export(opened, folder / "labels.csv", "csv-long", force=True)
    report = {"scan": scanned, "encode": encoded, "suggest": suggested, "export": exported}
    lines = [
        *scan_lines(scanned),
        *encode_lines(encoded),
        *suggest_report_lines(suggested),
        *export_lines(exported),
        f"The window opens it with: {os.path.relpath(sys.executable)} main.py {catalogue}",
    ]
    answer({"catalogue": catalogue, **report}, lines, as_json)
    return DONE if no_window or as_json or not _has_display() else window(catalogue)


# --- start and end ------------------------------------------------------------------------------


def _table_options(
    separator: str, encoding: str, file_column: str, keywords_column: str, title_column: str | None
) -> "TableOptions":
    from engine.archive.keyword_table import TableOptions

    return TableOptions(
        separator=separator,
        encoding=encoding,
        file_column=file_column,
        keywords_column=keywords_column,
        title_column=title_column,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line (default: this process's own) and give its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a console may lack letters that names have
    # Read by huggingface_hub when it is imported, here and in child processes.
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    program = "nabolag" if Path(sys.argv[0]).stem == "nabolag" else "python main.py"
    try:
        code = app(arguments, prog_name=program, standalone_mode=False)
    except (CatalogueError, InputError) as error:
        return fail(str(error), MENDABLE)
    except JobCancelledError as error:
        return fail(f"Stopped. {error} The same command goes on from there.", STOPPED)
    except KeyboardInterrupt:
        return fail(STOPPED_AT_ONCE, STOPPED)
    except Exception as error:
        if hasattr(error, "format_message"):  # bad arguments; click's class has no stable name
            mistake = error.format_message().rstrip(".").replace("Value error, ", "")
            return fail(f"{mistake}. --help tells what is possible.", MENDABLE)
        return fail(f"{type(error).__name__}: {error}. Details are in {log_error()}.", OUR_BUG)
    if code == STOPPED:  # typer's answer to Ctrl-C outside a job
        return fail(STOPPED_AT_ONCE, STOPPED)
    return code if isinstance(code, int) else DONE


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
