"""The command that looks for duplicates, asks about them and takes answers."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.output.amounts import counted, percentage
from cli.output.words import answer
from cli.running import steps
from cli.running.jobs import run_job
from cli.running.options import AsJson, CataloguePath, Force, Raw
from engine.errors import InputError

if TYPE_CHECKING:
    from db.catalogue import Catalogue
    from engine.exchange.duplicate_table import PairRow
    from engine.jobs.duplicates.files import FilesMoved

commands = typer.Typer()


@dataclass(frozen=True, slots=True)
class AcceptedClusters:
    """What accepting the certain clusters did, or (``preview``) would do."""

    preview: bool
    clusters: int
    images: int
    labels: int
    titles: int
    contradicting: int


@dataclass(frozen=True, slots=True)
class DuplicatesReport:
    """What one call did. ``pairs``: those asked about. None for what was not asked for.

    ``settled``: more answers would change little; ``more_answers``: about how many it takes until
    then, None where that cannot be said yet.
    """

    images: int
    new_images: int
    clusters: int
    certain: int
    answers: int
    set_aside: int
    settled: bool
    more_answers: int | None
    pairs: "list[PairRow] | None" = None
    answered: int | None = None
    suspected: int | None = None
    unknown_files: tuple[str, ...] = ()
    brought_back: int | None = None
    accepted: AcceptedClusters | None = None
    written: tuple[str, ...] = ()
    files: "FilesMoved | None" = None


@commands.command(
    epilog="Example: python main.py duplicates photos.nabolag.sqlite --ask 20 · "
    "python main.py duplicates photos.nabolag.sqlite --answers said.csv --export clusters.csv"
)
def duplicates(
    catalogue: CataloguePath,
    ask: Annotated[
        int,
        typer.Option(min=0, metavar="N", help="Name the N pairs whose answers would teach most."),
    ] = 0,
    answers: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.csv",
            help="Take answers: file_a,file_b,answer (yes, no, copy, variant, series).",
        ),
    ] = None,
    imported: Annotated[
        Path | None,
        typer.Option(
            "--import",
            metavar="FILE",
            help="Take groups to look at: a table file,cluster[,keeper,probability,relation], or "
            "the JSON of czkawka (duplicate files, similar images) or fclones. Only a relation "
            "(same, copy, variant, series, different) is an answer; all else is suspected.",
        ),
    ] = None,
    back: Annotated[
        Path | None,
        typer.Option(
            "--bring-back",
            metavar="FILE.csv",
            help="Have files in use again that are set aside: a table with the column file, such "
            "as --list-aside writes. Labels they handed over are taken back.",
        ),
    ] = None,
    accept_certain: Annotated[
        bool, typer.Option("--accept-certain", help="Set the others of certain clusters aside.")
    ] = False,
    preview: Annotated[
        bool, typer.Option("--preview", help="With --accept-certain: only tell what it would do.")
    ] = False,
    pairs: Annotated[
        Path | None,
        typer.Option(metavar="FILE.csv", help="Write pairs: file_a,file_b,similarity,probability."),
    ] = None,
    export: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.csv",
            help="Write clusters: file,cluster,keeper,probability,relation,likely_relation; "
            "relation is what a curator answered, likely_relation what the program thinks.",
        ),
    ] = None,
    list_aside: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.csv",
            help="Write what is set aside: file,keeper,cluster,probability,relation.",
        ),
    ] = None,
    move_to: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Move the files of what is set aside to a folder."),
    ] = None,
    trash: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Move them to the system's trash instead, which alone brings them back; the list "
            "of them goes to DIR.",
        ),
    ] = None,
    put_back: Annotated[
        Path | None,
        typer.Option(metavar="MANIFEST", help="Put files back that --move-to has moved."),
    ] = None,
    anew: Annotated[
        bool, typer.Option("--anew", help="Compare all images again, not only new ones.")
    ] = False,
    raw: Raw = False,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Look for duplicates among the encoded images, take what is said of them, and tell of them.

    New images are compared with all. Answers and groups are taken first, then what is named brought
    back, certain clusters accepted, pairs named, tables written, and files moved last. Nothing is
    deleted; what is set aside can be brought back, and undone. Files are touched by --move-to,
    --trash and --put-back alone.
    """
    if preview and not accept_certain:
        raise InputError("cli-preview-of-what")
    if sum(one is not None for one in (move_to, trash, put_back)) > 1:
        raise InputError("cli-one-way-for-files")
    with steps.opened(catalogue) as opened:
        if put_back is not None:
            moved = run_job("put-back-files", opened, manifest=put_back)
            run_job("scan", opened)
            answer(moved, [str(moved.message), *_left_lines(moved)], as_json)
            return
        report = _report(
            opened,
            ask=ask,
            tables=(answers, imported),
            back=back,
            accepting=(accept_certain, preview),
            destinations=(pairs, export, list_aside),
            anew=anew,
            raw=raw,
            force=force,
        )
        for folder, job in ((move_to, "set-aside-files"), (trash, "trash-files")):
            if folder is not None:
                report = replace(report, files=run_job(job, opened, folder=folder))
    answer(report, _lines(report), as_json)


def _report(
    catalogue: "Catalogue",
    *,
    ask: int,
    tables: tuple[Path | None, Path | None],
    back: Path | None,
    accepting: tuple[bool, bool],
    destinations: tuple[Path | None, Path | None, Path | None],
    anew: bool,
    raw: bool,
    force: bool,
) -> DuplicatesReport:
    from engine.answers.duplicates.questions import Asking
    from engine.answers.duplicates.state import duplicate_state
    from engine.jobs.duplicates.tables import bring_back_files, pair_rows

    before = duplicate_state(catalogue)
    if anew or before.run is None or before.new_images:
        run_job("duplicates", catalogue, anew=anew)
    answered, suspected, unknown = _take(catalogue, tables)
    if suspected:
        run_job("duplicates", catalogue)
    brought_back, not_known = bring_back_files(catalogue, back) if back else (None, ())
    accepted = _accept(catalogue, preview=accepting[1]) if accepting[0] else None
    asked = Asking(catalogue).next(max(1, ask))
    written = _write(catalogue, destinations, raw=raw, force=force)
    state = duplicate_state(catalogue)
    return DuplicatesReport(
        images=len(catalogue.images.readable_in_use()),
        new_images=before.new_images,
        clusters=state.counts.clusters,
        certain=state.counts.certain,
        answers=state.counts.answers,
        set_aside=state.counts.set_aside,
        settled=asked.convergence.settled,
        more_answers=asked.convergence.more_answers,
        pairs=pair_rows(catalogue, [one.pair for one in asked.questions]) if ask else None,
        answered=answered,
        suspected=suspected,
        unknown_files=tuple(dict.fromkeys((*unknown, *not_known))),
        brought_back=brought_back,
        accepted=accepted,
        written=written,
    )


def _take(
    catalogue: "Catalogue", tables: tuple[Path | None, Path | None]
) -> tuple[int | None, int | None, tuple[str, ...]]:
    """How many answers and suspected pairs came (None without tables), and the unknown files."""
    from engine.jobs.duplicates.tables import take_answers, take_clusters

    taken = [
        take(catalogue, path)
        for path, take in zip(tables, (take_answers, take_clusters), strict=True)
        if path is not None
    ]
    if not taken:
        return None, None, ()
    unknown = dict.fromkeys(name for one in taken for name in one.unknown)
    return (
        sum(one.answers for one in taken),
        sum(one.suspected for one in taken),
        tuple(unknown),
    )


def _accept(catalogue: "Catalogue", *, preview: bool) -> AcceptedClusters:
    from engine.answers.duplicates.deciding import accept, preview_certain

    found = preview_certain(catalogue)
    if found.kept and not preview:
        accept(catalogue, found.kept)
    return AcceptedClusters(
        preview, found.clusters, found.images, found.labels, found.titles, found.contradicting
    )


def _write(
    catalogue: "Catalogue",
    destinations: tuple[Path | None, Path | None, Path | None],
    *,
    raw: bool,
    force: bool,
) -> tuple[str, ...]:
    from engine.jobs.duplicates.tables import (
        write_aside_table,
        write_cluster_table,
        write_pair_table,
    )

    tables = (write_pair_table, write_cluster_table, write_aside_table)
    written = []
    for path, write in zip(destinations, tables, strict=True):
        if path is not None:
            rows = write(catalogue, path, raw=raw, overwrite=force)
            written.append(f"{counted(rows, 'row')} written to {path}.")
    return tuple(written)


def _left_lines(files: "FilesMoved") -> list[str]:
    return [f"  {file}: {reason}" for file, reason in files.reasons]


def _convergence(report: DuplicatesReport) -> str:
    if report.settled:
        return "More answers would change little."
    if report.more_answers is None:
        return "It takes many more answers until it is sure."
    return f"About {counted(report.more_answers, 'more answer')} would make it sure."


def _lines(report: DuplicatesReport) -> list[str]:
    clusters, aside = counted(report.clusters, "cluster"), counted(report.set_aside, "image")
    lines = [
        f"{clusters} of duplicates to look at, {report.certain} certain; {aside} set aside; "
        f"{counted(report.answers, 'pair')} answered."
    ]
    lines.append(_convergence(report))
    if report.answered is not None:
        lines.append(f"{counted(report.answered, 'answer')} taken.")
    if report.suspected:
        lines.append(f"{counted(report.suspected, 'pair')} named by others, to look at.")
    if report.unknown_files:
        lines.append(
            f"Left out, for not in the catalogue: {counted(len(report.unknown_files), 'file')}, "
            f"as {report.unknown_files[0]}."
        )
    if report.brought_back is not None:
        lines.append(f"{counted(report.brought_back, 'image')} in use again.")
    if report.accepted is not None:
        one = report.accepted
        lines.append(
            f"{'To be set' if one.preview else 'Set'} aside: {counted(one.images, 'image')} of "
            f"{counted(one.clusters, 'certain cluster')}, {counted(one.labels, 'label')} and "
            f"{counted(one.titles, 'title')} handed to those that stay; contradicting and not "
            f"handed: {counted(one.contradicting, 'label')}."
        )
    lines += [
        f"{one.file_a} | {one.file_b} | {percentage(one.probability)}" for one in report.pairs or ()
    ]
    if report.files is not None:
        lines.append(str(report.files.message))
        lines += _left_lines(report.files)
    return [*lines, *report.written]
