"""How images and texts find each other in a validation. Importing this loads torch."""

import numpy as np

from engine.evaluation.retrieval.pairs import CaptionedImages
from engine.evaluation.retrieval.ranks import ranks
from engine.training.course import Validation


def validation_of(pairs: CaptionedImages) -> Validation:
    """The means of both directions; near-duplicates and equal texts are right answers."""
    first = [ranks(pairs, direction).first for direction in ("image_to_text", "text_to_image")]
    recall = np.mean([np.mean(one <= 1) for one in first])
    return Validation(float(recall), float(np.mean([np.mean(1 / one) for one in first])))
