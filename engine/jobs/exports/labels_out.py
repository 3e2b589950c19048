"""Which labels an export has, what they are called there, and which of them an image gets."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property

from db.names import LabelNames
from db.records import LabelRecord
from db.snapshot import DECIDED_SOURCES, Snapshot
from engine.answers.exporting.settings import ExportSettings, LabelSources
from engine.exchange.content import ExchangedLabel
from engine.exchange.records import ExchangedLabelling

PARENT_SOURCE = "parent"
"""Where a labelling comes from that only follows from a label below it."""
DECIDED: Mapping[LabelSources, tuple[str, ...]] = {
    "any": (),
    "decided": DECIDED_SOURCES,
}
"""The sources of the labellings that are asked for; () for all."""


class LabelsOut:
    """The labels of one export, by their ids in the catalogue."""

    def __init__(
        self, snapshot: Snapshot, records: Iterable[LabelRecord], settings: ExportSettings
    ) -> None:
        self._settings = settings
        self._sources = DECIDED[settings.sources]
        self._records = {record.id: record for record in records if record.id in snapshot.levels}
        names = LabelNames()
        for record in self._records.values():
            names.add(record.id, record.parent_id, (record.name,))
        own = snapshot.levels
        # From the bottom up; a label that came after the records were read has none above.
        self._line = {
            label_id: names.line(label_id) if label_id in self._records else [label_id]
            for label_id in own
        }
        if settings.names == "english":
            self._levels = {label_id: self._in_english(label_id, own[label_id]) for label_id in own}
        else:
            self._levels = dict(own)
        self._images = self._counted(snapshot)
        self._kept = {one for one in own if self._images[one] >= settings.least_images}

    @cached_property
    def all(self) -> list[ExchangedLabel]:
        """Every label that the export has, in the order of their levels; two that are called the
        same in the chosen language are one."""
        found: dict[tuple[str, ...], ExchangedLabel] = {}
        for label_id in self._kept:
            levels, record = self._levels[label_id], self._records.get(label_id)
            there = found.get(levels)
            if there is not None:
                found[levels] = replace(there, images=there.images + self._images[label_id])
                continue
            found[levels] = ExchangedLabel(
                levels,
                "" if record is None else _english(record),
                () if record is None else record.aliases,
                self._images[label_id],
            )
        return [found[levels] for levels in sorted(found)]

    def has(self, label_id: int) -> bool:
        """Whether the export has this label."""
        return label_id in self._kept

    def levels(self, label_id: int) -> tuple[str, ...]:
        """Its names from the top down, in the language of the export."""
        return self._levels[label_id]

    def wants(self, source: str) -> bool:
        """Whether labellings of this source leave."""
        return not self._sources or source in self._sources

    def of_image(
        self, labellings: Iterable[tuple[int, ExchangedLabelling]]
    ) -> tuple[ExchangedLabelling, ...]:
        """What an image gets of its labellings, each with the id of its label; with those that
        follow from them where parents are asked for. No label comes twice."""
        found: dict[tuple[str, ...], ExchangedLabelling] = {}
        given = list(labellings)
        for label_id, labelling in given:
            if self.has(label_id):
                found.setdefault(labelling.levels, labelling)
        if self._settings.parents:
            for label_id, labelling in given:
                for above in self._line[label_id][1:]:
                    if self.has(above):
                        levels = self._levels[above]
                        follows = ExchangedLabelling(
                            levels, PARENT_SOURCE, decided_at=labelling.decided_at
                        )
                        found.setdefault(levels, follows)
        return tuple(found.values())

    def _counted(self, snapshot: Snapshot) -> Counter[int]:
        counts: Counter[int] = Counter()
        current, carried = 0, set[int]()
        for image_id, label_id in snapshot.label_pairs(sources=self._sources):
            if image_id != current:
                counts.update(carried)
                current, carried = image_id, set()
            carried.add(label_id)
            if self._settings.parents:
                carried.update(self._line[label_id])
        counts.update(carried)
        return counts

    def _in_english(self, label_id: int, own: tuple[str, ...]) -> tuple[str, ...]:
        line = self._line[label_id]
        if len(line) != len(own):
            return own
        records = [self._records.get(one) for one in reversed(line)]
        return tuple(
            name if record is None else record.name_in_english[0]
            for record, name in zip(records, own, strict=True)
        )


def _english(record: LabelRecord) -> str:
    name, origin = record.name_in_english
    return "" if origin == "original" else name
