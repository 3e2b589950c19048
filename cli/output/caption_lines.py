"""What the terminal says of captions."""

from typing import TYPE_CHECKING

from cli.output.amounts import counted
from cli.output.words import listed

if TYPE_CHECKING:
    from db.captions.records import CaptionRecord
    from engine.jobs.import_captions import CaptionSummary


def caption_line(one: "CaptionRecord") -> str:
    """A caption in one line with what is known of it."""
    known = [one.language, one.field or one.source, one.author, one.made_at]
    return f"{' '.join(one.text.split())}  ({', '.join(filter(None, known))})"


def import_caption_lines(summary: "CaptionSummary") -> list[str]:
    """What a list of captions brought, or would fit, and every row that fits no image."""
    images, found = counted(summary.images, "image"), counted(summary.found, "caption")
    lines = [f"The list has {found} of {images}"]
    lines.append("nothing was changed" if summary.dry_run else f"{summary.captions} new captions")
    if summary.notes:
        lines.append(f"{counted(summary.rejected_rows, 'row')} fit no image:")
        lines += listed([f"{place}: {reason}" for place, reason in summary.notes])
    return lines
