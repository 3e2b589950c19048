"""The captions of a catalogue cleaned in named steps: what would change, and the change."""

from collections.abc import Generator
from dataclasses import dataclass, field

from db.captions.records import CaptionRecord
from db.catalogue import Catalogue
from engine.answers.current_encoder import current_encoder
from engine.answers.duplicates.groups import image_groups
from engine.captions.cleaning import Cleaning, Step, clean_captions, cleaning_of
from engine.encoders.token_counts import token_counts
from engine.progress import (
    CancelToken,
    Job,
    JobCancelledError,
    NeverCancelled,
    Progress,
    run_job,
)
from messages.message import Message

IMAGES_AT_A_TIME = 1_000
MOST_EXAMPLES = 200
EXAMPLES_A_STEP = 40
MOST_COUNTED = 20_000
"""Captions whose tokens are counted; a sample of them where there are more."""


@dataclass(frozen=True, slots=True)
class CaptionChange:
    """A caption before and after; ``after`` is "" where the step ``left_out`` leaves it out."""

    image_id: int
    file: str
    before: str
    after: str
    left_out: Step | str = ""


@dataclass(slots=True)
class CleaningSummary:
    """What cleaning did or, with ``dry_run``, would do. ``counts``: captions that each step changed
    or left out. ``truncated``: the share of captions that the encoder's tokenizer cuts, before and
    after; None where that is not known. ``examples`` are some of the changes, of every step."""

    dry_run: bool
    steps: str
    captions: int = 0
    changed: int = 0
    left_out: int = 0
    counts: dict[Step, int] = field(default_factory=dict)
    truncated: tuple[float, float] | None = None
    examples: list[CaptionChange] = field(default_factory=list)

    @property
    def message(self) -> Message:
        """What came of it."""
        return Message(
            "job-clean-captions-done", {"changed": self.changed, "left_out": self.left_out}
        )


def clean(
    catalogue: Catalogue, *, cancel: CancelToken, steps: str, dry_run: bool = False
) -> Job[CleaningSummary]:
    """Clean all captions, those of images that are set aside too, in one change that undo takes
    back; what was found is kept beside it.

    A text is on as many images as are no near-duplicates of one another. Raises InputError for a
    step that there is not.
    """
    cleaning = cleaning_of(steps)
    found = yield from _read(catalogue, cancel)
    yield Progress("cleaning-captions", 0, 0)
    if cancel.is_set():
        raise JobCancelledError("nothing-changed")
    summary, cleaned = _cleaned(catalogue, found, cleaning, dry_run=dry_run)
    if not dry_run:
        change = catalogue.commands.clean_captions(cleaned, str(cleaning))
        summary.changed = int(str(change.details["captions_changed"]))
        summary.left_out = int(str(change.details["captions_left_out"]))
    return summary


def foretold(catalogue: Catalogue, steps: str) -> CleaningSummary:
    """What cleaning would do, without progress. Raises InputError for a step that there is not."""
    return run_job(clean(catalogue, cancel=NeverCancelled(), steps=steps, dry_run=True))


def _read(
    catalogue: Catalogue, cancel: CancelToken
) -> Generator[Progress, None, list[CaptionRecord]]:
    found: list[CaptionRecord] = []
    ids = catalogue.captions.image_ids()
    for start in range(0, len(ids), IMAGES_AT_A_TIME):
        yield Progress("reading-captions", start, len(ids))
        if cancel.is_set():
            raise JobCancelledError("nothing-changed")
        for own in catalogue.captions.of_images(ids[start : start + IMAGES_AT_A_TIME]).values():
            found += own
    return found


def _cleaned(
    catalogue: Catalogue, found: list[CaptionRecord], cleaning: Cleaning, *, dry_run: bool
) -> tuple[CleaningSummary, dict[int, tuple[str, str]]]:
    images = sorted({one.image_id for one in found})
    groups: dict[int, int] = {one: one for one in images}
    if "repeated" in cleaning.steps and images:
        hashes = [one.content_hash for one in catalogue.images.get_many(images)]
        same = image_groups(catalogue, images, hashes).same
        groups = dict(zip(images, same.tolist(), strict=True))
    texts = [one.text for one in found]
    cleaned = clean_captions(texts, [groups[one.image_id] for one in found], cleaning)
    changes = {
        one.id: (one.text, text)
        for one, text in zip(found, cleaned.texts, strict=True)
        if text != one.text
    }
    left_out = sum(not text for _, text in changes.values())
    summary = CleaningSummary(
        dry_run, str(cleaning), len(found), len(changes) - left_out, left_out, cleaned.counts
    )
    summary.truncated = _truncated(catalogue, texts, cleaned.texts)
    examples = []
    shown: dict[str, int] = {}
    for one, text, reason in zip(found, cleaned.texts, cleaned.left_out, strict=True):
        if text != one.text and shown.get(reason, 0) < EXAMPLES_A_STEP:
            shown[reason] = shown.get(reason, 0) + 1
            examples.append((one, text, reason))
    paths = catalogue.images.get_many([one.image_id for one, _, _ in examples])
    summary.examples = [
        CaptionChange(one.image_id, image.path, one.text, text, reason)
        for (one, text, reason), image in zip(examples, paths, strict=True)
    ][:MOST_EXAMPLES]
    return summary, changes


def _truncated(
    catalogue: Catalogue, before: list[str], after: list[str]
) -> tuple[float, float] | None:
    encoder = current_encoder(catalogue)
    if encoder is None or not before:
        return None
    step = max(1, len(before) // MOST_COUNTED)
    shares = []
    for texts in (before[::step], [one for one in after[::step] if one]):
        counted = token_counts(encoder[0], texts)
        if counted is None:
            return None
        shares.append(float(counted.truncated.mean()) if texts else 0.0)
    return shares[0], shares[1]
