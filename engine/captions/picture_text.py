"""Words that stand in pictures, read by RapidOCR where it is installed (nabolag[ocr]).

Its wheel has its models (PP-OCR: Latin letters and Chinese), so that nothing is downloaded.
"""

import importlib.util
import logging
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.errors import InputError

FIELD = "RapidOCR"
SURE = 0.7
"""Lines that it is less sure of are more often patterns than words."""
FEWEST_LETTERS = 2
LONGEST_SIDE_PX = 1600
"""Pictures are looked at no larger: small print is read, and a large scan takes no minute."""


def can_read_text() -> bool:
    """Whether what reads words in pictures is installed; loads nothing."""
    names = ("rapidocr", "onnxruntime")
    return all(importlib.util.find_spec(one) is not None for one in names)


class TextReader:
    """Reads words in pictures; loads its models once, which takes seconds.

    Raises InputError where it is not installed.
    """

    def __init__(self) -> None:
        if not can_read_text():
            raise InputError("read-text-not-installed")
        from rapidocr import RapidOCR

        self._read: Any = RapidOCR(params={"Global.log_level": "critical"})
        logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)

    def text(self, pixels: NDArray[np.uint8]) -> str:
        """The lines read in a (height, width, 3) RGB picture from top to bottom, "" for none."""
        found = self._read(np.ascontiguousarray(pixels[:, :, ::-1]))
        lines = [
            line.strip()
            for line, sureness in zip(found.txts or (), found.scores or (), strict=True)
            if sureness >= SURE
        ]
        words = "\n".join(line for line in lines if line)
        return words if sum(one.isalnum() for one in words) >= FEWEST_LETTERS else ""
