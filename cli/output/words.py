"""What the commands say: figures as text, summaries as lines or as one JSON document."""

import contextlib
import dataclasses
import json
import math
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli.output.amounts import counted, percentage, size
from cli.output.asked import ASKED
from cli.output.streams import NobodyReadsError, put, put_aside
from engine.errors import InputError
from messages.levels import join_levels
from messages.message import Message

if TYPE_CHECKING:
    from cli.output.reports import ImageReport, Reference, SuggestReport, SuspectsReport
    from db.backups import BackupRecord
    from db.repositories.progress import ArchiveProgress
    from engine.encoders.registry import EncoderInfo
    from engine.jobs.check import CheckSummary
    from engine.jobs.encode import EncodeSummary
    from engine.jobs.exports.export import ExportSummary
    from engine.jobs.import_difference import Difference
    from engine.jobs.import_table import ImportSummary
    from engine.jobs.scan import ScanSummary
    from engine.jobs.suggest import SuggestSummary
    from engine.jobs.suggestion_table import SuggestionExportSummary
    from engine.jobs.tune import TuneSummary

LISTED_AT_MOST = 200
KINDS_LISTED = 8
EVIDENCE_AT_MOST = 8
PREVIEW_LINES = 6


UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What a terminal obeys in place of showing it: control characters, and those that turn the
direction of all that follows. Marks of direction for one letter are text of right-to-left names."""


def shown(text: str) -> str:
    """A text for the terminal, with what it would obey written out: ``⟨U+202E⟩``."""
    return UNSAFE.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text)


def answer(value: object, lines: Iterable[str], as_json: bool) -> None:
    """Print a command's result: the value as one JSON document, or the lines for people."""
    if as_json:
        put(json.dumps(plain(value), indent=2))
    else:
        put(shown("\n".join(lines)))


def note(sentence: str) -> None:
    """Say something on stderr that is no result."""
    if not ASKED.quiet:
        put_aside(shown(sentence))


def fail(
    sentence: str, code: int, error: str, arguments: Mapping[str, object] | None = None
) -> int:
    """Say in one line on stderr why a command ended early; gives the exit code back.

    With --json, standard output has it too: ``{"error": {"code", "message", …}}`` with the code
    ``error`` and what else there is to know. Where it cannot be written to, stderr alone tells.
    """
    text = " ".join(sentence.split())
    text = text if text.endswith((".", "!", "?", "…")) else f"{text}."
    put_aside(shown(text))
    if ASKED.as_json:
        told = {**(arguments or {}), "code": error, "message": text, "exit_code": code}
        with contextlib.suppress(NobodyReadsError, InputError):
            put(json.dumps({"error": plain(told)}, indent=2))
    return code


def plain(value: Any) -> Any:  # noqa: ANN401
    """The value in what JSON knows: records as objects, messages, paths and bytes as text."""
    if isinstance(value, Message):
        return str(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        return plain(fields)
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(inner) for inner in value]
    if isinstance(value, bytes):
        return os.fsdecode(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None  # JSON has no word for it
    known = value is None or isinstance(value, str | int | float)
    return value if known else str(value)


def listed(texts: Sequence[object]) -> list[str]:
    """The texts as indented lines, cut where nobody would read on."""
    lines = [f"  {text}" for text in texts[:LISTED_AT_MOST]]
    rest = len(texts) - LISTED_AT_MOST
    return [*lines, f"  … and {rest} more; --json has them all"] if rest > 0 else lines


def _kinds(counts: Mapping[str, int]) -> str:
    """ " (3 .mp4, 1 without suffix)", the most frequent first."""
    shown = [f"{count} {suffix or 'without suffix'}" for suffix, count in counts.items()]
    more = len(shown) - KINDS_LISTED
    listed_kinds = shown[:KINDS_LISTED] + ([f"{more} more kinds"] if more > 0 else [])
    return f" ({', '.join(listed_kinds)})" if shown else ""


def scan_lines(summary: "ScanSummary") -> list[str]:
    """What became of every file, and every one that cannot be read, with the reason."""
    counts = ("added", "updated", "moved", "unchanged")
    said = ", ".join(f"{getattr(summary, name)} {name}" for name in counts)
    passed_over = (
        (summary.other_files, "file", " of other kinds" + _kinds(summary.other_kinds)),
        (summary.hidden, "hidden file", ""),
        (summary.links, "link", ""),
    )
    others = ", ".join(counted(count, what) + more for count, what, more in passed_over if count)
    lines = [
        f"{counted(summary.files, 'image')}: {said}"
        + (f"; passed over: {others}" if others else "")
    ]
    if summary.missing:
        lines.append(f"{counted(summary.missing, 'known image')} missing")
    brought = [(summary.labellings, "new labelling"), (summary.labels, "new label")]
    brought += [(summary.captions, "new caption")] if summary.captions else []
    lines.append(", ".join(counted(count, what) for count, what in brought))
    for title, found in (("cannot be read", summary.problems), ("to know", summary.notes)):
        if found:
            lines.append(f"{len(found)} {title}:")
            lines += listed([f"{path}: {reason}" for path, reason in found])
    return lines


def import_lines(summary: "ImportSummary") -> list[str]:
    """What an import brought, or would fit, and every row that fits no image."""
    images = f"{counted(summary.images, 'image')} with keywords in the table"
    if summary.dry_run:
        lines = [images + "; nothing was changed"]
        lines += [] if summary.difference is None else difference_lines(summary.difference)
    else:
        lines = [
            images,
            f"{counted(summary.labellings, 'new labelling')}, "
            f"{counted(summary.labels, 'new label')}",
        ]
    if summary.removed or summary.rejected:
        lines.append(
            f"{counted(summary.removed, 'label')} taken off, "
            f"{counted(summary.rejected, 'suggestion')} rejected"
        )
    if summary.notes:
        lines.append(f"{len(summary.notes)} to know:")
        lines += listed([f"{path}: {reason}" for path, reason in summary.notes])
    return lines


def difference_lines(difference: "Difference") -> list[str]:
    """What an import would change, label by label and then image by image."""
    changed = [one for one in difference.labels if one.added or one.removed or one.left_out]
    told = []
    for label in changed:
        parts = [
            f"{count} {what}"
            for count, what in (
                (label.added, "added"),
                (label.removed, "taken off"),
                (label.stays, "as they are"),
                (label.left_out, "left out, as decided here"),
            )
            if count
        ]
        new = " (new label)" if label.is_new else ""
        told.append(f"{join_levels(label.levels)}{new}: {', '.join(parts)}")
    rest = len(difference.labels) - len(changed)
    lines = [f"{counted(len(told), 'label')}:", *listed(told)] if told else []
    if rest:
        lines.append(f"{counted(rest, 'other label' if told else 'label')} as they are")
    if difference.answered:
        lines.append(f"{counted(difference.answered, 'image')} looked through elsewhere")
    if difference.rejected:
        lines.append(f"{counted(difference.rejected, 'suggestion')} would be rejected")
    changes = counted(difference.changed_images, "image") + " would change"
    lines.append(changes + (":" if difference.images else ""))
    images = []
    for image in difference.images:
        marks = [
            *(f"+{join_levels(one)}" for one in image.added),
            *(f"-{join_levels(one)}" for one in image.removed),
            *(f"-{join_levels(one)} (suggestion)" for one in image.rejected),
            *(f"={join_levels(one)}" for one in image.stays),
        ]
        images.append(f"{image.path}: {' '.join(marks)}")
    return lines + listed(images)


def encode_lines(summary: "EncodeSummary") -> list[str]:
    """How many images have features now, and how fast that went."""
    rate = f" at {summary.images_per_s:.1f} images/s" if summary.encoded else ""
    lines = [
        f"{counted(summary.encoded, 'image')} encoded with {summary.encoder} "
        f"({summary.precision}){rate}, "
        f"{summary.already} already were"
    ]
    if summary.failed:
        lines.append(f"{len(summary.failed)} could not be encoded:")
    return [*lines, *listed([f"{path}: {reason}" for path, reason in summary.failed])]


def tune_lines(summary: "TuneSummary") -> list[str]:
    """How good the suggestions are on the images that are labelled already."""
    if summary.outcome == "too few":
        return [f"Not tuned: {summary.references} labelled images of {summary.needed} needed"]
    if summary.outcome == "nothing to tune":
        return [f"{summary.suggester} has nothing to tune"]
    return [
        f"Tuned on {summary.queries} labelled images: F2 {summary.f2:.3f} "
        f"(before {summary.f2_before:.3f}), precision {summary.precision:.2f}, "
        f"recall {summary.recall:.2f}, {counted(summary.trials, 'trial')}"
    ]


def suggest_lines(summary: "SuggestSummary") -> list[str]:
    """How many suggestions there are, and which images have none."""
    others = [
        (summary.without_suggestions, "nothing reaches the threshold"),
        (summary.not_encoded, "not encoded"),
        (summary.unreadable, "unreadable"),
        (summary.missing, "missing"),
    ]
    none_for = ", ".join(f"{count} {reason}" for count, reason in others if count)
    return [
        f"{counted(summary.suggestions, 'suggestion')} for {summary.with_suggestions} of "
        f"{summary.images} "
        f"images, from {counted(summary.references, 'reference image')} with "
        f"{counted(summary.labels, 'label')}"
        + (f"; none for the others: {none_for}" if none_for else "")
    ]


def export_lines(summary: "ExportSummary") -> list[str]:
    """What was written where, or would be."""
    where = f"written to {summary.destination}"
    lines = [
        f"{counted(summary.labellings, 'labelling')} with {counted(summary.labels, 'label')} on "
        f"{summary.labelled_images} of {counted(summary.images, 'image')} "
        + ("would be written" if summary.dry_run else where)
    ]
    if summary.suggestions:
        lines.append(f"{counted(summary.suggestions, 'suggestion')}")
    if summary.parts:
        lines.append(", ".join(f"{part}: {images}" for part, images in summary.parts.items()))
    lines += [str(remark) for remark in summary.remarks]
    lines += [f"left out: {file}: {why}" for file, why in summary.left_out[:LISTED_AT_MOST]]
    if summary.preview is not None:
        rows = [summary.preview.header, *summary.preview.rows]
        lines += ["  ".join(row) for row in rows[:PREVIEW_LINES] if row]
    return lines


def suggest_report_lines(report: "SuggestReport") -> list[str]:
    """What was tuned, suggested and written."""
    # Why may be a sentence of its own.
    between = "." if report.because.endswith(".") else ","
    lines = [f"Suggester: {report.suggested.suggester}{between} {report.because}"]
    if report.tuned is not None:
        lines += tune_lines(report.tuned)
    lines += suggest_lines(report.suggested)
    if report.written is not None:
        lines += written_lines(report.written)
    if report.rows is not None:
        lines += [f"{counted(len(report.rows), 'suggestion')}:"]
        lines += listed([_row(one.probability, one.file, one.label) for one in report.rows])
    return lines


def _row(probability: float | None, file: str, label: str) -> str:
    likely = "" if probability is None else percentage(probability)
    return f"{likely:>5}  {label}  {file}"


def written_lines(written: "SuggestionExportSummary") -> list[str]:
    """How many suggestions a table has, and where it is."""
    return [f"{counted(written.suggestions, 'open suggestion')} written to {written.destination}"]


def suspects_lines(report: "SuspectsReport", *, is_chosen: bool = False) -> list[str]:
    """How many labels and images are worth a look, and where they are listed."""
    found = report.found
    lines = [
        f"{counted(found.probably_wrong, 'label')} probably wrong and {found.probably_missing} "
        f"probably "
        f"missing, by comparing {found.references} labelled images",
        f"{counted(found.teaching, 'image')} to label next, those that would teach most first",
    ]
    if report.written is not None:
        return [*lines, f"All are listed in {report.written}"]
    if is_chosen:
        rows = [
            f"{one['kind']}: "
            + _row(one["probability"], str(one["file"]), str(one["label"] or "")).strip()  # type: ignore[arg-type]
            for one in report.rows
        ]
        return [*lines, f"{counted(len(rows), 'row')}:", *listed(rows)]
    return [*lines, "The queues of the Review page show them; --out FILE.csv lists them."]


def image_lines(report: "ImageReport") -> list[str]:
    """One image's suggestions, each with the references that weigh most."""
    lines = [f"{report.file} ({', '.join(report.labels) or 'no labels'})"]
    for suggestion in report.suggestions:
        likely = "" if suggestion.probability is None else percentage(suggestion.probability)
        lines.append(f"{suggestion.confidence:.3f}  {likely:>5}  {suggestion.label}")
        if suggestion.name_similarity is not None:
            lines.append(f"         the name matches at {suggestion.name_similarity:.2f}")
        lines += [
            _evidence_line(one, borrowed=report.borrowed_evidence)
            for one in suggestion.evidence[:EVIDENCE_AT_MOST]
        ]
        rest = len(suggestion.evidence) - EVIDENCE_AT_MOST
        if rest > 0:
            lines.append(f"         … and {rest} lighter ones; --json has them all")
    return [*lines, report.message] if report.message else lines


def _evidence_line(one: "Reference", *, borrowed: bool) -> str:
    """What a reference weighs; how similar it is, where its weight has no part in the score."""
    if borrowed:
        carries = "has it" if one.carries_label else "has not"
        return f"         similar {one.similarity:.2f}, {carries:7} {one.file}"
    return f"         {one.weight:.3f} {'for    ' if one.carries_label else 'against'} {one.file}"


def check_lines(summary: "CheckSummary") -> list[str]:
    """What was looked at, and everything that is wrong."""
    lines = [
        f"{counted(summary.images, 'image')}, {counted(summary.files_checked, 'file')} looked for, "
        f"{summary.contents_checked} read again, {summary.feature_shards} feature shards, "
        f"{summary.text_feature_shards} shards of texts; "
        f"SQLite {summary.sqlite_version}, journal mode {summary.journal_mode}"
    ]
    for code, found in summary.findings.items():
        lines += [f"{Message(code)}: {len(found)}", *listed(found)]
    return [*lines, "Nothing is wrong."] if summary.sound else lines


def encoder_lines(encoders: "Sequence[EncoderInfo]", folder: Path, *, every: bool) -> list[str]:
    """The encoders by what they are for, then the others that are installed, or every one."""
    from engine.encoders.registry import by_purpose

    for_something = by_purpose(encoders)
    others = [one for one in encoders if one.purpose is None and (every or one.installed)]
    shown = [*for_something, *others]
    width = max(len(str(one.purpose.title)) for one in for_something if one.purpose is not None)
    lines = []
    for one in shown:
        title, about = "", f"{one.description}"
        if one.purpose is not None:
            title = str(one.purpose.title)
            about = f"{size(one.purpose.memory_bytes)} of memory"
        there = "installed" if one.installed else "available"
        licence = f"licence {one.licence or 'unknown'}"
        lines.append(
            f"{title:{width}}  {there:9}  {size(one.size_bytes):>8}  {one.name}  {about}; {licence}"
        )
        if one.languages is not None:
            lines.append(f"{'':{width}}  {one.languages}")
    rest = len(encoders) - len(shown)
    lines += [f"… and {rest} more that can be had; --all lists them"] if rest else []
    return [*lines, f"Encoders folder: {folder}"]


def progress_lines(progress: "ArchiveProgress") -> list[str]:
    """A table of the folders and one of the weeks."""
    figures = ("images", "labelled", "reviewed", "suggested", "unreadable", "missing")
    lines = ["  ".join(f"{name:>10}" for name in figures) + "  folder"]
    for one in progress.folders:
        cells = "  ".join(f"{getattr(one, name):10}" for name in figures)
        lines.append(f"{cells}  {one.folder or '(all)'}")
    if progress.weeks:
        lines += ["", f"{'decisions':>10}  {'newly labelled images':>21}  week from (UTC)"]
    for week in progress.weeks:
        lines.append(f"{week.decisions:10}  {week.newly_labelled:21}  {week.monday}")
    return lines


def backup_lines(backups: "Sequence[BackupRecord]") -> list[str]:
    """The backups, one a line, by the name that ``restore`` takes."""
    return [
        f"{one.path.name}  {one.created_at}  {size(one.size_bytes)}  {one.reason}"
        + (
            ""
            if one.labels is None
            else f"  {counted(one.labellings or 0, 'labelling')}, {counted(one.labels, 'label')}"
        )
        for one in backups
    ] or ["There are no backups yet."]
