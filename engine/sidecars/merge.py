"""Labels into a sidecar: what is ours changes, and no other byte.

Three sides meet here: the labels that the image carries now, the keywords that the file holds, and
those of them that are known (written here, or read from the file before). What is known and carried
no longer goes; what is not known is somebody else's and stays.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from engine.sidecars.descriptions import CaptionChange, Captions, write_captions
from engine.sidecars.edits import Edits
from engine.sidecars.fields import (
    CAPTION,
    HIERARCHICAL,
    MIRRORS,
    SUBJECT,
    TAGS_LIST,
    Field,
    Key,
    Levels,
    key_of,
)
from engine.sidecars.packet import Attribute, Description, Item, Packet, Property, read_packet

EMPTY = b"""<?xml version="1.0" encoding="UTF-8"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Nabolag">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:digiKam="http://www.digikam.org/ns/1.0/"
    xmlns:lr="http://ns.adobe.com/lightroom/1.0/">
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
"""
"""A sidecar that says nothing."""


@dataclass(frozen=True, slots=True)
class Known:
    """Keywords that were written into a file here, or read from it before: the keys of whole paths,
    and those of names without their levels."""

    paths: frozenset[Key] = frozenset()
    names: frozenset[Key] = frozenset()

    @classmethod
    def of(cls, paths: Iterable[Levels], names: Iterable[Levels] = ()) -> "Known":
        """What is known of labels written by these paths, and of names read alone."""
        keys = frozenset(map(key_of, paths))
        alone = frozenset(key_of(name) for name in names)
        return cls(keys, alone | {key[-1:] for key in keys})


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What becomes of one field: the texts that come and go, as it spells them. A text spelled
    anew is among both; ``is_recast``: it was no list of the right kind and becomes one."""

    field: str
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    is_recast: bool = False


@dataclass(frozen=True, slots=True)
class Merge:
    """A sidecar as it becomes. ``added`` and ``removed`` are the keywords that the whole file did
    not hold, or holds no longer; ``fields`` what changes in each, () where nothing does;
    ``captions`` what of these."""

    file: bytes
    added: tuple[Levels, ...] = ()
    removed: tuple[Levels, ...] = ()
    fields: tuple[FieldChange, ...] = ()
    captions: CaptionChange = field(default_factory=CaptionChange)


def merge(
    file: bytes | None,
    labels: Iterable[Levels],
    known: Known,
    captions: Captions | None = None,
) -> Merge:
    """The sidecar ``file`` (None: there is none) with these labels, each by its names from the top,
    and these captions (None: those in it stay as they are).

    Raises InputError as ``read_packet`` does.
    """
    packet = _nothing() if file is None else read_packet(file)
    writer = _Writer(packet, sorted(set(labels), key=lambda one: (key_of(one), one)), known)
    # Paths first: a name stays where a path of somebody else's ends in it.
    changes = [writer.write(one) for one in (HIERARCHICAL, TAGS_LIST, SUBJECT)]
    held = packet.fields()
    changes += [writer.take_from(one) for one in MIRRORS if one in held]
    said = CaptionChange() if captions is None else write_captions(packet, writer.edits, captions)
    changes.append(
        FieldChange(
            CAPTION.shown,
            tuple(one.text for one in said.added),
            tuple(one.text for one in said.removed),
        )
    )
    data = writer.edits.applied()
    if file is not None and data == packet.data:
        return Merge(file)
    return Merge(
        packet.encoded(data),
        tuple(writer.added()),
        tuple(writer.removed()),
        tuple(one for one in changes if one.added or one.removed or one.is_recast),
        said,
    )


@cache
def _nothing() -> Packet:
    return read_packet(EMPTY)


@dataclass(slots=True)
class _Work:
    """A field while it is brought in line: where the packet holds it, and what became of that."""

    kind: Field
    wanted: dict[Key, str]
    known: frozenset[Key]
    at: Description | None = None
    lists: list[Property] = field(default_factory=list)
    texts: list[Property] = field(default_factory=list)
    attributes: list[Attribute] = field(default_factory=list)
    present: set[Key] = field(default_factory=set)
    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)

    def key(self, text: str) -> Key:
        """What a text of the field means."""
        return key_of(self.kind.levels(text))


class _Writer:
    """Decides what becomes of each field, and notes it as edits."""

    def __init__(self, packet: Packet, labels: list[Levels], known: Known) -> None:
        self.edits = Edits(packet)
        self._packet = packet
        self._labels = labels
        self._known = known
        self._before: dict[bool, dict[Key, Levels]] = {True: {}, False: {}}
        """The keywords of our fields before, of paths (True) and of names."""
        self._gone: dict[bool, dict[Key, Levels]] = {True: {}, False: {}}
        self._of_others: set[Key] = set()
        """The levels of paths that stay although they are no labels."""

    def added(self) -> Iterable[Levels]:
        """Labels that the file did not hold: neither by their path nor, where no path has that
        name, by their name."""
        levels = {(level,) for key in self._before[True] for level in key}
        names = self._before[False].keys() - levels
        for label in self._labels:
            key = key_of(label)
            if key not in self._before[True] and key[-1:] not in names:
                yield label

    def removed(self) -> Iterable[Levels]:
        """Keywords that went; a name that went with its path is not said by itself."""
        labels = {key_of(label) for label in self._labels}
        yield from (one for key, one in self._gone[True].items() if key not in labels)
        names = {key[-1:] for key in labels | self._gone[True].keys()}
        yield from (one for key, one in self._gone[False].items() if key not in names)

    def write(self, field: Field) -> FieldChange:
        """Bring a field in line with the labels."""
        work = self._work(field)
        loose = self._loosened(work)
        emptied = [one for one in work.lists if not self._sort_out(work, one)]
        kept = [one for one in work.lists if one not in emptied]
        missing = [text for key, text in work.wanted.items() if key not in work.present]
        if (loose or missing) and not kept and emptied:
            kept.append(emptied.pop(0))
            self._take_items(kept[0].items)
        recast = [self.edits.recast(one, field.container) for one in kept]
        if kept:
            self.edits.append(kept[0], loose + missing)
        elif loose or missing:
            self.edits.new_property(work.at, field, loose + missing)
        for one in emptied:
            self.edits.remove(one.element)
        return FieldChange(
            field.shown,
            tuple(work.added + missing),
            tuple(work.removed),
            bool(loose) or any(recast),
        )

    def take_from(self, field: Field) -> FieldChange:
        """Take out of another program's field what goes from ours."""
        work = self._work(field)
        for one in work.lists:
            going = [item for item in one.items if self._goes(work, item.said)]
            if going and len(going) == len(one.items):
                self.edits.remove(one.element)
            else:
                self._take_items(going)
            work.removed += [item.said for item in going]
        for text in work.texts:
            if self._goes(work, text.text):
                self.edits.remove(text.element)
                work.removed.append(text.text)
        for attribute in work.attributes:
            if self._goes(work, attribute.text):
                self.edits.cut(attribute.start, attribute.end)
                work.removed.append(attribute.text)
        return FieldChange(field.shown, removed=tuple(work.removed))

    def _work(self, field: Field) -> _Work:
        wanted: dict[Key, str] = {}
        for label in self._labels:
            wanted.setdefault(key_of(label if field.separator else label[-1:]), field.text(label))
        work = _Work(field, wanted, self._known.paths if field.separator else self._known.names)
        for description in self._packet.descriptions:
            own = [one for one in description.properties if one.field == field]
            work.lists += [one for one in own if one.container is not None]
            work.texts += [one for one in own if one.container is None]
            attributes = [one for one in description.attributes if one.field == field]
            work.attributes += attributes
            if work.at is None and (own or attributes):
                work.at = description
        return work

    def _goes(self, work: _Work, text: str) -> bool:
        key = work.key(text)
        return key in work.known and key not in work.wanted and key not in self._of_others

    def _loosened(self, work: _Work) -> list[str]:
        """The keywords that stand in no list, which they are taken out of to be put into one."""
        loose: list[str] = []
        for one in work.texts:
            if work.key(one.text) or work.wanted:
                self.edits.remove(one.element)
            if work.key(one.text) and self._stays(work, one.text):
                loose.append(one.text)
        for attribute in work.attributes:
            self.edits.cut(attribute.start, attribute.end)
            if self._stays(work, attribute.text):
                loose.append(attribute.text)
        return loose

    def _sort_out(self, work: _Work, held: Property) -> bool:
        """Take out of a list what goes, and spell anew what is ours. False, and nothing is taken
        out, where all of it goes."""
        going = []
        for item in held.items:
            if not self._stays(work, item.said):
                going.append(item)
                continue
            key = work.key(item.said)
            text = work.wanted.get(key, item.said)
            is_other = work.kind.levels(text) != work.kind.levels(item.said)
            if key in work.known and item.is_plain and is_other:
                self.edits.spell(item, text)
                work.added.append(text)
                work.removed.append(item.said)
        if going and len(going) == len(held.items):
            return False
        self._take_items(going)
        return True

    def _stays(self, work: _Work, text: str) -> bool:
        """Whether a keyword of a field stays in it; notes what becomes of it."""
        levels = work.kind.levels(text)
        key = key_of(levels)
        is_path = bool(work.kind.separator)
        if levels:
            self._before[is_path].setdefault(key, levels)
        if self._goes(work, text):
            self._gone[is_path].setdefault(key, levels)
            work.removed.append(text)
            return False
        work.present.add(key)
        if is_path and key not in work.wanted:
            self._of_others.update((level,) for level in key)
        return True

    def _take_items(self, items: list[Item]) -> None:
        for item in items:
            self.edits.remove(item.element)
