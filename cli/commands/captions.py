"""The command about captions: what there are, lists of them in, search by words."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.output.amounts import counted
from cli.output.caption_lines import (
    caption_line,
    cleaning_lines,
    import_caption_lines,
    retrieval_lines,
)
from cli.output.words import answer
from cli.running import steps
from cli.running.jobs import run_job
from cli.running.options import AsJson, CataloguePath, MeasuredWith
from engine.errors import InputError
from engine.evaluation.retrieval.words import Alike

if TYPE_CHECKING:
    from db.captions.records import CaptionRecord
    from db.catalogue import Catalogue

TOP = 20

commands = typer.Typer()


@dataclass(frozen=True, slots=True)
class FoundCaptionLine:
    """A caption that a search has found."""

    file: str
    caption: str
    language: str


@commands.command(
    epilog="Example: python main.py captions photos.nabolag.sqlite --import captions.csv · "
    'python main.py captions photos.nabolag.sqlite --find "eagle fjord" · '
    "python main.py captions photos.nabolag.sqlite --clean urls,users,short:3 --dry-run · "
    "python main.py captions photos.nabolag.sqlite --evaluate --out report"
)
def captions(
    catalogue: CataloguePath,
    file: Annotated[
        Path | None,
        typer.Option(
            "--import",
            metavar="FILE",
            help="Take captions in: a CSV with the columns file and caption (language, author, "
            "time), COCO's captions, JSON lines, or a folder of .txt files named after the images.",
        ),
    ] = None,
    from_titles: Annotated[
        bool,
        typer.Option("--from-titles", help="Give images with a title a caption that says it."),
    ] = False,
    read_text: Annotated[
        bool,
        typer.Option(
            "--read-text",
            help="Read the words that stand in pictures which were not read yet, as captions with "
            "the source read.",
        ),
    ] = False,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run",
            help="With --import, --from-titles or --clean: say what it would do, change nothing.",
        ),
    ] = False,
    clean: Annotated[
        str,
        typer.Option(
            metavar="STEPS",
            help="Clean captions: urls, users, hashtags (into words), emoji, empty, short:3 (fewer "
            "words), repeated:10 (on more images), with commas between, or all. With --evaluate "
            "the catalogue keeps what it has.",
        ),
    ] = "",
    find: Annotated[
        str,
        typer.Option(
            metavar="WORDS",
            help='Find captions with all words, or words that begin so; "two words".',
        ),
    ] = "",
    top: Annotated[int, typer.Option(min=1, metavar="N", help="How many to list.")] = TOP,
    image: Annotated[
        str | None, typer.Option(metavar="FILE", help="List the captions of one image.")
    ] = None,
    evaluate: Annotated[
        bool,
        typer.Option("--evaluate", help="Measure how captions and images find each other."),
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="With --evaluate: the folder for the report."),
    ] = None,
    alike: Annotated[
        Alike,
        typer.Option(
            help="With --evaluate: what captions count as that are equal to an image's own, or of "
            "a near-duplicate."
        ),
    ] = "right",
    encoder: MeasuredWith = None,
    rebuild_index: Annotated[
        bool,
        typer.Option("--rebuild-index", help="Make the index of words anew, where check says so."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Say how many captions there are and in which languages; take some in, find them, clean them,
    measure.

    Cleaning is one change: undo takes it back, and what was found is kept beside what it becomes.
    """
    cleans = bool(clean.strip()) and not evaluate
    asked = (file, from_titles, read_text, find.strip(), image, evaluate, cleans, rebuild_index)
    if sum(map(bool, asked)) > 1:
        raise InputError("cli-captions-one-thing")
    if evaluate != (out is not None) or (encoder is not None and not evaluate):
        raise InputError("cli-captions-evaluate-out")
    with steps.opened(catalogue) as opened:
        if file is not None or from_titles or read_text:
            if not dry_run:
                opened.backups.take_if_due()
            _take_in(opened, file, from_titles=from_titles, dry_run=dry_run, as_json=as_json)
        elif cleans:
            if not dry_run:
                opened.backups.take_if_due()
            cleaned = run_job("clean-captions", opened, steps=clean, dry_run=dry_run)
            answer(cleaned, cleaning_lines(cleaned), as_json)
        elif find.strip():
            found = _found(opened, find, top)
            lines = [f"{one.file}  {' '.join(one.caption.split())}" for one in found]
            answer(found, lines or ["No caption has these words."], as_json)
        elif image is not None:
            own = _of_image(opened, image)
            lines = [caption_line(one) for one in own] or ["The image has no caption."]
            answer([asdict(one) for one in own], lines, as_json)
        elif out is not None:
            report = run_job(
                "evaluate-captions", opened, out=out, alike=alike, clean=clean, encoder=encoder
            )
            answer(report.as_json(), retrieval_lines(report), as_json)
        elif rebuild_index:
            change = opened.commands.rebuild_caption_index()
            answer(change.details, ["The index of captions was made anew."], as_json)
        else:
            counts = opened.captions.languages()
            total = counted(sum(counts.values()), "caption")
            lines = [total, *(f"  {code or 'unknown'}: {n}" for code, n in counts.items())]
            answer({"captions": sum(counts.values()), "languages": counts}, lines, as_json)


def _take_in(
    catalogue: "Catalogue", file: Path | None, *, from_titles: bool, dry_run: bool, as_json: bool
) -> None:
    """Captions of a list, of titles, or else those that stand in pictures."""
    if file is None and not from_titles:
        read = run_job("read-text", catalogue)
        answer(read, [str(read.message)], as_json)
        return
    if file is None:
        summary = run_job("titles-as-captions", catalogue, dry_run=dry_run)
    else:
        summary = run_job("import-captions", catalogue, file=file, dry_run=dry_run)
    answer(summary, import_caption_lines(summary, titles=from_titles), as_json)


def _found(catalogue: "Catalogue", words: str, top: int) -> list[FoundCaptionLine]:
    hits = catalogue.captions.search(words, top)
    images = catalogue.images.get_many([hit.image_id for hit in hits])
    return [
        FoundCaptionLine(image.path, hit.text, hit.language)
        for hit, image in zip(hits, images, strict=True)
    ]


def _of_image(catalogue: "Catalogue", file: str) -> "list[CaptionRecord]":
    (image_id,) = steps.image_ids(catalogue, [file])
    return catalogue.captions.of_image(image_id)
