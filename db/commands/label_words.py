"""Commands on what labels are called in English, and on their own prompts."""

from collections.abc import Mapping

from db.commands.recorder import ChangeRecorder, CommandGroup
from db.commands.rows import Row
from db.commands.vocabulary import checked_name, existing_label, label_details
from db.dialect import id_set
from db.errors import CatalogueError
from db.records import ChangeSet
from db.schema import labels
from db.text import clean_name, storable_text

MAX_PROMPT_LENGTH = 1000
MAX_PROMPTS = 100


class LabelWordCommands(CommandGroup):
    """Says what language models read of labels.

    All raise CatalogueError for a label that is not there, and for a name that is too long.
    """

    def set_english_name(self, label_id: int, name: str) -> ChangeSet:
        """Say what a label is called in English; "" where it needs no saying.

        Details: label, label_id, english_name.
        """
        with self._recording() as recorder:
            label = existing_label(recorder, label_id)
            english_name = _checked_or_empty(name)
            recorder.update("labels", [label], {"english_name": english_name})
            return recorder.finish(
                "set_english_name", {**label_details(label), "english_name": english_name}
            )

    def set_english_names(self, names: Mapping[int, str]) -> ChangeSet:
        """Say what many labels are called in English, by label id; "" takes a name away.

        Details: labels (how many changed).
        """
        with self._recording() as recorder:
            found = _labels_of(recorder, names)
            changed = recorder.update_each(
                "labels",
                [(row, {"english_name": _checked_or_empty(names[row["id"]])}) for row in found],
            )
            return recorder.finish("set_english_names", {"labels": changed})

    def set_automatic_names(self, names: Mapping[int, str], origin: str) -> ChangeSet:
        """Keep what a translator calls labels in English, by label id; "" takes a name away.

        ``origin`` is the provider and its host. Names given by hand stay, and go before these.

        Details: labels (how many changed), origin.
        """
        with self._recording() as recorder:
            found = _labels_of(recorder, names)
            cleaned = {row["id"]: _checked_or_empty(names[row["id"]]) for row in found}
            changed = recorder.update_each(
                "labels",
                [
                    (
                        row,
                        {
                            "automatic_name": cleaned[row["id"]],
                            "automatic_from": clean_name(origin) if cleaned[row["id"]] else "",
                        },
                    )
                    for row in found
                ],
            )
            return recorder.finish(
                "set_automatic_names", {"labels": changed, "origin": clean_name(origin)}
            )

    def set_prompts(self, label_id: int, text: str) -> ChangeSet:
        """Give a label prompts of its own, or a description, one a line; "" takes them away.

        They replace the contexts for this label. "{}" in a line stands for the name; a line
        without it is taken as it is. Empty lines are left out.

        Details: label, label_id, prompts (how many). Raises CatalogueError for more than 100
        lines, or one of more than 1000 characters.
        """
        lines = [clean_name(line) for line in storable_text(text).splitlines()]
        lines = list(dict.fromkeys(line for line in lines if line))
        longest = max(map(len, lines), default=0)
        if len(lines) > MAX_PROMPTS or longest > MAX_PROMPT_LENGTH:
            raise CatalogueError(
                "prompts-too-long",
                most_prompts=MAX_PROMPTS,
                most_characters=MAX_PROMPT_LENGTH,
                prompts=len(lines),
                longest=longest,
            )
        with self._recording() as recorder:
            label = existing_label(recorder, label_id)
            recorder.update("labels", [label], {"prompts": "\n".join(lines)})
            return recorder.finish("set_prompts", {**label_details(label), "prompts": len(lines)})


def _labels_of(recorder: ChangeRecorder, names: Mapping[int, str]) -> list[Row]:
    rows = recorder.rows("labels", labels.c.id.in_(id_set(list(names))))
    if len(rows) != len(names):
        raise CatalogueError("labels-gone")
    return rows


def _checked_or_empty(name: str) -> str:
    return checked_name(name) if clean_name(name) else ""
