"""What labels are called, as phrases and as their vectors."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.language.contexts import PLAIN, Context, filled, phrases

FloatArray = NDArray[np.float32]
EncodeTexts = Callable[[Sequence[str]], FloatArray]
"""n texts to (n, d) float32, rows of length 1."""


@dataclass(frozen=True, slots=True)
class LabelText:
    """What a label is called, and prompts of its own that replace the contexts where it has any.

    A prompt is a template or, without ``{}``, a description that is taken as it is.
    """

    name: str
    prompts: tuple[str, ...] = ()


def readable_name(name: str) -> str:
    """A name as a phrase has it: underscores and white space runs become single spaces."""
    return " ".join(name.replace("_", " ").split())


def prompts_of(text: str) -> tuple[str, ...]:
    """The prompts of a label as they are stored: one a line, empty lines left out."""
    return tuple(" ".join(line.split()) for line in text.splitlines() if line.strip())


def phrases_of_label(
    label: LabelText, contexts: Sequence[Context], *, domain: str = "", kind: str = ""
) -> list[str]:
    """A label's own prompts filled in where it has any, else one phrase for each context."""
    name = readable_name(label.name)
    if label.prompts:
        return [filled(one, name, domain=domain, kind=kind) for one in label.prompts]
    return phrases(name, contexts, domain=domain, kind=kind)


def phrase_vectors(
    labels: Sequence[LabelText],
    contexts: Sequence[Context],
    encode: EncodeTexts,
    *,
    domain: str = "",
    kind: str = "",
) -> FloatArray:
    """(K, C, d) float32, rows of length 1: C labels in K contexts.

    A label with prompts carries their mean in every context, and one without a name zeros.
    Without contexts the bare name serves (K = 1). Each distinct text is encoded once.
    """
    contexts = contexts or [PLAIN]
    texts = [phrases_of_label(one, contexts, domain=domain, kind=kind) for one in labels]
    distinct = list(dict.fromkeys(text for of_label in texts for text in of_label))
    vectors = encode(distinct)
    row_of = {text: row for row, text in enumerate(distinct)}
    found = np.zeros((len(contexts), len(labels), vectors.shape[1]), np.float32)
    for column, (label, of_label) in enumerate(zip(labels, texts, strict=True)):
        rows = vectors[[row_of[text] for text in of_label]]
        if label.prompts:
            found[:, column] = _unit(rows.mean(axis=0))
        elif readable_name(label.name):
            found[:, column] = rows
    return found


def _unit(vector: FloatArray) -> FloatArray:
    length = float(np.linalg.norm(vector))
    return vector / np.float32(length) if length > 1e-12 else vector
