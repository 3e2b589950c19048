"""What the commands on labels say: the vocabulary as a table, and changes in numbers."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from cli.output.amounts import counted
from cli.output.words import listed

if TYPE_CHECKING:
    from db.records import LabelRecord
    from db.repositories.label_effects import (
        DeleteEffect,
        KeywordListEffect,
        MergeEffect,
        MoveEffect,
        SplitEffect,
    )
    from engine.jobs.keyword_list import KeywordListReading, WrittenKeywordList
    from engine.jobs.same_labels import SameLabelsFound
    from engine.language.same_labels import SameReason

WIDEST_NAME = 40
NAMES_SHOWN = 5
HEADINGS = ("label", "in English", "from", "below")


def table_lines(labels: "Sequence[LabelRecord]") -> list[str]:
    """One line a label: images, name, English name and where that is from, and the parent."""
    names = {label.id: label.shown for label in labels}
    rows = [
        (
            f"[{label.shown}]" if label.grouping else label.shown,
            "" if origin == "original" else english_name,
            {"manual": "by hand", "automatic": label.automatic_from, "original": ""}[origin],
            names.get(label.parent_id or 0, ""),
        )
        for label in labels
        for english_name, origin in [label.name_in_english]
    ]
    widths = [
        min(max(map(cell_len, column)), WIDEST_NAME) for column in zip(HEADINGS, *rows, strict=True)
    ]
    counts = ["images", *(str(label.image_count) for label in labels)]
    return [
        f"{count:>6}  " + "  ".join(map(_padded, row, widths)).rstrip()
        for count, row in zip(counts, [HEADINGS, *rows], strict=True)
    ]


def same_lines(found: "SameLabelsFound", labels: "Sequence[LabelRecord]") -> list[str]:
    """Suspected pairs with their reasons, the surest first."""
    known = {label.id: label for label in labels}
    told_apart = f", {counted(found.told_apart, 'pair')} told apart" if found.told_apart else ""
    lines = [
        f"{counted(len(found.pairs), 'pair')} among {counted(found.labels, 'label')} may be the "
        f"same{told_apart}"
    ]
    pairs = []
    for pair in found.pairs:
        source, target = known[pair.source_id], known[pair.target_id]
        pairs.append(
            f"{pair.score:.2f}  {source.shown} ({source.image_count}) → {target.shown} "
            f"({target.image_count}): {', '.join(map(reason_text, pair.reasons))}"
        )
    return [*lines, *listed(pairs)]


def reason_text(reason: "SameReason") -> str:
    """Why two labels may be the same."""
    texts = {
        "punctuation": "differ only in spaces or punctuation",
        "number": "singular and plural",
        "word order": "the same words in another order",
        "spelling": "spelt nearly alike",
        "english name": f"both are ‘{reason.names[0]}’ in English",
        "images": f"together on {reason.shared_images} of {counted(reason.all_images, 'image')}",
    }
    return texts[reason.kind]


def merge_lines(effect: "MergeEffect") -> Iterator[str]:
    """What a merge does."""
    yield (
        f"{quoted(effect.sources)} into {quoted([effect.target])}: "
        f"{counted(effect.images, 'image')}, of which {effect.images_gained} get "
        f"‘{effect.target}’ and {effect.images_joined} have it; "
        f"{counted(effect.images_after, 'image')} in the end"
    )
    if effect.aliases:
        yield f"Become aliases: {quoted(effect.aliases)}"
    if effect.children:
        yield f"Come to lie below ‘{effect.target}’: {quoted(effect.children)}"
    if effect.decisions:
        dropped = f", {effect.decisions_dropped} give way" if effect.decisions_dropped else ""
        yield f"{counted(effect.decisions, 'decision')} on suggestions go along{dropped}"


def delete_lines(effect: "DeleteEffect") -> Iterator[str]:
    """What a deletion does."""
    yield (
        f"Deleting {quoted(effect.labels)} takes {counted(effect.labellings, 'labelling')} from "
        f"{counted(effect.images, 'image')}, of which {effect.images_without} have no label then"
    )
    if effect.aliases:
        yield f"Aliases that go: {quoted(effect.aliases)}"
    if effect.children:
        yield f"Move up a level: {quoted(effect.children)}"
    if effect.decisions:
        yield f"{counted(effect.decisions, 'decision')} on suggestions go"


def move_lines(effect: "MoveEffect") -> Iterator[str]:
    """What a move does."""
    where = f"below ‘{effect.parent}’" if effect.parent else "to the top"
    below = f" with {counted(effect.below, 'label')} below" if effect.below else ""
    yield f"{quoted(effect.labels)}{below} {where}"
    if effect.parent:
        yield (
            f"‘{effect.parent}’ and what lies below it: "
            f"{counted(effect.images_gained, 'image')} more"
        )


def split_lines(effect: "SplitEffect", name: str) -> Iterator[str]:
    """What a split does."""
    ignored = f"; {effect.images_ignored} do not carry it" if effect.images_ignored else ""
    yield (
        f"‘{effect.label}’ gives {counted(effect.images, 'image')} to ‘{name}’ and keeps "
        f"{effect.images_left}{ignored}"
    )


def keyword_list_lines(reading: "KeywordListReading") -> Iterator[str]:
    """What taking in a list does, and what of it is left out."""
    effect = reading.effect
    aliases = "1 new alias" if effect.aliases == 1 else f"{effect.aliases} new aliases"
    yield (
        f"{counted(len(reading.entries), 'keyword')}: {counted(effect.created, 'new label')}, "
        f"{effect.known} "
        f"known, of which {effect.moved} move; {aliases}"
        + (f"; {counted(effect.named, 'English name')}" if effect.named else "")
        + (f"; {effect.grouping} get or lose brackets" if effect.grouping else "")
    )
    yield from _left_out(effect)
    if reading.problems:
        yield f"{counted(len(reading.problems), 'line')} to know:"
        yield from listed([f"line {number}: {problem}" for number, problem in reading.problems])


def _left_out(effect: "KeywordListEffect") -> Iterator[str]:
    if effect.repeated:
        yield f"more than once in the list, where the first place counts: {effect.repeated}"
    if effect.unusable:
        yield f"without a name, or with one of more than 256 characters: {effect.unusable}"
    if effect.aliases_taken:
        yield f"Synonyms that name another label: {quoted(effect.aliases_taken)}"
    if effect.moves_refused:
        yield f"Stay, for they would lie below themselves: {quoted(effect.moves_refused)}"


def written_list_lines(written: "WrittenKeywordList") -> Iterator[str]:
    """What was written where."""
    yield (
        f"{counted(written.labels, 'label')} with {written.aliases} synonyms written to "
        f"{written.destination}"
    )
    if written.odd_names:
        yield f"Lightroom does not take these names as they are: {quoted(written.odd_names)}"


def quoted(names: "Sequence[str]") -> str:
    """Names in quotation marks, the first five of many."""
    shown = ", ".join(f"‘{name}’" for name in names[:NAMES_SHOWN])
    more = len(names) - NAMES_SHOWN
    return f"{shown} and {more} more" if more > 0 else shown


def _padded(text: str, width: int) -> str:
    if cell_len(text) > width:
        text = set_cell_size(text, width - 1).rstrip() + "…"
    return set_cell_size(text, width)
