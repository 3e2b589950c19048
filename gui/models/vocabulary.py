"""The labels of the open catalogue as widgets need them: loaded off-thread, kept up to date."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from db.names import LabelNames
from db.records import ChangeSet, LabelRecord
from db.text import name_key, search_fold
from gui.services.context import CatalogueContext
from messages.levels import LEVEL_SEPARATOR, join_levels

RELOAD_DELAY_MS = 150


@dataclass(frozen=True, slots=True)
class LabelMatch:
    """A label that fits what was typed; ``matched`` is the alias it was found by, if any."""

    label: LabelRecord
    matched: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    label: LabelRecord
    keys: tuple[tuple[str, str], ...]
    """(folded, as written) of the name, the aliases and the English name."""


class LabelIndex:
    """Finds labels by name, alias or English name while somebody types."""

    def __init__(self, labels: Sequence[LabelRecord] = ()) -> None:
        self._entries = [_Entry(label, _keys_of(label)) for label in labels]
        self._by_id = {label.id: label for label in labels}
        # No English names: several labels may have one, and it may be another label's own name.
        self._names = LabelNames()
        for label in labels:
            self._names.add(label.id, label.parent_id, (label.name, *label.aliases))
        self._in_english = {name_key(label.name_in_english[0]) for label in labels}

    def meant(self, text: str) -> list[LabelRecord]:
        """The labels that a name, alias or path may mean (``db.names``)."""
        return [self._by_id[label_id] for label_id in self._names.meant(text)]

    def exact(self, text: str) -> LabelRecord | None:
        """The label that a name, alias or path means; None for none, and for several."""
        found = self.meant(text)
        return found[0] if len(found) == 1 else None

    def at_top(self, name: str) -> LabelRecord | None:
        """The label with this name or alias that lies below no other."""
        label_id = self._names.child(None, name)
        return None if label_id is None else self._by_id[label_id]

    def is_name(self, text: str) -> bool:
        """Whether a label is called ``text``: its name, an alias, or in English."""
        key = name_key(text)
        return bool(key) and (bool(self._names.meant(text)) or key in self._in_english)

    def search(self, text: str, limit: int = 12) -> list[LabelMatch]:
        """The labels that fit best: whole, beginning, beginning of a word, anywhere.

        Several words must all occur; with a "|" in it they are looked for in the whole path. Among
        equals the label on most images comes first.
        """
        typed = search_fold(text)
        if not typed:
            return []
        words = typed.split(" ")
        found: list[tuple[int, int, str, LabelMatch]] = []
        for entry in self._entries:
            best: tuple[int, str] | None = None
            if LEVEL_SEPARATOR in typed:
                rank = _rank(search_fold(join_levels(entry.label.levels)), typed, words)
                best = None if rank is None else (rank, "")
            for position, (key, written) in enumerate(entry.keys):
                rank = _rank(key, typed, words)
                if rank is not None and (best is None or rank < best[0]):
                    best = (rank, written if position else "")
            if best is not None:
                label = entry.label
                match = LabelMatch(label, best[1])
                found.append((best[0], -label.image_count, label.shown, match))
        found.sort(key=lambda item: item[:3])
        return [match for *_, match in found[:limit]]


def _keys_of(label: LabelRecord) -> tuple[tuple[str, str], ...]:
    english_name, origin = label.name_in_english
    written = [label.name, *label.aliases, *([english_name] if origin != "original" else [])]
    return tuple((search_fold(text), text) for text in written)


def _rank(key: str, typed: str, words: Sequence[str]) -> int | None:
    if key == typed:
        return 0
    if key.startswith(typed):
        return 1
    if not all(word in key for word in words):
        return None
    starts = key.replace("-", " ").split(" ")
    return 2 if all(any(start.startswith(word) for start in starts) for word in words) else 3


class Vocabulary(QObject):
    """All labels, reloaded in the read lane whenever a command or an import changed them.

    Pages share one (``vocabulary_of``), so that a change is read once for all of them.
    """

    changed = Signal()
    """``labels`` and ``index`` are new."""

    def __init__(self, context: CatalogueContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.labels: list[LabelRecord] = []
        self.by_id: dict[int, LabelRecord] = {}
        self.index = LabelIndex()
        self.is_loaded = False
        self._is_asked = False
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(RELOAD_DELAY_MS)
        self._delay.timeout.connect(self.reload)
        context.hub.changed.connect(self._follow)
        context.hub.refreshed.connect(self._delay.start)

    def load(self) -> None:
        """Read the labels, where nobody has yet."""
        if not self._is_asked:
            self.reload()

    @Slot()
    def reload(self) -> None:
        """Read the labels again."""
        self._is_asked = True

        def work() -> tuple[list[LabelRecord], LabelIndex]:
            labels = self._context.catalogue.labels.all()
            return labels, LabelIndex(labels)

        self._context.reads.submit(work, self._use_labels)

    def _use_labels(self, loaded: tuple[list[LabelRecord], LabelIndex]) -> None:
        self.labels, self.index = loaded
        self.by_id = {label.id: label for label in self.labels}
        self.is_loaded = True
        self.changed.emit()

    @Slot(object)
    def _follow(self, change: ChangeSet) -> None:
        if change.label_ids or change.images_unknown:
            self._delay.start()


def vocabulary_of(context: CatalogueContext) -> Vocabulary:
    """The labels of the open catalogue, as all its pages share them."""
    found = context.hub.findChild(Vocabulary)
    return found if isinstance(found, Vocabulary) else Vocabulary(context, context.hub)
