"""What a measurement of captions found, as a record: to JSON and back without loss."""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from engine.errors import InputError
from engine.evaluation.report.records import read_record
from engine.evaluation.retrieval.gap import Gap
from engine.evaluation.retrieval.measures import Population, Retrieval
from engine.evaluation.retrieval.verdict import NO_WORDS, Lengths, Verdict, Words
from engine.evaluation.retrieval.words import Alike
from messages.message import Message
from messages.os_reasons import reason_of

REPORT_NAME, PAGE_NAME = "report.json", "report.html"


@dataclass(frozen=True, slots=True)
class CaptionReport:
    """Figures of both directions ("image_to_text", "text_to_image"), in whole and in smaller
    populations; the gap, of each language, folder and label too. ``alike``: what captions count as
    that are equal to an image's own or of a near-duplicate. ``not_encoded``: images with captions
    that have no features. ``made_at``: ISO 8601, UTC. ``folder``: where the report was written.
    ``trained``: whether the encoder was trained on captions, perhaps on these.
    ``cleaning``: the steps that captions were cleaned in before ("urls,short:3"), "" for none.
    """

    encoder: str
    fingerprint: str
    made_at: str
    images: int
    captions: int
    not_encoded: int
    alike: Alike
    retrieval: Mapping[str, Retrieval]
    populations: Mapping[str, tuple[Population, ...]]
    gap: Gap
    gap_by_language: Mapping[str, Gap]
    gap_by_folder: Mapping[str, Gap]
    gap_by_label: Mapping[str, Gap]
    lengths: Lengths
    verdict: Verdict
    words: Words = NO_WORDS
    languages: Mapping[str, int] = field(default_factory=dict)
    folder: Path = Path()
    cleaning: str = ""
    trained: bool = False

    @property
    def message(self) -> Message:
        """How well images find their captions."""
        mrr = self.retrieval["image_to_text"].mrr
        return Message(
            "job-evaluate-captions-done",
            {"mrr": round(mrr, 3), "captions": self.captions, "folder": self.folder},
        )

    def as_json(self) -> dict[str, Any]:
        """What ``report.json`` holds; the verdict in English sentences too."""
        found = {**asdict(self), "folder": str(self.folder)}
        found["gap"] = _with_figures(self.gap)
        for group in ("gap_by_language", "gap_by_folder", "gap_by_label"):
            found[group] = {name: _with_figures(one) for name, one in getattr(self, group).items()}
        found["verdict"]["sentences"] = [str(one) for one in self.verdict.said()]
        return found


def read_caption_report(folder: Path) -> CaptionReport:
    """The report in a folder; InputError where there is none that can be read."""
    path = folder / REPORT_NAME
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        del document["folder"]
        document["verdict"].pop("sentences")
        for one in [document["gap"], *_gaps_of_groups(document)]:
            del one["gap"], one["separation"]
            one |= {name: math.nan for name in ("wrong", "spread") if one[name] is None}
        report: CaptionReport = read_record(CaptionReport, document)
        return replace(report, folder=folder)
    except OSError as error:
        raise InputError("report-unreadable", path=path, reason=reason_of(error)) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputError("caption-report-unknown", file=path) from error


def _gaps_of_groups(document: dict[str, Any]) -> list[dict[str, Any]]:
    groups = ("gap_by_language", "gap_by_folder", "gap_by_label")
    return [one for group in groups for one in document[group].values()]


def _with_figures(one: Gap) -> dict[str, float | int | None]:
    """NaN is no JSON: where there is no wrong pair, None."""
    found = {**asdict(one), "gap": one.gap, "separation": one.separation}
    return {name: None if math.isnan(value) else value for name, value in found.items()}
