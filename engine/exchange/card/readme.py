"""README.md: a dataset card as Hugging Face reads it, and people anywhere.

Source: https://huggingface.co/docs/hub/datasets-cards and the metadata specification it links.
"""

from collections.abc import Iterable, Sequence

from engine.exchange.card.facts import SOURCES, CardFacts, HowMade, LabelFacts
from engine.exchange.card.texts import (
    code_block,
    markdown_cell,
    markdown_paragraphs,
    markdown_text,
    yaml_text,
)

MOST_LABELS = 200
SIZES = (("n<1K", 10**3), ("1K<n<10K", 10**4), ("10K<n<100K", 10**5), ("100K<n<1M", 10**6))
LARGEST_SIZE = "1M<n<10M"
LICENCES = frozenset(
    {"apache-2.0", "mit", "bsd-2-clause", "bsd-3-clause"}
    | {"cc0-1.0", "cc-by-2.0", "cc-by-2.5", "cc-by-3.0"}
    | {"cc-by-4.0", "cc-by-sa-3.0", "cc-by-sa-4.0", "cc-by-nc-2.0"}
    | {"cc-by-nc-3.0", "cc-by-nc-4.0", "cc-by-nd-4.0", "cc-by-nc-nd-3.0"}
    | {"cc-by-nc-nd-4.0", "cc-by-nc-sa-2.0", "cc-by-nc-sa-3.0", "cc-by-nc-sa-4.0"}
    | {"cdla-permissive-1.0", "cdla-permissive-2.0", "cdla-sharing-1.0", "odbl"}
    | {"pddl", "odc-by", "gfdl", "unlicense"}
    | {"etalab-2.0", "wtfpl", "gpl-3.0", "lgpl-3.0"}
    | {"agpl-3.0", "mpl-2.0"}
)
"""Names that Hugging Face knows; they are those of SPDX in lower case."""
ONE_DECIDER = (
    "Each labelling has one decider at most, the last one: how far people agree cannot be told."
)
_SAID = {
    "imported": "imported from files or tables",
    "curator": "by a curator",
    "accepted": "accepted suggestions",
    "merged": "from duplicates that were merged",
    "rule": "from the words of captions, by text rules",
    "parent": "follow from a label below",
}


def readme(facts: CardFacts, how: HowMade, plots: Sequence[tuple[str, str]]) -> str:
    """The whole file; ``plots`` are (path, what it shows)."""
    parts = [
        _header(facts, how),
        f"# {markdown_text(how.statement.title) or 'Labelled images'}",
        markdown_paragraphs(how.statement.description),
        _counts(facts, how),
        "## How the labels came about\n\n" + _labelling(facts, how),
        _parts(facts, how),
        "## Labels\n\n" + _labels(facts),
        _plots(plots),
        _loaders(how),
        "## How it was made\n\n" + _making(facts, how),
        _rights(how),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _header(facts: CardFacts, how: HowMade) -> str:
    lines = ["---"]
    if how.statement.title:
        lines.append(f"pretty_name: {yaml_text(how.statement.title)}")
    licence = how.statement.licence.strip()
    if licence:
        known = licence.lower()
        if known in LICENCES:
            lines.append(f"license: {known}")
        else:
            lines += ["license: other", f"license_name: {yaml_text(licence)}"]
    if how.language:
        lines += ["language:", f"- {yaml_text(how.language)}"]
    lines += ["task_categories:", "- image-classification", "task_ids:"]
    several = any(count > 1 for count in facts.labels_per_image)
    kind = "multi-label" if several else "multi-class"
    lines.append(f"- {kind}-image-classification")
    size = next((name for name, limit in SIZES if facts.images < limit), LARGEST_SIZE)
    lines += ["size_categories:", f'- "{size}"', "tags:", "- image", f"- {kind}"]
    if how.part_files:
        lines += ["configs:", "- config_name: default", "  data_files:"]
        for part in facts.parts or ("train",):
            pattern = how.part_files.replace("{part}", part)
            lines += [f"  - split: {part}", f"    path: {yaml_text(pattern)}"]
    return "\n".join([*lines, "---"])


def _counts(facts: CardFacts, how: HowMade) -> str:
    labels = sum(one.images > 0 for one in facts.labels)
    said = (
        f"{_number(facts.images)} images, {_number(facts.labelled_images)} of them labelled, with "
        f"{_number(facts.labellings)} labellings of {_number(labels)} labels"
    )
    if facts.suggestions:
        said += f", and {_number(facts.suggestions)} open suggestions that nobody decided on"
    said += f". Format: {markdown_text(how.format_title)}."
    if how.left_out:
        said += (
            f" {_number(len(how.left_out))} images are not in it, as their files could not be "
            "read; `manifest.json` names them."
        )
    return said


def _labelling(facts: CardFacts, how: HowMade) -> str:
    rows = [
        (_SAID[source], _number(facts.sources[source]), _share(facts.sources[source], facts))
        for source in SOURCES
        if facts.sources.get(source)
    ]
    lines = [_table(("Labelling", "Number", "Share"), rows)] if rows else ["Nothing is labelled."]
    accepted = [(place, count) for place, count in enumerate(facts.accepted) if count]
    if accepted:
        tenths = len(facts.accepted)
        shown = [
            (f"{100 * place // tenths}–{100 * (place + 1) // tenths} %", _number(count))
            for place, count in reversed(accepted)
        ]
        lines.append("Accepted suggestions by the probability that they were shown with:")
        lines.append(_table(("Probability", "Labellings"), shown))
        if facts.accepted_unknown:
            lines.append(f"Without a probability: {_number(facts.accepted_unknown)}.")
    if facts.labellings:
        lines.append(f"{_deciders(facts.deciders)} {ONE_DECIDER}")
    return "\n\n".join(lines)


def _deciders(count: int) -> str:
    if not count:
        return "Nobody is known to have decided on a label."
    return f"{_number(count)} {'person' if count == 1 else 'people'} decided on labels."


def _parts(facts: CardFacts, how: HowMade) -> str:
    said: list[str] = []
    if facts.parts:
        rows = [
            (part, _number(count), f"{100 * count / max(1, facts.images):.1f} %")
            for part, count in facts.parts.items()
        ]
        said.append(_table(("Part", "Images", "Share"), rows))
    said += [markdown_text(one) for one in (how.split_rule, how.duplicate_rule) if one]
    return "## Split and duplicates\n\n" + "\n\n".join(said) if said else ""


def _labels(facts: CardFacts) -> str:
    carried = [one for one in facts.labels if one.images]
    if not carried:
        return "No image carries a label."
    present = [source for source in SOURCES if facts.sources.get(source)]
    has_english = any(one.english_name for one in carried)
    head = ["#", "Label", *(["English"] if has_english else []), "Images", *present, *facts.parts]
    rows = [
        _label_row(place, one, present, facts, has_english=has_english)
        for place, one in enumerate(carried[:MOST_LABELS], 1)
    ]
    table = _table(head, rows)
    left = len(carried) - MOST_LABELS
    if left > 0:
        table += f"\n\n{_number(left)} more labels stand in `manifest.json`."
    return table


def _label_row(
    place: int, one: LabelFacts, present: list[str], facts: CardFacts, *, has_english: bool
) -> list[str]:
    name = " › ".join(markdown_cell(level) for level in one.levels)
    return [
        str(place),
        name,
        *([markdown_cell(one.english_name)] if has_english else []),
        _number(one.images),
        *(_number(one.sources.get(source, 0)) for source in present),
        *(_number(one.parts.get(part, 0)) for part in facts.parts),
    ]


def _plots(plots: Sequence[tuple[str, str]]) -> str:
    return "\n\n".join(f"![{markdown_text(shown)}]({path})" for path, shown in plots)


def _loaders(how: HowMade) -> str:
    if not how.loaders:
        return ""
    parts = ["## Loading it"]
    if how.file and how.writes_folder:
        parts.append(f"In the folder {markdown_text(how.file)}:")
    for one in how.loaders:
        names_file = how.file and not how.writes_folder
        code = f"file = {how.file!r}\n{one.code}" if names_file else one.code
        parts += [f"With {markdown_text(one.library)}:", code_block(code, "python")]
    return "\n\n".join(parts)


def _making(facts: CardFacts, how: HowMade) -> str:
    rows = [("Program", f"Nabolag {how.program_version}"), ("Format", how.format)]
    rows += [("Made", how.statement.made_at)] if how.statement.made_at else []
    rows += [("Suggester", how.suggester)] if how.suggester else []
    rows += [("Encoder", how.encoder)] if how.encoder else []
    rows += list(how.settings.items())
    table = _table(("What", "How"), [(markdown_cell(one), markdown_cell(v)) for one, v in rows])
    if how.metadata == "stripped":
        table += (
            "\n\nMetadata was taken out of the picture files: places, times, cameras, names and "
            "texts are not in them. Colour profiles and which side is up are."
        )
    elif how.metadata == "kept":
        table += (
            "\n\nThe picture files have the metadata of the originals, which may name places and "
            "people."
        )
    return table + "\n\n`manifest.json` lists every file with its size and SHA-256."


def _rights(how: HowMade) -> str:
    said = how.statement
    rows = [
        (name, markdown_cell(text))
        for name, text in (
            ("Licence", said.licence),
            ("Creator", said.creator),
            ("Contact", said.contact),
            ("Address", said.url),
        )
        if text
    ]
    return "## Licence and contact\n\n" + _table(("", ""), rows) if rows else ""


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _number(count: int) -> str:
    return f"{count:,}".replace(",", " ")


def _share(count: int, facts: CardFacts) -> str:
    return f"{100 * count / max(1, facts.labellings):.1f} %"
