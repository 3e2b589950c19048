"""The command that searches the archive by meaning and by the words of captions."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from math import isnan
from typing import TYPE_CHECKING, Annotated

import typer

from cli.output.amounts import counted
from cli.output.reports import FoundImage, SavedSearchesReport, SearchReport
from cli.output.words import answer
from cli.running import steps
from cli.running.choosing import image_filter
from cli.running.jobs import run_shown
from cli.running.options import (
    AsJson,
    CaptionFrom,
    CaptionLanguages,
    CataloguePath,
    Folder,
    StatusOption,
    WithCaptions,
    WithLabels,
)
from db.records import ImageFilter, Status
from engine.errors import InputError

if TYPE_CHECKING:
    from db.captions.records import CaptionHit
    from db.catalogue import Catalogue
    from engine.language.query import Query

TOP = 20


class By(StrEnum):
    """What words are looked for in."""

    BOTH = "both"
    MEANING = "meaning"
    CAPTIONS = "captions"


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
    top: Annotated[
        int, typer.Option("--top", "--limit", min=1, metavar="N", help="How many to list.")
    ] = TOP,
    label: WithLabels = None,
    folder: Folder = None,
    status: StatusOption = Status.ANY,
    with_captions: WithCaptions = None,
    caption_language: CaptionLanguages = None,
    caption_source: CaptionFrom = None,
    by: Annotated[
        By,
        typer.Option(
            help="What the words are looked for in: what images show and their captions, in one "
            "list; or one of the two. Captions need no encoder."
        ),
    ] = By.BOTH,
    saved: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="A search that was saved; searches lists them."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Search all images by what they show and what their captions say: by words, an image, or both.

    Images that stand out by meaning and those that have a caption with all the words, or words
    that begin so, come first, in one list. "truck + snow - people" adds and takes away; "two words"
    are one term; like:PATH in the text is an image; 0.5*snow counts half. Names of labels are
    searched as what they are called in English. It takes an encoder that reads words; images are
    found by images with any.
    """
    about_captions = (with_captions, caption_language, caption_source)
    if saved is not None:
        others = (text.strip(), like, label, folder, *about_captions)
        if any(one not in (None, "", []) for one in others) or status is not Status.ANY:
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
                image_filter(
                    opened,
                    labels=label or [],
                    folder=folder,
                    status=status,
                    captions=with_captions,
                    caption_languages=caption_language or [],
                    caption_source=caption_source,
                ),
                top,
                by,
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


def _search(
    catalogue: "Catalogue", query: "Query", wanted: ImageFilter, top: int, by: By = By.BOTH
) -> SearchReport:
    if by is By.CAPTIONS:
        return _search_captions(catalogue, query, wanted, top)
    from engine.answers.search import search_archive

    ranking = run_shown(
        lambda cancel: search_archive(
            catalogue, cancel=cancel, query=query, filter=wanted, captions=by is By.BOTH
        )
    )
    ids = ranking.image_ids[:top].tolist()
    scores = [None if isnan(score) else score for score in ranking.scores[:top].tolist()]
    read_as = tuple((one.term.text, one.text) for one in ranking.readings)
    return SearchReport(
        str(query),
        read_as,
        len(ranking.image_ids),
        ranking.not_encoded,
        _found(catalogue, ids, scores, ranking.hits),
        meant=ranking.meant,
        with_words=len(ranking.hits),
    )


def _search_captions(
    catalogue: "Catalogue", query: "Query", wanted: ImageFilter, top: int
) -> SearchReport:
    from db.captions.repository import MOST_RANKED
    from engine.language.snippet import caption_terms

    words, without = caption_terms(query)
    if not words:
        raise InputError("cli-captions-need-words")
    shown = set(catalogue.images.ids(wanted))
    hits: dict[int, CaptionHit] = {}
    for hit in catalogue.captions.search(words, MOST_RANKED, without=without):
        if hit.image_id in shown:
            hits.setdefault(hit.image_id, hit)
    ids = list(hits)[:top]
    images = _found(catalogue, ids, [None] * len(ids), hits)
    return SearchReport(str(query), (), len(hits), 0, images, with_words=len(hits))


def _found(
    catalogue: "Catalogue",
    ids: Sequence[int],
    scores: Sequence[float | None],
    hits: "Mapping[int, CaptionHit] | None" = None,
) -> tuple[FoundImage, ...]:
    labels = catalogue.labellings.of_images(ids)
    captions = {one: hit.text for one, hit in (hits or {}).items()}
    return tuple(
        FoundImage(
            image.path,
            score,
            tuple(one.label_name for one in labels.get(image.id, ())),
            captions.get(image.id, ""),
        )
        for image, score in zip(catalogue.images.get_many(ids), scores, strict=True)
    )


def _lines(report: SearchReport) -> list[str]:
    """Scores, files and labels; what was searched as something else; what was left out."""
    from engine.language.snippet import snippet

    lines = list(report.notes)
    lines += [f"{typed} is searched as {read}" for typed, read in report.read_as if typed != read]
    for image in report.images:
        labels = f"  ({', '.join(image.labels)})" if image.labels else ""
        score = "" if image.score is None else f"{image.score:7.3f}  "
        if not score and report.read_as:
            score = " " * 9  # in one column with those that have one
        lines.append(f"{score}{image.file}{labels}")
        if image.caption:
            lines.append(f"{' ' * 11}“{snippet(image.caption, report.query).text}”")
    if not report.searched:
        lines.append("No image fits.")
    elif report.searched > len(report.images):
        which = "best" if report.read_as else "first"
        lines.append(f"The {which} {len(report.images)} of {counted(report.searched, 'image')}.")
    if report.meant:
        stands = "1 image stands out" if report.meant == 1 else f"{report.meant} images stand out"
        words = f" or have a caption with the words ({report.with_words})"
        lines.append(
            f"{stands}{words if report.with_words else ''}; the others are less and less alike."
        )
    if report.not_encoded:
        lines.append(
            f"{counted(report.not_encoded, 'image')} without features left out; encode reads those "
            "that can be read."
        )
    return lines
