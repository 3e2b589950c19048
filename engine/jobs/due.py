"""When a job should follow another one: what rows of the table name as ``is_due``.

Apart from the jobs themselves, which load much more than these questions need.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from engine.answers.references import has_anything_to_go_by, tuned_key

if TYPE_CHECKING:
    from db.catalogue import Catalogue
    from engine.jobs.scan import ScanSummary

TUNE_MINIMUM_IMAGES = 200
TUNE_AGAIN_GROWTH = 1.2


def encoding(catalogue: "Catalogue", scanned: "ScanSummary", options: Mapping[str, object]) -> bool:
    """Whether a scan found pictures that may not be encoded yet, or another encoder is chosen."""
    return scanned.added > 0 or scanned.updated > 0 or "encoder" in options


def tuning(catalogue: "Catalogue", summary: object, options: Mapping[str, object]) -> bool:
    """Whether there are enough labelled images to tune on, and many more than the last time."""
    suggester = str(options["suggester"])
    if not suggesting(catalogue, summary, options):
        return False
    labelled = len(catalogue.labellings.references().image_ids)
    encoder = str(catalogue.settings.get("encoder.fingerprint"))
    tuned = catalogue.settings.get(tuned_key(suggester, encoder))
    before = int(tuned["references"]) if tuned else 0
    return labelled >= max(TUNE_MINIMUM_IMAGES, before * TUNE_AGAIN_GROWTH)


def suggesting(catalogue: "Catalogue", summary: object, options: Mapping[str, object]) -> bool:
    """Whether the suggester has anything to go by: labelled images, or names of labels."""
    return has_anything_to_go_by(catalogue, str(options["suggester"]))
