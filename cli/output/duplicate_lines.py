"""What the command about duplicates says: how far they are, and what one call did."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cli.output.amounts import counted, percentage

if TYPE_CHECKING:
    from engine.exchange.duplicate_table import PairRow
    from engine.jobs.duplicates.files import FilesMoved


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
    then, None where that cannot be said yet. ``regrouped``: pairs answered to join and split
    clusters; ``kept``: images set aside as a table named it.
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
    regrouped: int | None = None
    kept: int | None = None
    brought_back: int | None = None
    accepted: AcceptedClusters | None = None
    written: tuple[str, ...] = ()
    files: "FilesMoved | None" = None


def left_lines(files: "FilesMoved") -> list[str]:
    """What could not be moved, and why."""
    return [f"  {file}: {reason}" for file, reason in files.reasons]


def _convergence(report: DuplicatesReport) -> str:
    if report.settled:
        return "More answers would change little."
    if report.more_answers is None:
        return "How many more answers it takes until it is sure cannot be said yet."
    return f"About {counted(report.more_answers, 'more answer')} would make it sure."


def duplicate_lines(report: DuplicatesReport) -> list[str]:
    """What one call did, for people."""
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
    if report.regrouped is not None:
        lines.append(f"{counted(report.regrouped, 'pair')} joined or split.")
    if report.kept is not None:
        lines.append(f"{counted(report.kept, 'image')} set aside as the table has it.")
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
        " | ".join(filter(None, (one.file_a, one.file_b, percentage(one.probability), one.done)))
        for one in report.pairs or ()
    ]
    if report.files is not None:
        lines.append(str(report.files.message))
        lines += left_lines(report.files)
    return [*lines, *report.written]
