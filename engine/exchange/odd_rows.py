"""Rows of an export that nobody meant so: they are told and left out, not taken in as they are."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from engine.exchange.records import ExchangedImage
from messages.levels import join_levels
from messages.message import Message

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_AS_WRITTEN_HERE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z")


def checked_row(image: ExchangedImage) -> ExchangedImage:
    """The image with all its times as they are written here, none in the future; with a problem and
    without labels where a label cannot be called so, or a time is none."""
    if image.problem is not None:
        return image
    answer = image.answer
    labels = [one.levels for one in image.labellings]
    labels += [] if answer is None else answer.others
    for levels in labels:
        if any(_CONTROL.search(level) or not level.strip() for level in levels):
            shown = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", join_levels(levels))
            return _refused(image, Message("row-label-odd", {"label": shown[:200]}))
    times = dict.fromkeys(_times(image))
    for moment in times:
        written = as_written_here(moment)
        if written is None:
            shown = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", moment)[:80]
            return _refused(image, Message("row-time-odd", {"time": shown}))
        times[moment] = written
    if all(moment == written for moment, written in times.items()):
        return image
    return replace(
        image,
        labellings=tuple(
            replace(one, decided_at=str(times[one.decided_at])) for one in image.labellings
        ),
        reviewed_at=str(times[image.reviewed_at]),
        answer=None
        if answer is None
        else replace(answer, decided_at=str(times[answer.decided_at])),
    )


def _refused(image: ExchangedImage, problem: Message) -> ExchangedImage:
    return replace(image, labellings=(), answer=None, problem=problem)


def _times(image: ExchangedImage) -> Iterator[str]:
    yield image.reviewed_at
    yield from (one.decided_at for one in image.labellings)
    if image.answer is not None:
        yield image.answer.decided_at


def as_written_here(moment: str) -> str | None:
    """ISO 8601 in UTC, the present for what has not come yet; None for what is no time."""
    if not moment:
        return ""
    try:
        found = datetime.fromisoformat(moment)
        found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    now = datetime.now(UTC)
    if _AS_WRITTEN_HERE.fullmatch(moment) and found <= now:
        return moment
    # A decision of a clock that is ahead would stand above all that is decided until then.
    return min(found, now).isoformat(timespec="milliseconds").replace("+00:00", "Z")
