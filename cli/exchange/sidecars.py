"""The command that writes keywords beside the originals and takes over what others changed."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from cli.output.amounts import counted, size
from cli.output.words import LISTED_AT_MOST, answer
from cli.running import steps
from cli.running.jobs import run_job
from cli.running.options import AsJson, CataloguePath
from engine.errors import InputError
from engine.sidecars.naming import Shared, Style

if TYPE_CHECKING:
    from db.catalogue import Catalogue
    from engine.jobs.sidecars.changes import SidecarChange
    from engine.jobs.sidecars.pictures.summary import (
        PictureDifference,
        PicturesSummary,
        PicturesUndone,
    )
    from engine.jobs.sidecars.undo import SidecarsUndone
    from engine.jobs.sidecars.write import FileDifference, SidecarSummary

commands = typer.Typer()


class Conflicts(StrEnum):
    """What to do with changes against which a curator has decided here."""

    LEAVE = "leave"
    THEIRS = "theirs"
    OURS = "ours"


@dataclass(frozen=True, slots=True)
class ChangedKeyword:
    """A keyword that another program put into a sidecar or took out of it, and what became of
    that: "open", "accepted" or "declined"."""

    sidecar: str
    images: tuple[str, ...]
    kind: str
    label: str
    conflict: str
    answer: str = "open"


@dataclass(frozen=True, slots=True)
class SidecarsReport:
    """What one call did; None for what was not asked for."""

    changes: list[ChangedKeyword] | None = None
    looked_at: int = 0
    unreadable: list[str] = field(default_factory=list)
    written: "SidecarSummary | PicturesSummary | None" = None
    undone: "SidecarsUndone | PicturesUndone | None" = None
    dropped_bytes: int | None = None


@commands.command(
    epilog="Example: python main.py sidecars photos.nabolag.sqlite --write · "
    "python main.py sidecars photos.nabolag.sqlite --sync --accept --write · "
    "python main.py sidecars photos.nabolag.sqlite --embed --write"
)
def sidecars(
    catalogue: CataloguePath,
    preview: Annotated[
        bool,
        typer.Option("--preview", help="Say what would be written; the default. Writes nothing."),
    ] = False,
    write: Annotated[
        bool, typer.Option("--write", help="Write the sidecars in which something differs.")
    ] = False,
    undo: Annotated[
        bool, typer.Option("--undo", help="Give the sidecars of the last --write their old bytes.")
    ] = False,
    sync: Annotated[
        bool, typer.Option("--sync", help="List what other programs changed in sidecars since.")
    ] = False,
    accept: Annotated[
        bool, typer.Option("--accept", help="With --sync: take the changes over, as one change.")
    ] = False,
    decline: Annotated[
        bool,
        typer.Option("--decline", help="With --sync: the catalogue is right; --write says so."),
    ] = False,
    label: Annotated[
        list[str] | None,
        typer.Option(metavar="PATH", help="With --accept or --decline: of these labels alone."),
    ] = None,
    conflicts: Annotated[
        Conflicts,
        typer.Option(
            help="With --accept: leave open, take over or decline those against which a curator "
            "has decided here."
        ),
    ] = Conflicts.LEAVE,
    style: Annotated[
        Style, typer.Option(help="The name of new ones: x.jpg.xmp (full-name) or x.xmp (stem).")
    ] = Style.FULL_NAME,
    shared: Annotated[
        Shared,
        typer.Option(
            help="Images that share x.xmp but not their labels: leave it (ask), write all of them "
            "(union), or give each x.jpg.xmp (apart)."
        ),
    ] = Shared.ASK,
    also_changed: Annotated[
        bool,
        typer.Option("--also-changed", help="Write those too that other programs changed since."),
    ] = False,
    captions: Annotated[
        bool,
        typer.Option(
            "--captions",
            help="Captions too, one for each language, in dc:description; what others wrote there "
            "stays.",
        ),
    ] = False,
    embed: Annotated[
        bool,
        typer.Option(
            "--embed",
            help="In the pictures themselves, through exiftool, in place of sidecars; with "
            "--preview, --write or --undo.",
        ),
    ] = False,
    drop_originals: Annotated[
        bool,
        typer.Option(
            "--drop-originals",
            help="With --embed: delete the old pictures that are kept; nothing brings them back.",
        ),
    ] = False,
    from_copy: Annotated[
        bool,
        typer.Option(
            "--from-copy",
            help="With --embed --write: also where the catalogue is a copy, and the pictures are "
            "those of the one that it was copied from.",
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Write labels into XMP sidecars beside the originals, and read back what others changed there.

    The originals are not touched but with --embed --write. What stands in a file and is not a
    keyword of the catalogue stays. Changes are taken over first, then it is written.
    """
    if sum((preview, write, undo, drop_originals)) > 1:
        raise InputError("cli-sidecars-one-of")
    if (drop_originals or from_copy) and not embed:
        raise InputError("cli-sidecars-embed-first")
    if embed and sync:
        raise InputError("cli-sidecars-embed-or-sync")
    if embed and captions:
        raise InputError("cli-sidecars-captions-beside")
    if (accept or decline) and not sync:
        raise InputError("cli-sidecars-sync-first")
    if accept and decline:
        raise InputError("cli-sidecars-accept-or-decline")
    with steps.opened(catalogue) as opened:
        if embed:
            report = _embedded(
                opened, write=write, undo=undo, drop=drop_originals, from_copy=from_copy
            )
        elif undo:
            undone = run_job("undo-sidecars", opened)
            report = SidecarsReport(undone=undone)
        else:
            report = SidecarsReport()
            if sync:
                accepting = conflicts if accept else None
                report = _synced(opened, accepting, decline, tuple(label or ()))
            if write or preview or not sync:
                job = "write-sidecars" if write else "preview-sidecars"
                options = {
                    "style": style,
                    "shared": shared,
                    "over_changes": also_changed,
                    "captions": captions,
                }
                report = replace(report, written=run_job(job, opened, **options))
    answer(report, _lines(report), as_json)


def _embedded(
    catalogue: "Catalogue", *, write: bool, undo: bool, drop: bool, from_copy: bool
) -> SidecarsReport:
    if drop:
        from engine.jobs.sidecars.pictures.undo import drop_originals

        return SidecarsReport(dropped_bytes=drop_originals(catalogue))
    if undo:
        return SidecarsReport(undone=run_job("undo-embedding", catalogue))
    if write:
        if not from_copy and (original := catalogue.original()) is not None:
            raise InputError("cli-sidecars-copied", catalogue=original)
        return SidecarsReport(written=run_job("embed-keywords", catalogue, from_copy=from_copy))
    return SidecarsReport(written=run_job("preview-embedding", catalogue))


def _synced(
    catalogue: "Catalogue", accepting: Conflicts | None, decline: bool, labels: tuple[str, ...]
) -> SidecarsReport:
    """The changes, taken over or declined; ``accepting`` None takes none."""
    from engine.jobs.sidecars.changes import take_changes

    found = run_job("compare-sidecars", catalogue)
    meant = [one for one in found.changes if not labels or one.label in labels]
    accepted: list[SidecarChange] = []
    declined: list[SidecarChange] = meant if decline else []
    if accepting is not None:
        against = [one for one in meant if one.conflict]
        accepted = [one for one in meant if not one.conflict or accepting is Conflicts.THEIRS]
        declined = against if accepting is Conflicts.OURS else []
    if accepted or declined:
        take_changes(catalogue, accepted=accepted, declined=declined)

    def said(one: "SidecarChange") -> str:
        return "accepted" if one in accepted else "declined" if one in declined else "open"

    return SidecarsReport(
        [
            ChangedKeyword(one.sidecar, one.images, one.kind, one.label, one.conflict, said(one))
            for one in found.changes
        ],
        found.looked_at,
        [f"{file}: {reason}" for file, reason in found.unreadable],
    )


def _lines(report: SidecarsReport) -> list[str]:
    from engine.jobs.sidecars.pictures.summary import PicturesSummary

    lines = []
    if report.changes is not None:
        lines.append(f"{counted(len(report.changes), 'keyword')} changed by other programs.")
        lines += [_change_line(one) for one in report.changes[:LISTED_AT_MOST]]
        lines += report.unreadable[:LISTED_AT_MOST]
        if report.looked_at:
            lines.append(
                f"Nothing to take over in {counted(report.looked_at, 'sidecar')} changed elsewhere."
            )
    if report.written is not None:
        lines.append(str(report.written.message))
        if isinstance(report.written, PicturesSummary) and report.written.warning is not None:
            lines.append(str(report.written.warning))
        lines += [_file_line(one) for one in report.written.files[:LISTED_AT_MOST]]
        more = len(report.written.files) - LISTED_AT_MOST
        lines += [f"… and {counted(more, 'more file')}."] if more > 0 else []
    if report.undone is not None:
        lines.append(str(report.undone.message))
        lines += [f"{file}: {reason}" for file, reason in report.undone.left[:LISTED_AT_MOST]]
    if report.dropped_bytes is not None:
        lines.append(f"{size(report.dropped_bytes)} of old pictures are deleted.")
    return lines


def _change_line(one: ChangedKeyword) -> str:
    sign = "+" if one.kind == "added" else "-"
    against = f" ({one.conflict})" if one.conflict else ""
    return f"{one.sidecar}: {sign} {one.label}{against}, {one.answer}"


def _file_line(one: "FileDifference | PictureDifference") -> str:
    from engine.jobs.sidecars.write import FileDifference

    file = one.sidecar if isinstance(one, FileDifference) else one.file
    if one.reason is not None:
        return f"{file}: {one.reason}"
    changed = [*(f"+ {name}" for name in one.added), *(f"- {name}" for name in one.removed)]
    if isinstance(one, FileDifference):
        changed += [f"+ {text}" for text in one.captions]
        changed += [f"- {text}" for text in one.captions_gone]
    return f"{file}: {', '.join(changed) or ', '.join(one.fields)}"
