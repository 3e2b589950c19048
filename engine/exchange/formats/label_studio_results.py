"""What comes back from Label Studio: tasks with the annotations that people made.

Both of its exports are read: "JSON", with all of a task, and "JSON-MIN", where the chosen labels
stand under the name of the control.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from engine.cells import file_as_spelled
from engine.errors import InputError
from engine.exchange.formats.json_files import (
    WRONG_SHAPE,
    caption_of,
    json_head,
    json_value,
    labelling_of,
    levels_of,
    suggestion_of,
    text,
    text_or_empty,
)
from engine.exchange.formats.xml_text import original_signs
from engine.exchange.records import (
    Answer,
    ExchangedImage,
    ExchangedLabelling,
    ExchangedSuggestion,
)
from messages.levels import split_levels

Levels = tuple[str, ...]

CONTROL = "label"
"""What the labelling interface calls the control that labels are chosen by."""

_UPLOADED = re.compile(r"^[0-9a-f]{8}-")
"""Label Studio puts this before the names of pictures that were uploaded to it."""


def is_tasks(path: Path) -> bool:
    """Whether a file holds a list of tasks."""
    head = json_head(path)
    return (
        head.startswith("[")
        and re.match(r'\[\s*(\]|\{\s*"(id|data|annotations|image)")', head) is not None
    )


def images(path: Path, part: str = "") -> Iterator[ExchangedImage]:
    """An image for each task. Raises InputError naming the first that is none."""
    tasks = json_value(path)
    number = 0
    try:
        for number, task in enumerate(tasks, start=1):  # noqa: B007
            yield _image(task, part)
    except WRONG_SHAPE:
        raise InputError("export-entry-wrong", file=path.name, number=number) from None


def _image(task: dict[str, Any], part: str) -> ExchangedImage:
    data = task.get("data", task)
    known = _known(data)
    suggestions = tuple(suggestion_of(one) for one in data.get("suggestions") or [])
    labellings, answer = _answered(_answers(task), known, suggestions)
    return ExchangedImage(
        _file(data),
        labellings,
        text_or_empty(data.get("title")),
        text_or_empty(data.get("reviewed_at")),
        suggestions=suggestions,
        part=part,
        sha256=text_or_empty(data.get("sha256")),
        answer=answer,
        captions=tuple(caption_of(one) for one in data.get("captions") or ()),
    )


def _known(data: dict[str, Any]) -> dict[Levels, ExchangedLabelling]:
    """The labels that the task left with."""
    return {one.levels: one for one in map(labelling_of, data.get("labels") or [])}


def _file(data: dict[str, Any]) -> str:
    file = data.get("file")
    if file:
        return file_as_spelled(text(file))
    address = urlsplit(text(data["image"]))
    if address.path.endswith("/local-files/"):
        return unquote(address.query.removeprefix("d="))
    name = unquote(address.path).lstrip("/")
    if name.startswith("data/upload/"):
        return _UPLOADED.sub("", name.rpartition("/")[2])
    return name


def _answers(task: dict[str, Any]) -> list[tuple[frozenset[Levels], str, str]]:
    """(labels, who, when) of each person's last annotation; those given up are left out."""
    if "data" not in task:
        return _least_answers(task)
    last: dict[str, tuple[frozenset[Levels], str, str]] = {}
    for annotation in task.get("annotations") or task.get("completions") or []:
        if annotation.get("was_cancelled"):
            continue
        by = _name_of(annotation.get("completed_by"))
        at = _time_of(annotation.get("updated_at") or annotation.get("created_at"))
        if by not in last or last[by][2] <= at:
            last[by] = (_labels_of(annotation["result"]), by, at)
    return list(last.values())


def _least_answers(task: dict[str, Any]) -> list[tuple[frozenset[Levels], str, str]]:
    """The answer in a task of JSON-MIN: a label, several, or lists of a tree's."""
    if "annotator" not in task:
        return []
    chosen = task.get(CONTROL) or []
    chosen = chosen["choices"] if isinstance(chosen, dict) else chosen
    every = [chosen] if isinstance(chosen, str) else chosen
    labels = frozenset(_choice(one) if isinstance(one, str) else _in_tree(one) for one in every)
    return [(labels, _name_of(task["annotator"]), _time_of(task.get("updated_at")))]


def _labels_of(result: list[dict[str, Any]]) -> frozenset[Levels]:
    found: set[Levels] = set()
    for region in result:
        value = region.get("value") or {}
        found.update(_choice(one) for one in value.get("choices") or [])
        found.update(_in_tree(one) for one in value.get("taxonomy") or [])
    return frozenset(found)


def _choice(value: object) -> Levels:
    return split_levels(original_signs(text(value)))


def _in_tree(value: object) -> Levels:
    return tuple(original_signs(level) for level in levels_of(value))


def _name_of(person: object) -> str:
    """What an annotator is called: by mail, by name, or by number."""
    if isinstance(person, dict):
        full = f"{person.get('first_name') or ''} {person.get('last_name') or ''}".strip()
        return text(full or person.get("email") or person.get("username") or str(person["id"]))
    return "" if person is None else f"Label Studio {person}"


def _time_of(moment: object) -> str:
    if not moment:
        return ""
    found = datetime.fromisoformat(text(moment))
    found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    return found.strftime("%Y-%m-%dT%H:%M:%SZ")


def _answered(
    answers: list[tuple[frozenset[Levels], str, str]],
    known: dict[Levels, ExchangedLabelling],
    suggestions: tuple[ExchangedSuggestion, ...],
) -> tuple[tuple[ExchangedLabelling, ...], Answer | None]:
    """The labels of an image by what its annotators said, and what none of the others said.

    Of several people at least half must have given a label. Labels that the task left with keep
    where they came from. A task that nobody opened is as it left.
    """
    if not any(by for _, by, _ in answers):
        given = {levels for labels, _, _ in answers for levels in labels} or set(known)
        return tuple(_labelling(levels, known, "", "") for levels in _ordered(given, known)), None
    votes = Counter(levels for labels, _, _ in answers for levels in labels)
    given = {levels for levels, count in votes.items() if 2 * count >= len(answers)}
    labellings = []
    for levels in _ordered(given, known):
        by, at = _who([one for one in answers if levels in one[0]])
        labellings.append(_labelling(levels, known, by, at))
    others = frozenset({*known, *votes, *(one.levels for one in suggestions)} - given)
    return tuple(labellings), Answer(others, *_who(answers))


def _ordered(given: set[Levels], known: dict[Levels, ExchangedLabelling]) -> list[Levels]:
    return [levels for levels in known if levels in given] + sorted(given - set(known))


def _labelling(
    levels: Levels, known: dict[Levels, ExchangedLabelling], by: str, at: str
) -> ExchangedLabelling:
    return known.get(levels) or ExchangedLabelling(levels, "curator" if by else "", by, at)


def _who(answers: list[tuple[frozenset[Levels], str, str]]) -> tuple[str, str]:
    """Who gave these answers, and when the last of them did."""
    names = dict.fromkeys(by for _, by, _ in answers if by)
    return ", ".join(names), max((at for _, _, at in answers), default="")
