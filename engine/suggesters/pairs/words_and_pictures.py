"""Labels by their names, from an image and its text together: no labelled image is needed.

Source: Andreasson and Dass Raj 2022, approach A: image and text features are summed or averaged
and compared with what each label is called by their cosine, with a threshold per label. Deviations:
each is brought to length 1 before and a weight says what the text counts (a sum and a mean have the
same cosine); labels are read in contexts, as the language-image suggester does.
"""

from engine.suggesters.base import FloatArray, IdArray
from engine.suggesters.language_image import LanguageImage
from engine.words_and_pictures import merged


class WordsAndPictures(LanguageImage):
    """Cosine between an image with its text and the vector of each label's phrases.

    Features are (n, 2d) pairs, phrases have length d. context_weights: as in ``LanguageImage``.
    text_share: what the text counts, in [0, 1]; an image without one counts alone.
    """

    def __init__(self, context_weights: str = "", text_share: float = 0.5) -> None:
        super().__init__(context_weights)
        self.text_share = text_share

    def score(self, features: FloatArray, *, query_ids: IdArray | None = None) -> FloatArray:
        """(q, C) float32 in [0, 1] for (q, 2d) float32 pairs; 0 for labels without phrases."""
        return super().score(self._merged(features), query_ids=query_ids)

    def name_similarity(self, feature: FloatArray, label: int) -> float | None:
        """Cosine in [-1, 1] between a (2d,) pair and a label; None without phrases."""
        return super().name_similarity(self._merged(feature[None, :])[0], label)

    def _merged(self, pairs: FloatArray) -> FloatArray:
        return merged(pairs, "sum", text_share=self.text_share)
