"""Commands that read an archive into its catalogue, and look it over."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.output.words import answer, check_lines, import_lines, scan_lines
from cli.running import steps
from cli.running.jobs import run_job
from cli.running.options import DONE, MENDABLE, AsJson, CataloguePath

if TYPE_CHECKING:
    from engine.archive.keyword_table import TableOptions

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
WholeLines = Annotated[
    bool,
    typer.Option(
        "--force",
        help="Take whole cells as keywords, also where they look as if something else stood "
        "between them.",
    ),
]


commands = typer.Typer()


@commands.command(
    epilog="Example: python main.py create photos.nabolag.sqlite photos --keywords k.csv"
)
def create(
    catalogue: CataloguePath,
    archive_dir: Annotated[Path, typer.Argument(metavar="ARCHIVE_DIR", help="The images.")],
    keywords: Keywords = None,
    separator: Separator = ";",
    encoding: Encoding = "utf-8",
    file_column: FileColumn = "file",
    keywords_column: KeywordsColumn = "keywords",
    title_column: TitleColumn = None,
    force: WholeLines = False,
    glossary: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Labels to begin with: their names, English names, and the keywords they stand "
            "for (columns original, manual, keyword).",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make a catalogue of an archive: find and read its files, import their keywords.

    Stopped half-way, the same command goes on where it was. Nothing is written to the archive.
    """
    from engine.jobs.keyword_rows import check_rows

    options = _table_options(separator, encoding, file_column, keywords_column, title_column, force)
    if keywords is not None and not catalogue.exists():
        check_rows(keywords, options)  # before there is anything to clean up
    with steps.created_or_opened(catalogue, archive_dir) as opened:
        if glossary is not None:
            steps.begin_with(opened, glossary)
        summary = steps.scan(opened, keywords, options)
    answer(summary, scan_lines(summary), as_json)


@commands.command(epilog="Example: python main.py rescan photos.nabolag.sqlite")
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
    force: WholeLines = False,
    as_json: AsJson = False,
) -> None:
    """Bring the catalogue up to date with new, moved, changed and missing files."""
    options = _table_options(separator, encoding, file_column, keywords_column, title_column, force)
    with steps.opened(catalogue) as opened:
        if archive_dir is not None:
            opened.commands.set_archive_dir(archive_dir)
        summary = steps.scan(opened, keywords, options)
    answer(summary, scan_lines(summary), as_json)


@commands.command(
    "import", epilog="Example: python main.py import photos.nabolag.sqlite keywords.csv --dry-run"
)
def import_(
    catalogue: CataloguePath,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="A keyword table, or what this or an annotation program exported.",
        ),
    ],
    export_format: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="NAME",
            help="What the file is: keywords, or the format it was exported in; else found out.",
        ),
    ] = "",
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Say what would change, label by label and image by image."),
    ] = False,
    removals: Annotated[
        bool,
        typer.Option(
            help="Take off what people left out who looked the images through in another program."
        ),
    ] = True,
    separator: Separator = ";",
    encoding: Encoding = "utf-8",
    file_column: FileColumn = "file",
    keywords_column: KeywordsColumn = "keywords",
    title_column: TitleColumn = None,
    force: WholeLines = False,
    as_json: AsJson = False,
) -> None:
    """Take keywords of a table, or labels of an export, into a catalogue: one change to undo."""
    options = _table_options(separator, encoding, file_column, keywords_column, title_column, force)
    with steps.opened(catalogue) as opened:
        if not dry_run:
            opened.backups.take_if_due()
        summary = run_job(
            "import-table",
            opened,
            file=file,
            csv_options=options,
            format=export_format,
            dry_run=dry_run,
            removals=removals,
        )
    answer(summary, import_lines(summary), as_json)


@commands.command(epilog="Example: python main.py check photos.nabolag.sqlite --hashes")
def check(
    catalogue: CataloguePath,
    hashes: Annotated[
        bool, typer.Option("--hashes", help="Read every file again and compare its contents.")
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Check database, features, vectors of texts and files; exit code 2 when something is wrong."""
    with steps.opened(catalogue) as opened:
        summary = run_job("check", opened, hashes=hashes)
    answer(summary, check_lines(summary), as_json)
    return DONE if summary.sound else MENDABLE


def _table_options(
    separator: str,
    encoding: str,
    file_column: str,
    keywords_column: str,
    title_column: str | None,
    whole_lines: bool,
) -> "TableOptions":
    from engine.archive.keyword_table import TableOptions

    return TableOptions(
        separator=separator,
        encoding=encoding,
        file_column=file_column,
        keywords_column=keywords_column,
        title_column=title_column,
        whole_lines=whole_lines,
    )
