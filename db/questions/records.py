"""Frozen values about questions that repositories hand out and commands take."""

from dataclasses import dataclass
from typing import Literal

Answer = Literal["yes", "no", "unsure"]
"""To a question about an image; "unsure" is "can't say". No answer is none of these."""
AnswerSource = Literal["curator", "imported", "label", "prediction"]
"""Who answered: a curator, somebody elsewhere, a label that the image carries or lacks, or a
curator who accepted a prediction."""
ChosenBy = Literal["", "random", "uncertain", "likely"]
"""Why the image was asked about: drawn at random, the least certain, the likeliest yes; "" where
somebody else chose it. Only those drawn at random say how common a yes is."""

ANSWERS: tuple[Answer, ...] = ("yes", "no", "unsure")


@dataclass(frozen=True, slots=True)
class QuestionRecord:
    """A question with how many images in use have each answer.

    ``cost_wrong_yes`` and ``cost_missed_yes`` are what each error costs, in any unit, above 0.
    """

    id: int
    name: str
    help: str
    cost_wrong_yes: float
    cost_missed_yes: float
    created_at: str
    yes: int = 0
    no: int = 0
    unsure: int = 0

    @property
    def answered(self) -> int:
        """How many images in use have any answer."""
        return self.yes + self.no + self.unsure

    @property
    def threshold(self) -> float:
        """The probability of a yes from which "yes" costs less than "no", in (0, 1)."""
        return self.cost_wrong_yes / (self.cost_wrong_yes + self.cost_missed_yes)


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """The answer of an image to a question, and where it is from.

    ``probability`` of a yes is that of the accepted prediction, or of the one that was shown.
    """

    question_id: int
    image_id: int
    answer: Answer
    source: AnswerSource
    probability: float | None
    chosen_by: ChosenBy
    decider: str
    decided_at: str


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """An answer that an image gets; its values are those of ``AnswerRecord``. ``decider`` and
    ``decided_at`` (ISO 8601 UTC) are "" for the curator and now."""

    image_id: int
    answer: Answer
    source: AnswerSource = "curator"
    probability: float | None = None
    chosen_by: ChosenBy = ""
    decider: str = ""
    decided_at: str = ""
