"""What an evaluation found, as plain records: picklable, and to and from JSON without loss.

Shares and scores lie in [0, 1]. An ``Estimate`` is a figure with its 95 % interval over images.
"""

import dataclasses
import json
import types
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from engine.errors import InputError
from messages.message import Message
from messages.os_reasons import reason_of

FORMAT = 1
"""Raised when a report written before can no longer be read as it is."""

AverageName = Literal["micro", "macro", "weighted"]
ErrorKind = Literal["missed", "wrong"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure and the 95 % interval that resampling the test images gives it."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class AverageFigures:
    """One kind of average over labels; ``f_score`` is F with the report's beta.

    Micro counts all (image, label) pairs alike, macro all labels that occur in the test images,
    weighted the same by how often they occur. ``average_precision``: area under the
    precision-recall curve (step rule); ``chance_precision``: that of scores that say nothing, the
    prevalence averaged alike. Both None in a report of an older program.
    """

    f_score: Estimate
    recall: Estimate
    precision: Estimate
    specificity: Estimate
    accuracy: Estimate
    roc_auc: Estimate
    average_precision: Estimate | None = None
    chance_precision: float | None = None


@dataclass(frozen=True, slots=True)
class MetricTable:
    """All metrics of one suggester on the test images.

    ``subset_accuracy``: share of images with exactly the right labels. ``squared_error``: mean
    over pairs of (confidence - truth) squared. ``prevalence``: share of pairs that are true, which
    precision and F depend on. ``average_precision``: that of ``micro``, which reports of older
    programs have here alone.
    """

    micro: AverageFigures
    macro: AverageFigures
    weighted: AverageFigures
    subset_accuracy: Estimate
    squared_error: Estimate
    average_precision: float
    prevalence: float


@dataclass(frozen=True, slots=True)
class SeedFigures:
    """The main figures of one split; all micro averages but ``macro_f_score``.

    ``calibration_error`` is that of the shown suggestions, ``calibration_error_all`` that of all
    (image, label) pairs.
    """

    seed: int
    f_score: float
    macro_f_score: float
    recall: float
    precision: float
    specificity: float
    accuracy: float
    subset_accuracy: float
    squared_error: float
    roc_auc: float
    calibration_error: float
    calibration_error_all: float
    prevalence: float
    average_precision: float | None = None


@dataclass(frozen=True, slots=True)
class Curve:
    """Points of a line, thinned to a few hundred.

    Precision-recall: x recall, y precision. ROC: x false-positive rate, y true-positive rate.
    """

    x: tuple[float, ...]
    y: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """(image, label) pairs with alike probabilities: how many, what was said, what was true."""

    low: float
    high: float
    pairs: int
    probability: float
    share_true: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """How far shown probabilities are from what was true; ``error`` is the expected
    calibration error over ``bins``."""

    pairs: int
    error: float
    bins: tuple[ReliabilityBin, ...]


@dataclass(frozen=True, slots=True)
class LabelFigures:
    """One label on the test images: ``support`` of them carry it, ``references`` are learned from.

    ``roc_auc`` is None where none or all of the test images carry it. ``own_threshold``: the
    threshold is the label's own and not the common one. ``average_precision``: area under the curve
    ``precision_recall``; both None where no test image carries it. ``prevalence``: the share of the
    test images that do, which is the average precision of chance. All three None in a report of an
    older program.
    """

    label_id: int
    label: str
    support: int
    references: int
    f_score: float
    recall: float
    precision: float
    roc_auc: float | None
    threshold: float
    own_threshold: bool
    average_precision: Estimate | None = None
    prevalence: float | None = None
    precision_recall: Curve | None = None


@dataclass(frozen=True, slots=True)
class CuratorActions:
    """What a curator does per test image, on average, to arrive at exactly the right labels.

    With the suggester: ``accepted`` suggestions, ``rejected`` ones, labels ``typed``. Without it:
    ``labels`` typed. Keys: one for accepting or rejecting; for typing a label one to begin, one to
    end and as many letters as tell it from every other label. ``keys_by_grid``: those of working
    label by label in a grid first (the rule stands in ``engine/evaluation/actions.py``); None in a
    report of an older program.
    """

    accepted: float
    rejected: float
    typed: float
    labels: float
    keys: float
    keys_typing_everything: float
    keys_by_grid: float | None = None

    def share_of_typing(self, keys: float | None) -> float | None:
        """How much of typing every label so many keys are; None where either is not known."""
        everything = self.keys_typing_everything
        return None if keys is None or not everything else keys / everything


GoesBy = Literal["images", "names", "both"]
"""What a suggester knows of a label: images that carry it, what it is called, or both."""


@dataclass(frozen=True, slots=True)
class LearningPoint:
    """F with few references: ``images_per_label`` is how many were asked for (0: so many images
    whatever their labels, or all there are), ``references`` how many images that made on average;
    mean and sd over ``repeats`` drawings."""

    images_per_label: int
    references: float
    f_score: float
    sd: float
    repeats: int


@dataclass(frozen=True, slots=True)
class EvidenceImage:
    """A reference behind a score; see ``WeightedReference``."""

    image_id: int
    file: str
    weight: float
    similarity: float
    carries_label: bool


@dataclass(frozen=True, slots=True)
class WorstError:
    """A test image and a label the suggester was most wrong about, with the evidence.

    "missed": the image carries the label and it was not suggested. "wrong": the other way round.
    ``borrowed_evidence``: the suggester has none; the images are those of neighbor search.
    """

    kind: ErrorKind
    image_id: int
    file: str
    label_id: int
    label: str
    confidence: float
    probability: float
    threshold: float
    labels: tuple[str, ...]
    evidence: tuple[EvidenceImage, ...]
    borrowed_evidence: bool


@dataclass(frozen=True, slots=True)
class ValidationUse:
    """What the validation images were for, with one suggester.

    ``learned_from``: it draws on them too when the test images are scored, and then thresholds and
    calibration come from training and validation images, each scored by others; else from the
    validation images. ``searched_alone``: hyperparameters were searched on them alone, and else
    on training and validation images, each left out in turn.
    """

    learned_from: bool
    searched_alone: bool


@dataclass(frozen=True, slots=True)
class ImageCounts:
    """How many labels of one test image were suggested rightly and wrongly, and missed."""

    file: str
    right: int
    wrong: int
    missed: int


@dataclass(frozen=True, slots=True)
class SuggesterFigures:
    """Everything about one suggester. Tables, curves and examples are of the first seed's split;
    ``by_seed`` has the main figures of every split.

    ``f_score_at_common``: micro F where every label has the common ``threshold`` and none one of
    its own; None in a report of an older program. ``counts``: of every test image, so that two
    reports can be compared image by image; empty in a report of an older program, as
    ``validation`` is None there.
    """

    name: str
    description: str
    hyperparameters: Mapping[str, float | int | str]
    trials: int
    threshold: float
    own_thresholds: int
    calibration: str
    metrics: MetricTable
    by_seed: tuple[SeedFigures, ...]
    precision_recall: Curve
    roc: Curve
    reliability_shown: Reliability
    reliability_all: Reliability
    labels: tuple[LabelFigures, ...]
    actions: CuratorActions
    learning: tuple[LearningPoint, ...]
    errors: tuple[WorstError, ...]
    seconds: float
    goes_by: GoesBy = "images"
    f_score_at_common: Estimate | None = None
    counts: tuple[ImageCounts, ...] = ()
    validation: ValidationUse | None = None


@dataclass(frozen=True, slots=True)
class DataFigures:
    """What was evaluated on, in images.

    ``labelled`` images are encoded and carry labels; ``folded`` of them are left out as copies of
    others (``duplicate_similarity``: the cosine from which; None: as the clusters of duplicates
    say), in ``fold_groups`` groups (None in reports of older programs), ``left_out`` by the split
    file or because there were too many. ``labels`` are those on at least ``minimum_images`` images
    of the training part, ``rare_labels`` the others.
    """

    labelled: int
    not_encoded: int
    folded: int
    left_out: int
    duplicate_similarity: float | None
    train: int
    validation: int
    test: int
    labels: int
    rare_labels: int
    minimum_images: int
    labels_per_image: float
    split_file: str | None
    fold_groups: int | None = None


@dataclass(frozen=True, slots=True)
class EvaluationReport:
    """One evaluation of one or more suggesters on the same images.

    ``notes`` are English sentences for the document; ``note_messages`` the same as messages
    (``messages.stored``), none in a report of an older program.
    """

    made_at: str
    catalogue: str
    encoder: str
    fingerprint: str
    beta: float
    seeds: tuple[int, ...]
    data: DataFigures
    suggesters: tuple[SuggesterFigures, ...]
    notes: tuple[str, ...]
    seconds: float
    out_dir: str | None = None
    note_messages: tuple[str, ...] = ()

    @property
    def message(self) -> Message:
        """Which suggester did best, how well, and for how many labels that holds."""
        best = max(self.suggesters, key=lambda one: one.metrics.micro.f_score.value)
        return Message(
            "job-evaluate-done",
            {
                "suggester": best.name,
                "score": 100 * best.metrics.micro.f_score.value,
                "labels": self.data.labels,
                "minimum": self.data.minimum_images,
            },
        )

    def suggester(self, name: str) -> SuggesterFigures | None:
        """The figures of one suggester, None where it was not evaluated."""
        return next((one for one in self.suggesters if one.name == name), None)


Record = TypeVar("Record")


def to_json(report: EvaluationReport) -> str:
    """The report as one JSON document."""
    document = {"format": FORMAT, "report": dataclasses.asdict(report)}
    return json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def from_json(text: str, name: str = "The report") -> EvaluationReport:
    """The report that ``to_json`` wrote; InputError for anything else."""
    try:
        document = json.loads(text)
        written = document["format"]
        if written == FORMAT:
            report: EvaluationReport = read_record(EvaluationReport, document["report"])
            return report
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputError("report-unknown", file=name) from error
    raise InputError("report-other-format", file=name, format=str(written), reads=FORMAT)


def read_report(path: Path) -> EvaluationReport:
    """The report in a file; InputError where there is none that can be read."""
    try:
        return from_json(path.read_text(encoding="utf-8"), path.name)
    except UnicodeError as error:
        raise InputError("report-not-utf8", file=path.name) from error
    except OSError as error:
        raise InputError("report-unreadable", path=path, reason=reason_of(error)) from error


def read_record(kind: Any, value: Any) -> Any:  # noqa: ANN401
    """``value`` from JSON as what the annotation ``kind`` says; TypeError where it is not that."""
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        return kind(**{name: read_record(hints[name], inner) for name, inner in value.items()})
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        for one in arguments:
            if dataclasses.is_dataclass(one) and isinstance(value, dict):
                return read_record(one, value)
            if type(value) is one:
                return value
    elif origin is tuple and isinstance(value, list):
        return tuple(read_record(arguments[0], inner) for inner in value)
    elif origin is Literal and value in arguments:
        return value
    elif origin is Mapping and isinstance(value, dict):
        key = int if arguments[0] is int else str  # JSON has text for keys only
        return {key(name): read_record(arguments[1], inner) for name, inner in value.items()}
    elif kind is float and type(value) in (int, float):
        return float(value)
    elif origin is None and type(value) is kind:
        return value
    raise TypeError(f"{value!r} is not {kind}")
