"""The vocabulary as rows: what each label is called, how much it is used and how well it is known.

Everything that takes time for many labels (reading, folding names, putting them in order) is done
by ``read_vocabulary`` in a lane; the model only picks and arranges.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum, StrEnum
from functools import cmp_to_key
from typing import Literal

from PySide6.QtCore import QCollator, QLocale, Qt

from db.catalogue import Catalogue
from db.records import LabelRecord, NameOrigin
from db.text import search_fold
from engine.answers.name_figures import NameFigure
from engine.errors import InputError
from gui.models.reports import load_report, stored_reports

ARCHIVE_SETTING, ENGLISH = "language.archive", "en"
"""The setting that says which language the labels' own names are in."""

Origin = NameOrigin | Literal["itself"]


class Column(IntEnum):
    """What is said of a label."""

    NAME = 0
    ENGLISH = 1
    ORIGIN = 2
    PARENT = 3
    ALIASES = 4
    IMAGES = 5
    F_SCORE = 6
    BY_NAME = 7


class Show(StrEnum):
    """Which labels are shown."""

    ALL = "all"
    UNUSABLE = "unusable"
    UNTRANSLATED = "untranslated"
    NO_IMAGES = "no images"


@dataclass(frozen=True, slots=True)
class LabelRow:
    """One label. ``name_rank`` and ``english_rank`` are its places in the order of the language."""

    label: LabelRecord
    english: str
    origin: Origin
    parent_name: str
    search_key: str
    name_rank: int = 0
    english_rank: int = 0
    parent_rank: int = -1
    f_score: float | None = None
    figure: NameFigure | None = None

    def is_shown(self, show: Show) -> bool:
        """Whether the label is one of those asked for."""
        if show is Show.UNUSABLE:
            return self.figure is not None and not self.figure.is_usable
        if show is Show.UNTRANSLATED:
            return self.origin == "original"
        if show is Show.NO_IMAGES:
            return self.label.total_count == 0
        return True


@dataclass(frozen=True, slots=True)
class VocabularyRows:
    """All labels, and where their F2 comes from."""

    rows: tuple[LabelRow, ...] = ()
    report_made_at: str = ""
    """When the report was asked for whose F2 is shown, ISO; "" for none."""

    suggester: str = ""
    by_id: Mapping[int, LabelRow] = field(default_factory=dict)


def read_vocabulary(catalogue: Catalogue, locale: QLocale) -> VocabularyRows:
    """All labels with their F2 in the newest report, in the order of ``locale``'s alphabet."""
    is_english = catalogue.settings.get(ARCHIVE_SETTING, "") == ENGLISH
    rows = label_rows(catalogue.labels.all(), locale, is_english=is_english)
    f_scores, made_at, suggester = _figures_of_newest_report(catalogue)
    if f_scores:
        rows = [
            replace(row, f_score=f_scores[row.label.id]) if row.label.id in f_scores else row
            for row in rows
        ]
    return VocabularyRows(tuple(rows), made_at, suggester, {row.label.id: row for row in rows})


def label_rows(
    labels: Sequence[LabelRecord], locale: QLocale, *, is_english: bool = False
) -> list[LabelRow]:
    """The labels as rows, without figures; ``is_english``: their own names need no translation."""
    names = {label.id: label.shown for label in labels}
    ranks = _ranks([label.name for label in labels] + list(names.values()), locale)
    english = {label.id: label.name_in_english for label in labels}
    english_ranks = _ranks([name for name, _ in english.values()], locale)
    rows = []
    for label in labels:
        english_name, origin = english[label.id]
        named_by: Origin = "itself" if is_english and origin == "original" else origin
        parent_name = names.get(label.parent_id, "") if label.parent_id is not None else ""
        texts = (label.shown, label.name, *label.aliases, english_name)
        rows.append(
            LabelRow(
                label=label,
                english=english_name,
                origin=named_by,
                parent_name=parent_name,
                search_key=search_fold("\n".join(texts)),
                name_rank=ranks[label.name],
                english_rank=english_ranks[english_name],
                parent_rank=ranks[parent_name] if parent_name else -1,
            )
        )
    return rows


def _ranks(names: Sequence[str], locale: QLocale) -> dict[str, int]:
    collator = QCollator(locale)
    collator.setNumericMode(True)
    collator.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    ordered = sorted(sorted(set(names)), key=cmp_to_key(collator.compare))
    return {name: rank for rank, name in enumerate(ordered)}


def _figures_of_newest_report(catalogue: Catalogue) -> tuple[dict[int, float], str, str]:
    """Label ids with their F2, of the suggester in use where the report has it."""
    from engine.answers.references import chosen_suggester

    for stored in stored_reports(catalogue.folder):
        try:
            report = load_report(stored)
        except InputError:
            continue
        if not report.suggesters:
            continue
        one = report.suggester(chosen_suggester(catalogue.settings)) or report.suggesters[0]
        measured = {label.label_id: label.f_score for label in one.labels if label.support > 0}
        return measured, stored.asked_at.isoformat(), one.name
    return {}, "", ""
