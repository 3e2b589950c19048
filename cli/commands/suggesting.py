"""Commands that suggest labels, and measure how well."""

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.output.caption_lines import retrieval_lines
from cli.output.evaluation_lines import evaluation_lines
from cli.output.reports import SuggestionRow
from cli.output.typed import typed_command
from cli.output.words import (
    answer,
    image_lines,
    suggest_report_lines,
    suspects_lines,
    written_lines,
)
from cli.running import steps
from cli.running.choosing import chosen_rows, limited
from cli.running.image_reports import AskedImages, listed_images
from cli.running.jobs import run_job
from cli.running.options import (
    AsJson,
    CataloguePath,
    Folder,
    Force,
    Limit,
    ListedImages,
    MeasuredWith,
    MinimumProbability,
    Raw,
    RowLabels,
    StatusOption,
    Top,
)
from cli.running.tables import table_place, tell
from cli.vocabulary.language import NamesVersion
from db.records import Status
from engine.answers.chosen_rows import EVERY_ROW, ChosenRows
from engine.errors import InputError

if TYPE_CHECKING:
    from db.catalogue import Catalogue

commands = typer.Typer()


@commands.command(
    epilog="Example: python main.py suggest photos.nabolag.sqlite --out suggestions.csv"
)
def suggest(
    catalogue: CataloguePath,
    suggester: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="What scores the labels (the command suggester lists all); else the one chosen "
            "for this catalogue, else the "
            "recommended one: neighbor-mix, or what an evaluation of this archive found better. Of "
            "single images: else the one that made the suggestions that are there.",
        ),
    ] = None,
    image: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PATH",
            help="Show this image's suggestions and their evidence: an image of the archive or any "
            "file; again for more.",
        ),
    ] = None,
    text: Annotated[
        str | None,
        typer.Option(
            metavar="WORDS",
            help="What is said of the --image, in place of its captions; for suggesters that read "
            "texts.",
        ),
    ] = None,
    images: ListedImages = None,
    labels: RowLabels = None,
    folder: Folder = None,
    status: StatusOption = Status.ANY,
    minimum_probability: MinimumProbability = None,
    top: Top = None,
    limit: Limit = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the suggestions: FILE.csv, FILE.jsonl, or -."),
    ] = None,
    tune: Annotated[
        bool | None,
        typer.Option("--tune/--no-tune", help="Fit to the archive first; else only if never done."),
    ] = None,
    raw: Raw = False,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Suggest labels for all images, or show those of one image and where they come from.

    Filters choose which suggestions are listed and written; all are made anew. Of a suggestion,
    the probability tells how likely it is right, measured on labelled images; the confidence is
    what the suggester gives, which its evidence adds up to.
    """
    if text is not None and image is None and images is None:
        raise InputError("cli-text-without-image")
    with table_place(out, as_json=as_json) as place, steps.opened(catalogue) as opened:
        rows = chosen_rows(
            opened,
            labels=labels or (),
            folder=folder,
            status=status,
            minimum_probability=minimum_probability,
            top=top,
            limit=limit,
        )
        if image is not None or images is not None:
            named = [*(image or ()), *(listed_images(images) if images is not None else ())]
            asked = AskedImages(opened, named, suggester, rows, text=text)
            if place is not None:
                written = asked.write(place, raw=raw, force=force)
                tell(written, written_lines(written), [out], as_json)
                return
            reports = asked.reports()
            one = len(named) == 1 and images is None
            lines = [line for report in reports for line in image_lines(report)]
            answer(reports[0] if one else {"images": reports}, lines, as_json)
            return
        report = steps.suggest(
            opened, suggester, tune=tune, out=place, raw=raw, force=force, rows=rows
        )
        if rows != EVERY_ROW and out is None:
            report = replace(report, rows=_listed(opened, rows))
        tell(report, suggest_report_lines(report), [out], as_json)


def _listed(catalogue: "Catalogue", rows: ChosenRows) -> tuple[SuggestionRow, ...]:
    found = catalogue.suggestions.open_ones(rows.images, rows.label_ids, rows.minimum_probability)
    found = limited(found, rows)
    images = catalogue.images.get_many([one.image_id for one in found])
    return tuple(
        SuggestionRow(image.path, one.label_name, one.probability, one.confidence)
        for image, one in zip(images, found, strict=True)
    )


@commands.command(
    epilog="Example: python main.py suspects photos.nabolag.sqlite --out suspects.csv"
)
def suspects(
    catalogue: CataloguePath,
    labels: RowLabels = None,
    folder: Folder = None,
    status: StatusOption = Status.ANY,
    minimum_probability: MinimumProbability = None,
    top: Annotated[
        int | None, typer.Option("--top", min=1, metavar="N", help="The first N of each kind.")
    ] = None,
    limit: Limit = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="List them: FILE.csv, FILE.jsonl, or -."),
    ] = None,
    raw: Raw = False,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Look for labels that are probably wrong or missing, and for the images to label next.

    Filters choose which of them are listed. The probability tells how likely a doubt is right.
    """
    with table_place(out, as_json=as_json) as place, steps.opened(catalogue) as opened:
        rows = chosen_rows(
            opened,
            labels=labels or (),
            folder=folder,
            status=status,
            minimum_probability=minimum_probability,
            top=top,
            limit=limit,
        )
        report = steps.suspects(opened, out=place, raw=raw, force=force, rows=rows)
        tell(report, suspects_lines(report, is_chosen=rows != EVERY_ROW), [out], as_json)


@commands.command(
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
        str,
        typer.Option(
            metavar="recommended|a,b|all",
            help="Which suggesters, with commas between; “recommended” are the three that may be "
            "recommended.",
        ),
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
    names: Annotated[
        NamesVersion | None,
        typer.Option(
            help="Measure the language-image suggester with these names only; else with every "
            "version there is."
        ),
    ] = None,
    encoder: MeasuredWith = None,
    compare: Annotated[
        tuple[Path, Path] | None,
        typer.Option(metavar="OLD.json NEW.json", help="Lay two reports side by side instead."),
    ] = None,
    captions: Annotated[
        bool,
        typer.Option(
            "--captions",
            help="Measure how captions and images find each other instead, as captions --evaluate "
            "does.",
        ),
    ] = False,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Measure how good suggesters are on the images that are labelled already.

    Every suggester is tuned on 80 % of them and measured on the rest. Plots, tables per label and
    the worst errors with their evidence go into one web page.
    """
    if out is None:
        raise InputError("cli-report-folder-missing")
    if compare is not None:
        if catalogue is not None:
            raise InputError("cli-compare-with-catalogue")
        from engine.jobs.evaluate.report import compare_reports

        written = compare_reports(*compare, out, overwrite=force)
        document = json.loads((out / "comparison.json").read_text(encoding="utf-8"))
        told = [*document["differences"], *document["hindrances"], *map(str, written)]
        answer({"written": written, **document}, told, as_json)
        return
    if catalogue is None:
        raise InputError("cli-nothing-to-evaluate")
    with steps.opened(catalogue) as opened:
        if captions:
            found = run_job("evaluate-captions", opened, out=out, encoder=encoder)
            answer(found.as_json(), retrieval_lines(found), as_json)
            return
        report = steps.evaluate(
            opened,
            out,
            suggesters=suggesters,
            split_file=split,
            seeds=seeds,
            minimum_images=minimum,
            beta=beta,
            names=None if names is None else names.value,
            encoder=encoder,
            force=force,
        )
        in_use = steps.is_encoder_in_use(opened, report.fingerprint)
    lines = evaluation_lines(report, in_use=in_use)
    if report.suggesters and in_use:
        best = max(report.suggesters, key=lambda one: one.metrics.micro.f_score.value)
        command = typed_command("suggester", catalogue, best.name.partition(" (")[0])
        lines.append(f"To suggest with the best of them: {command}")
    answer(report, lines, as_json)
