"""What the terminal says of captions."""

import math
from collections.abc import Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from cli.output.amounts import counted, percentage
from cli.output.words import listed

if TYPE_CHECKING:
    from db.captions.records import CaptionRecord
    from engine.evaluation.retrieval.report import CaptionReport
    from engine.jobs.captions.cleaning import CaptionChange, CleaningSummary
    from engine.jobs.captions.from_lists import CaptionSummary


def caption_line(one: "CaptionRecord") -> str:
    """A caption in one line with what is known of it."""
    known = [one.language, one.field or one.source, one.author, one.made_at]
    return f"{' '.join(one.text.split())}  ({', '.join(filter(None, known))})"


def import_caption_lines(summary: "CaptionSummary", *, titles: bool = False) -> list[str]:
    """What a list of captions, or the titles of images, brought or would fit, and every row that
    fits no image."""
    images, found = counted(summary.images, "image"), counted(summary.found, "caption")
    lines = [f"{images} with a title" if titles else f"The list has {found} of {images}"]
    lines.append("nothing was changed" if summary.dry_run else f"{summary.captions} new captions")
    if summary.rejected_rows:
        lines.append(f"{counted(summary.rejected_rows, 'row')} fit no image")
    if summary.notes:
        lines.append(f"{len(summary.notes)} to know:")
        lines += listed([f"{place}: {reason}" for place, reason in summary.notes])
    return lines


SHOWN_CHANGES = 10


def cleaning_lines(summary: "CleaningSummary") -> list[str]:
    """What cleaning did or would do, by step, with some captions before and after."""
    of_all = counted(summary.captions, "caption")
    would = "would be " if summary.dry_run else ""
    lines = [f"of {of_all} {summary.changed} {would}changed, {summary.left_out} {would}left out"]
    lines += [f"  {step}: {count}" for step, count in summary.counts.items()]
    if summary.truncated is not None:
        before, after = (percentage(share, 1) for share in summary.truncated)
        lines.append(f"too long for the encoder: {before} before, {after} after")
    for one in _of_every_kind(summary.examples)[:SHOWN_CHANGES]:
        after_text = " ".join(one.after.split()) or f"(left out: {one.left_out or 'nothing left'})"
        lines += [f"{one.file}", f"  - {' '.join(one.before.split())}", f"  + {after_text}"]
    return lines


def _of_every_kind(changes: "Sequence[CaptionChange]") -> "list[CaptionChange]":
    """Changed ones and those that each step left out by turns, so that a few show every kind."""
    kinds: dict[str, list[CaptionChange]] = {}
    for one in changes:
        kinds.setdefault(one.left_out if not one.after else "", []).append(one)
    turns = zip_longest(*(kinds[kind] for kind in sorted(kinds)))
    return [one for turn in turns for one in turn if one is not None]


def retrieval_lines(report: "CaptionReport") -> list[str]:
    """How well captions and images find each other, with chance beside it."""
    lines = [f"{counted(report.captions, 'caption')} of {counted(report.images, 'image')}"]
    if report.cleaning:
        lines.append(f"cleaned before: {report.cleaning}")
    if report.trained:
        lines.append(
            f"{report.encoder} was trained on captions, perhaps on these: on others it does less "
            "well. Its card has figures of captions held out"
        )
    if report.not_encoded:
        lines.append(f"{counted(report.not_encoded, 'image')} without features left out")
    for direction, found in report.retrieval.items():
        low, high = found.mrr_interval
        recall = ", ".join(f"{k}: {share:.3f}" for k, share in found.recall_at.items())
        lines += [
            f"{direction.replace('_', ' ')}, {found.queries} among {found.size}:",
            f"  mean reciprocal rank {found.mrr:.3f} ({low:.3f} to {high:.3f}; chance "
            f"{found.chance_mrr:.3f}), among the first 100 {found.mrr_at_100:.3f}",
            f"  mean average precision {found.map:.3f}, median rank {found.median_rank:g}",
            f"  a right one among the first {recall}",
        ]
        lines += [
            f"  among {one.size}: {one.mrr[0]:.3f} ± {one.mrr[1]:.3f}"
            for one in report.populations[direction]
        ]
    lines.append(
        "no gap: a single image has no wrong pair"
        if math.isnan(report.gap.wrong)
        else f"gap {report.gap.gap:.3f}, {report.gap.separation:.2f} deviations of wrong pairs: "
        f"true {report.gap.true:.3f}, wrong {report.gap.wrong:.3f}"
    )
    lines += [str(one) for one in report.verdict.said()]
    lines.append(str(report.message))
    return lines
