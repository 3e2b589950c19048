"""Captions and images, and which of them belong together."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

FloatArray = NDArray[np.float32]
IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class CaptionedImages:
    """images: (n, d) and captions: (m, d) float32, rows L2-normalised, of one encoder.

    owner: (m,) int64, the row of the image that each caption is of; an image may have several, or
    none. image_groups: (n,) int64, equal for near-duplicates. caption_groups: (m,) int64, equal
    for equal texts.
    """

    images: FloatArray
    captions: FloatArray
    owner: IntArray
    image_groups: IntArray
    caption_groups: IntArray

    @classmethod
    def of(
        cls,
        images: FloatArray,
        captions: FloatArray,
        owner: IntArray,
        *,
        image_groups: IntArray | None = None,
        caption_groups: IntArray | None = None,
    ) -> "CaptionedImages":
        """Each image and each caption by itself where no groups are said."""
        return cls(
            images,
            captions,
            owner,
            np.arange(len(images)) if image_groups is None else image_groups,
            np.arange(len(captions)) if caption_groups is None else caption_groups,
        )

    def some(self, images: IntArray, captions: IntArray) -> "CaptionedImages":
        """Only these images, and these of their captions; rows in ascending order."""
        place = np.full(len(self.images), -1, dtype=np.int64)
        place[images] = np.arange(len(images))
        return CaptionedImages(
            self.images[images],
            self.captions[captions],
            place[self.owner[captions]],
            self.image_groups[images],
            self.caption_groups[captions],
        )

    def own(self) -> csr_array:
        """(n, m) of 0 and 1: the captions that are an image's own."""
        count = len(self.captions)
        marks = (np.ones(count, dtype=np.int32), (self.owner, np.arange(count)))
        return csr_array(marks, shape=(len(self.images), count))

    def alike(self) -> tuple[csr_array, csr_array]:
        """Two factors (n, g) and (g, m) whose product is positive where a caption is an image's
        own, equal to one of its own, or of a near-duplicate of it.

        The product itself may be as large as images times captions; it is taken row by row.
        """
        own = self.own()
        by_image, by_text = _marks(self.image_groups), _marks(self.caption_groups)
        left = _beside(csr_array(own @ by_text), by_image)
        right = _beside(by_text, csr_array(by_image[self.owner]))
        return left, csr_array(right.T)


def _marks(groups: IntArray) -> csr_array:
    """(len(groups), number of groups) of 0 and 1."""
    _, member = np.unique(groups, return_inverse=True)
    count = len(groups)
    width = int(member.max()) + 1 if count else 0
    return csr_array(
        (np.ones(count, dtype=np.int32), (np.arange(count), member)), shape=(count, width)
    )


def _beside(left: csr_array, right: csr_array) -> csr_array:
    from scipy.sparse import hstack

    return csr_array(hstack([left, right], format="csr"))
