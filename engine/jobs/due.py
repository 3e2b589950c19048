"""When a job should follow another one: what rows of the table name as ``is_due``; what is left.

Apart from the jobs themselves, which load much more than these questions need.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.answers.current_encoder import open_features
from engine.answers.references import (
    IS_FIRST,
    has_anything_to_go_by,
    tuned_key,
    tuned_references,
)

if TYPE_CHECKING:
    from db.catalogue import Catalogue
    from engine.jobs.scan import ScanSummary

TUNE_MINIMUM_IMAGES = 200
TUNE_AGAIN_GROWTH = 1.2


def encoding(catalogue: "Catalogue", scanned: "ScanSummary", options: Mapping[str, object]) -> bool:
    """Whether a scan found pictures that may not be encoded yet, or another encoder is chosen."""
    return scanned.added > 0 or scanned.updated > 0 or "encoder" in options


def first_suggesting(
    catalogue: "Catalogue", summary: object, options: Mapping[str, object]
) -> bool:
    """Whether tuning would be due and nothing is known yet that suggestions could go by before."""
    encoder = str(catalogue.settings.get("encoder.fingerprint"))
    known = catalogue.settings.get(tuned_key(str(options["suggester"]), encoder))
    return known is None and tuning(catalogue, summary, options)


def tuning(catalogue: "Catalogue", summary: object, options: Mapping[str, object]) -> bool:
    """Whether there are enough labelled images to tune on, and many more than the last time."""
    suggester = str(options["suggester"])
    if not suggesting(catalogue, summary, options):
        return False
    labelled = len(catalogue.labellings.references().image_ids)
    encoder = str(catalogue.settings.get("encoder.fingerprint"))
    before = tuned_references(catalogue.settings, suggester, encoder)
    return labelled >= max(TUNE_MINIMUM_IMAGES, before * TUNE_AGAIN_GROWTH)


def suggesting(catalogue: "Catalogue", summary: object, options: Mapping[str, object]) -> bool:
    """Whether the suggester has anything to go by: labelled images, or names of labels."""
    return has_anything_to_go_by(catalogue, str(options["suggester"]))


@dataclass(frozen=True, slots=True)
class WorkLeft:
    """What was cut short: ``unread`` files as far as is known, ``not_encoded`` images."""

    is_read: bool
    unread: int
    not_encoded: int
    is_suggested: bool
    is_tuned: bool = True
    """False where first suggestions wait for the tuning that was to follow them."""

    @property
    def first_job(self) -> str:
        """The job to go on with, the others follow; "" where nothing is left."""
        if not self.is_read:
            return "scan"
        if self.not_encoded:
            return "encode"
        if not self.is_tuned:
            return "tune"
        return "" if self.is_suggested else "suggest"


def work_left(catalogue: "Catalogue", suggester: str) -> WorkLeft:
    """What the scan, the encoding and the suggesting of a catalogue have not come to an end with.

    Images that the last encoding could not encode are not left to do.
    """
    from engine.jobs.encode import FAILED_SETTING
    from engine.jobs.scan import LEFT_SETTING, READER_SETTING

    settings = catalogue.settings
    left = settings.get(LEFT_SETTING)
    never_read = settings.get(READER_SETTING) is None and not catalogue.images.count()
    features = open_features(catalogue)
    hashes = [content_hash for _, content_hash in catalogue.images.readable()]
    missing = set(hashes) if features is None else set(features.missing(hashes))
    not_encoded = sum(one in missing for one in hashes)
    if features is not None and not_encoded <= _whole(settings.get(FAILED_SETTING)):
        not_encoded = 0
    is_suggested = (
        not hashes
        or catalogue.suggestions.run() is not None
        or not has_anything_to_go_by(catalogue, suggester)
    )
    known = settings.get(tuned_key(suggester, str(settings.get("encoder.fingerprint"))))
    return WorkLeft(
        left is None and not never_read,
        _whole(left),
        not_encoded,
        is_suggested,
        is_tuned=not known or not known.get(IS_FIRST),
    )


def _whole(value: object) -> int:
    return value if isinstance(value, int) and value > 0 else 0
