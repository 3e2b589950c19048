"""The command that searches the archive by meaning."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from cli.output.reports import FoundImage, SavedSearchesReport, SearchReport
from cli.output.words import answer
from cli.running import steps
from cli.running.choosing import image_filter
from cli.running.jobs import run_shown
from cli.running.options import AsJson, CataloguePath
from db.records import ImageFilter, Status
from engine.errors import InputError

if TYPE_CHECKING:
    from db.catalogue import Catalogue
    from engine.language.query import Query

TOP = 20

commands = typer.Typer()


# What begins with a minus may be a term to take away and no option.
@commands.command(
    context_settings={"ignore_unknown_options": True},
    epilog='Example: python main.py search photos.nabolag.sqlite "truck + snow - people" · '
    "python main.py search photos.nabolag.sqlite --like birds/0412.jpg --top 5",
)
def search(
    catalogue: CataloguePath,
    text: Annotated[
        str, typer.Argument(metavar="[TEXT]", help="Words, with + and - between terms.")
    ] = "",
    like: Annotated[
        list[str] | None,
        typer.Option(metavar="IMAGE", help="Images like this one, of the archive or any file."),
    ] = None,
    top: Annotated[int, typer.Option(min=1, metavar="N", help="How many to list.")] = TOP,
    label: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Only images with this label; more than one: with all."),
    ] = None,
    folder: Annotated[
        str | None, typer.Option(metavar="PATH", help="Only images in this folder or below it.")
    ] = None,
    status: Annotated[Status, typer.Option(help="Only images of this status.")] = Status.ANY,
    saved: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="A search that was saved; searches lists them."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Search all images by what they show: by words, by an image, or by both.

    "truck + snow - people" adds and takes away; "two words" are one term; like:PATH in the text is
    an image; 0.5*snow counts half. Names of labels are searched as what they are called in
    English. It takes an encoder that reads words; images are found by images with any.
    """
    if saved is not None:
        if text.strip() or like or label or folder is not None or status is not Status.ANY:
            raise InputError("cli-saved-search-alone")
    elif not text.strip() and not like:
        raise InputError("cli-nothing-to-search-for")
    with steps.opened(catalogue) as opened:
        if saved is not None:
            report = _search_saved(opened, saved, top)
        else:
            query = _query(opened, text, like or [])
            report = _search(
                opened,
                query,
                image_filter(opened, labels=label or [], folder=folder, status=status),
                top,
            )
    answer(report, _lines(report), as_json)


@commands.command(epilog="Example: python main.py searches photos.nabolag.sqlite")
def searches(catalogue: CataloguePath, as_json: AsJson = False) -> None:
    """List the searches saved in a catalogue, which search --saved opens."""
    from engine.answers.saved_searches import saved_searches

    with steps.opened(catalogue) as opened:
        found = saved_searches(opened)
    said = "" if found.trouble is None else str(found.trouble)
    lines = [*(found.names or ("No search is saved.",)), *([said] if said else [])]
    answer(SavedSearchesReport(found.names, said), lines, as_json)


def _search_saved(catalogue: "Catalogue", name: str, top: int) -> SearchReport:
    """The images of a saved search: ranked by meaning, or in the order it was saved with."""
    from engine.answers.saved_searches import open_search

    opened = open_search(catalogue, name)
    search, notes = opened.search, tuple(map(str, opened.told))
    if search.meaning is not None:
        return replace(_search(catalogue, search.meaning, search.filter, top), notes=notes)
    ids = catalogue.images.ids(search.filter, search.order, backwards=search.backwards)
    images = _found(catalogue, ids[:top], [None] * len(ids[:top]))
    return SearchReport(search.filter.text, (), len(ids), 0, images, notes)


def _query(catalogue: "Catalogue", text: str, like: list[str]) -> "Query":
    from engine.answers.search import names_of
    from engine.language.query import Query, Term, parse

    images = tuple(Term("image", path) for path in like)
    words = parse(text, names_of(catalogue)).terms if text.strip() else ()
    return Query((*images, *words))


def _search(catalogue: "Catalogue", query: "Query", wanted: ImageFilter, top: int) -> SearchReport:
    from engine.answers.search import search_archive

    ranking = run_shown(
        lambda cancel: search_archive(catalogue, cancel=cancel, query=query, filter=wanted)
    )
    ids = ranking.image_ids[:top].tolist()
    images = _found(catalogue, ids, ranking.scores[:top].tolist())
    read_as = tuple((one.term.text, one.text) for one in ranking.readings)
    return SearchReport(
        str(query),
        read_as,
        len(ranking.image_ids),
        ranking.not_encoded,
        images,
        meant=ranking.meant,
    )


def _found(
    catalogue: "Catalogue", ids: Sequence[int], scores: Sequence[float | None]
) -> tuple[FoundImage, ...]:
    labels = catalogue.labellings.of_images(ids)
    return tuple(
        FoundImage(image.path, score, tuple(one.label_name for one in labels.get(image.id, ())))
        for image, score in zip(catalogue.images.get_many(ids), scores, strict=True)
    )


def _lines(report: SearchReport) -> list[str]:
    """Scores, files and labels; what was searched as something else; what was left out."""
    lines = list(report.notes)
    lines += [f"{typed} is searched as {read}" for typed, read in report.read_as if typed != read]
    for image in report.images:
        labels = f"  ({', '.join(image.labels)})" if image.labels else ""
        score = "" if image.score is None else f"{image.score:7.3f}  "
        lines.append(f"{score}{image.file}{labels}")
    if not report.searched:
        lines.append("No image fits.")
    elif report.searched > len(report.images):
        which = "best" if report.read_as else "first"
        lines.append(f"The {which} {len(report.images)} of {report.searched} images.")
    if report.meant:
        stands = "1 image stands out" if report.meant == 1 else f"{report.meant} images stand out"
        lines.append(f"{stands}; the others are less and less alike.")
    if report.not_encoded:
        lines.append(
            f"{report.not_encoded} images have no features and were left out; encode reads those "
            "that can be read."
        )
    return lines
