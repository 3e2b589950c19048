"""Captions in dc:description: one text for each language, and what others wrote there stays.

The property is an Alt whose first item, ``x-default``, is what programs show that know of no
languages. A picture has one text a language there, so of several captions in one language the
first is written.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.sidecars.edits import Alternative, Edits
from engine.sidecars.fields import CAPTION, DEFAULT_LANGUAGE
from engine.sidecars.packet import Item, Packet, Property


@dataclass(frozen=True, slots=True)
class SaidCaption:
    """A caption as it is to be written. ``language`` is a code of BCP 47, "" where it is not known;
    ``is_guess``: it was detected in the words and stated by nobody."""

    text: str
    language: str = ""
    is_guess: bool = False


@dataclass(frozen=True, slots=True)
class Captions:
    """The captions of an image, those to be preferred first. ``known`` are the texts
    (``same_words``) that are ours to take out: captions that it has or had, and what was written
    here before."""

    texts: tuple[SaidCaption, ...] = ()
    known: frozenset[str] = frozenset()

    @property
    def written(self) -> tuple[str, ...]:
        """The texts as they are remembered: with their language, in order."""
        return tuple(f"{one.language} {same_words(one.text)}" for one in self.texts)

    def also_known(self, written: Sequence[str]) -> "Captions":
        """With what ``written`` remembers as known too."""
        known = self.known.union(one.partition(" ")[2] for one in written)
        return replace(self, known=known)


def same_words(text: str) -> str:
    """What is the same of two captions that are one, wherever their lines end."""
    return " ".join(text.split())


@dataclass(frozen=True, slots=True)
class CaptionChange:
    """What becomes of the property: texts that come and go."""

    added: tuple[Alternative, ...] = ()
    removed: tuple[Alternative, ...] = ()


@dataclass(slots=True)
class _Held:
    """A text that the property holds; ``item`` and ``list`` are None where it stands in no list.
    ``becomes``: what is spelled in its place where it does not stay."""

    said: Alternative
    item: Item | None = None
    list: Property | None = None
    stays: bool = True
    becomes: Alternative | None = None

    @property
    def words(self) -> str:
        return same_words(self.said.text)


def write_captions(packet: Packet, edits: Edits, captions: Captions) -> CaptionChange:
    """Bring dc:description of a packet in line with the captions, as edits."""
    held = [*_listed(packet), *_loose(packet)]
    for one in held:
        one.stays = _stays(one, captions)
    wanted = _wanted(captions.texts, held)
    taken = {one.said.language for one in held if one.stays}
    missing = {one.language: one for one in wanted if one.language not in taken}
    change = CaptionChange(
        tuple(missing.values()), tuple(one.said for one in held if not one.stays)
    )
    if change.added or change.removed:
        for one in held:
            if not one.stays and one.item is not None and one.item.is_plain:
                one.becomes = missing.pop(one.said.language, None)
        _edit(packet, edits, held, list(missing.values()))
    return change


def _wanted(texts: Sequence[SaidCaption], held: Sequence[_Held]) -> list[Alternative]:
    """One text for each language, and the default one first. A guessed language is not said of a
    text that stands there without one."""
    there = {one.words for one in held}
    found: dict[str, Alternative] = {}
    for one in texts:
        language = one.language.lower() or DEFAULT_LANGUAGE
        if not (one.is_guess and same_words(one.text) in there):
            found.setdefault(language, Alternative(one.text, language))
    default = found.pop(DEFAULT_LANGUAGE, None)
    is_gone = any(not one.stays for one in held if one.said.language == DEFAULT_LANGUAGE)
    if default is None and found and (is_gone or not held):
        default = Alternative(texts[0].text, DEFAULT_LANGUAGE)
    return [*([] if default is None else [default]), *found.values()]


def _stays(held: _Held, captions: Captions) -> bool:
    """Whether a text stays: somebody else's, or a caption still, in that language."""
    if held.words not in captions.known:
        return True
    for one in captions.texts:
        if same_words(one.text) == held.words:
            if held.said.language == DEFAULT_LANGUAGE:
                return True
            return one.is_guess or one.language.lower() in ("", held.said.language)
    return False


def _edit(packet: Packet, edits: Edits, held: Sequence[_Held], new: Sequence[Alternative]) -> None:
    """Put the texts in their places: what goes goes, new ones stand at the end of the list, and a
    text in no list comes into one."""
    kept: Property | None = None
    for prop in _lists(packet):
        items = [one for one in held if one.list is prop]
        going = [one for one in items if not one.stays and one.becomes is None]
        if items and len(going) == len(items):
            edits.remove(prop.element)
            continue
        kept = kept or prop
        for one in items:
            if one.item is not None and one.becomes is not None:
                edits.spell(one.item, one.becomes.text)
            elif one.item is not None and not one.stays:
                edits.remove(one.item.element)
    _take_loose(packet, edits)
    texts = [*(one.said for one in held if one.list is None and one.stays), *new]
    if kept is not None:
        edits.recast(kept, CAPTION.container)
        edits.append(kept, texts)
    elif texts:
        edits.new_property(None, CAPTION, texts)


def _take_loose(packet: Packet, edits: Edits) -> None:
    for description in packet.descriptions:
        for text in description.properties:
            if text.field == CAPTION and text.container is None:
                edits.remove(text.element)
        for attribute in description.attributes:
            if attribute.field == CAPTION:
                edits.cut(attribute.start, attribute.end)


def _lists(packet: Packet) -> list[Property]:
    return [
        one
        for description in packet.descriptions
        for one in description.properties
        if one.field == CAPTION and one.container is not None
    ]


def _listed(packet: Packet) -> list[_Held]:
    """Texts in lists."""
    return [
        _Held(Alternative(item.said, item.language.lower() or DEFAULT_LANGUAGE), item, prop)
        for prop in _lists(packet)
        for item in prop.items
    ]


def _loose(packet: Packet) -> list[_Held]:
    """Texts that stand in no list."""
    texts: list[str] = []
    for description in packet.descriptions:
        own = [one for one in description.properties if one.field == CAPTION]
        texts += [one.text for one in own if one.container is None]
        texts += [one.text for one in description.attributes if one.field == CAPTION]
    return [_Held(Alternative(text, DEFAULT_LANGUAGE)) for text in texts if text.strip()]
