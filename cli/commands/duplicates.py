"""The command that looks for duplicates, asks about them and takes answers."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.output.amounts import counted
from cli.output.duplicate_lines import (
    AcceptedClusters,
    DuplicatesReport,
    duplicate_lines,
    left_lines,
)
from cli.output.words import answer
from cli.running import steps
from cli.running.jobs import run_job
from cli.running.options import AsJson, CataloguePath, Force, Raw
from cli.running.tables import table_places, tell
from engine.errors import InputError

if TYPE_CHECKING:
    from db.catalogue import Catalogue

commands = typer.Typer()


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
    regroup: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.csv",
            help="Join and split clusters: a table file,cluster, such as --export writes. What it "
            "has in one cluster is the same, what it has in several is not.",
        ),
    ] = None,
    keep: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.csv",
            help="Set files aside, each for the one that stays: a table file,keeper, such as "
            "--list-aside writes. Takes a suspected cluster, or changes who stays.",
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
        typer.Option(
            metavar="FILE.csv|-",
            help="Write pairs: file_a,file_b,similarity,probability,done; done is what was done to "
            "file_b, the one that looks like a copy: cropped by 15 %, half size.",
        ),
    ] = None,
    export: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.csv|-",
            help="Write clusters: file,cluster,keeper,probability,relation,likely_relation; "
            "relation is what a curator answered, likely_relation what the program thinks.",
        ),
    ] = None,
    list_aside: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.csv|-",
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
    show_rule: Annotated[
        bool,
        typer.Option(
            "--show-rule",
            help="Print as JSON who stays of a cluster, which folders hold originals, from when a "
            "pair is suspected and certain, and what counts as a duplicate.",
        ),
    ] = False,
    rule: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.json",
            help="Take such a rule, or a part of it; what it does not name stays as it is.",
        ),
    ] = None,
    anew: Annotated[
        bool, typer.Option("--anew", help="Compare all images again, not only new ones.")
    ] = False,
    raw: Raw = False,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Look for duplicates among the encoded images, take what is said of them, and tell of them.

    New images are compared with all. A rule is taken first, then answers and groups, clusters are
    joined and split, what is named is brought back and set aside, certain clusters accepted, pairs
    named, tables written, and files moved last. Nothing is deleted; what is set aside can be
    brought back, and undone. Files are touched by --move-to, --trash and --put-back alone.
    --show-rule does nothing else, but with --rule.
    """
    if preview and not accept_certain:
        raise InputError("cli-preview-of-what")
    if sum(one is not None for one in (move_to, trash, put_back)) > 1:
        raise InputError("cli-one-way-for-files")
    tables = (pairs, export, list_aside)
    with (
        table_places(tables, as_json=as_json, endings=(".csv",)) as places,
        steps.opened(catalogue) as opened,
    ):
        if put_back is not None:
            moved = run_job("put-back-files", opened, manifest=put_back)
            run_job("scan", opened)
            answer(moved, [str(moved.message), *left_lines(moved)], as_json)
            return
        if rule is not None:
            _take_rule(opened, rule)
        if show_rule:
            _show_rule(opened)
            return
        report = _report(
            opened,
            ask=ask,
            tables=(answers, imported),
            decided=(regroup, back, keep),
            accepting=(accept_certain, preview),
            destinations=places,
            anew=anew,
            raw=raw,
            force=force,
        )
        for folder, job in ((move_to, "set-aside-files"), (trash, "trash-files")):
            if folder is not None:
                report = replace(report, files=run_job(job, opened, folder=folder))
        tell(report, duplicate_lines(report), tables, as_json)


def _report(
    catalogue: "Catalogue",
    *,
    ask: int,
    tables: tuple[Path | None, Path | None],
    decided: tuple[Path | None, Path | None, Path | None],
    accepting: tuple[bool, bool],
    destinations: Sequence[Path | None],
    anew: bool,
    raw: bool,
    force: bool,
) -> DuplicatesReport:
    from engine.answers.duplicates.questions import Asking
    from engine.answers.duplicates.state import duplicate_state
    from engine.jobs.duplicates.decided_tables import (
        bring_back_files,
        keep_files,
        regroup_files,
    )
    from engine.jobs.duplicates.tables import pair_rows

    before = duplicate_state(catalogue)
    if anew or before.run is None or before.new_images:
        run_job("duplicates", catalogue, anew=anew)
    answered, suspected, unknown = _take(catalogue, tables)
    if suspected:
        run_job("duplicates", catalogue)
    done = []
    for table, take in zip(decided, (regroup_files, bring_back_files, keep_files), strict=True):
        done.append(take(catalogue, table) if table is not None else None)
    regrouped, brought_back, kept = (None if one is None else one.changed for one in done)
    unknown += tuple(file for one in done if one is not None for file in one.unknown)
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
        unknown_files=tuple(dict.fromkeys(unknown)),
        regrouped=regrouped,
        kept=kept,
        brought_back=brought_back,
        accepted=accepted,
        written=written,
    )


def _take_rule(catalogue: "Catalogue", path: Path) -> None:
    from engine.answers.duplicates.choices_document import choose
    from engine.exchange.duplicate_results import read_json

    choose(catalogue, read_json(path))


def _show_rule(catalogue: "Catalogue") -> None:
    from engine.answers.duplicates.choices import duplicate_choices
    from engine.answers.duplicates.choices_document import choices_document

    # The same with --json: it is written to be edited and taken again.
    answer(choices_document(duplicate_choices(catalogue)), (), as_json=True)


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
    destinations: Sequence[Path | None],
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
