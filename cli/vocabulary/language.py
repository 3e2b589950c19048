"""The command on how the names of labels become phrases."""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.output.amounts import counted, percentage
from cli.output.words import answer
from cli.running import steps
from cli.running.options import AsJson, CataloguePath
from engine.errors import InputError

if TYPE_CHECKING:
    from engine.answers.language import LanguageReport

commands = typer.Typer()


class NamesVersion(StrEnum):
    """What ``--names`` takes; a test holds it against ``engine.answers.language.NAMES``."""

    BEST = "best"
    ORIGINAL = "original"
    AUTOMATIC = "automatic"
    MANUAL = "manual"


NAMES_WORDS = {
    "best": "by hand, else automatic, else the label's own",
    "original": "the labels' own",
    "automatic": "automatic, else the label's own",
    "manual": "by hand, else the label's own",
}


@commands.command(
    epilog="Example: python main.py language photos.nabolag.sqlite --archive-language nb "
    "--domain military --kind vehicle --contexts contexts.csv"
)
def language(
    catalogue: CataloguePath,
    archive_language: Annotated[
        str | None,
        typer.Option(
            metavar="CODE", help='The language of the labels\' names: nb, de, …; "" for unknown.'
        ),
    ] = None,
    domain: Annotated[
        str | None, typer.Option(help='What {domain} stands for in contexts, "military"; "" none.')
    ] = None,
    kind: Annotated[
        str | None, typer.Option(help='What {kind} stands for, "vehicle"; "" none.')
    ] = None,
    names: Annotated[
        NamesVersion | None, typer.Option(help="Which names of the labels count.")
    ] = None,
    contexts: Annotated[
        Path | None,
        typer.Option(metavar="FILE.csv", help="Use these contexts: context,weight, {} the label."),
    ] = None,
    default_contexts: Annotated[
        bool, typer.Option("--default-contexts", help="Go back to the program's contexts.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show, or say, how labels become phrases: names, contexts, domain and kind.

    The language-image suggester compares images with these phrases.
    """
    from engine.answers.language import change_language, language_report
    from engine.language.context_table import read_contexts

    if contexts is not None and default_contexts:
        raise InputError("cli-contexts-or-default")
    read = None if contexts is None else read_contexts(contexts)
    with steps.opened(catalogue) as opened:
        change_language(
            opened,
            archive=archive_language,
            domain=domain,
            kind=kind,
            names=None if names is None else names.value,
            contexts=read,
            default_contexts=default_contexts,
        )
        report = language_report(opened)
    answer(report, _lines(report), as_json)


def _lines(report: "LanguageReport") -> Iterator[str]:
    yield f"Language of the labels: {report.archive or 'not said'}"
    yield f"Names that count: {NAMES_WORDS[report.names]}"
    yield (
        f"{counted(report.labels, 'label')}: {report.manual} with a name by hand, "
        f"{report.automatic} with an "
        f"automatic one, {report.prompts} with prompts of their own"
    )
    yield f"{{domain}}: {report.domain or 'not said'}    {{kind}}: {report.kind or 'not said'}"
    whose = "the program's" if report.default_contexts else "this catalogue's own"
    yield f"Contexts ({whose}), by how much they count:"
    for one in report.contexts:
        share = f"{'-' if one.share is None else percentage(one.share, 1):>7}"
        yield f"{share}  {one.text}" + (f"  ({one.left_out})" if one.left_out else "")
