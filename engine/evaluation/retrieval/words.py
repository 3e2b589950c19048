"""What is chosen of a measurement of retrieval; loads no numerics."""

from typing import Literal

Alike = Literal["right", "left out", "wrong"]
"""What a caption counts as that is not the image's own, but equal to one of them, or of a
near-duplicate of the image."""
