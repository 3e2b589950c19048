"""Commands on captions: those found in files and tables in, and what curators write."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import func, select

from db.captions.index import rebuild_index
from db.captions.records import CaptionSource, FoundCaption, LanguageOrigin
from db.commands.labelling import require_images
from db.commands.recorder import ChangeRecorder, CommandGroup, Details
from db.commands.rows import RecordedTable, Row, next_id, record
from db.dialect import id_set
from db.errors import CatalogueError
from db.records import ChangeSet
from db.schema import captions
from db.text import (
    MAX_CAPTION_LENGTH,
    caption_key,
    caption_words,
    clean_caption,
    clean_name,
    storable_text,
)

record(RecordedTable(captions, "image_id"))

FOUND: frozenset[CaptionSource] = frozenset({"file", "table"})
"""What a later scan or import finds again."""
AT_A_TIME = 1_000
SHOWN_CHARACTERS = 80
"""Of a caption in the history."""


class CaptionCommands(CommandGroup):
    """Adds, changes and takes away captions of one image.

    They raise CatalogueError for an image or a caption that is not there. Details: image_id,
    caption_id and caption (its beginning).
    """

    def add_caption(
        self,
        image_id: int,
        text: str,
        *,
        language: str = "",
        language_from: LanguageOrigin = "",
    ) -> ChangeSet:
        """Give an image one more caption, by the curator.

        Raises CatalogueError where it is empty, above 20 000 characters, or there already.
        """
        found = FoundCaption(
            text,
            "",
            "curator",
            language=language,
            language_from=language_from,
            author=self._curator,
        )
        with self._recording() as recorder:
            require_images(recorder, [image_id])
            cleaned = _checked(text)
            of_image = recorder.rows("captions", captions.c.image_id == image_id)
            _refuse_twice(cleaned, of_image)
            position = max((int(row["position"]) for row in of_image), default=-1) + 1
            row = _new_row(recorder, image_id, found, position, recorder.curator)
            caption_id = recorder.insert_new("captions", row)
            return recorder.finish("add_caption", _details(image_id, caption_id, cleaned))

    def edit_caption(
        self, caption_id: int, text: str, *, language: str, language_from: LanguageOrigin
    ) -> ChangeSet:
        """Give a caption another text or language; what was found in a file or table is kept.

        Raises CatalogueError as ``add_caption`` does.
        """
        with self._recording() as recorder:
            row = _existing(recorder, caption_id)
            cleaned = _checked(text)
            of_image = recorder.rows("captions", captions.c.image_id == row["image_id"])
            _refuse_twice(cleaned, [one for one in of_image if one["id"] != caption_id])
            values = _text_values(row, cleaned) | {
                "language": clean_name(language),
                "language_from": language_from if clean_name(language) else "",
            }
            if any(row[name] != value for name, value in values.items()):
                values |= {"decider": recorder.curator, "decided_at": recorder.now}
                recorder.update("captions", [row], values)
            details = _details(int(row["image_id"]), caption_id, cleaned)
            return recorder.finish("edit_caption", details)

    def delete_caption(self, caption_id: int) -> ChangeSet:
        """Take a caption away. One that a file or table holds stays away at the next scan."""
        with self._recording() as recorder:
            row = _existing(recorder, caption_id)
            if row["source"] in FOUND:
                values = _text_values(row, "")
                values |= {"decider": recorder.curator, "decided_at": recorder.now}
                recorder.update("captions", [row], values)
            else:
                recorder.delete("captions", [row])
            details = _details(int(row["image_id"]), caption_id, str(row["text"]))
            return recorder.finish("delete_caption", details)

    def clean_captions(self, cleaned: Mapping[int, tuple[str, str]], steps: str) -> ChangeSet:
        """Give captions the texts that cleaning made of them: by id, what the text was and what it
        becomes, "" where the caption is left out. What was found is kept, of every source.

        A caption whose text is another one by now is passed over; one that becomes what another
        caption of the image says is left out. Details: steps, captions_changed, captions_left_out.
        """
        changed = left_out = 0
        with self._recording() as recorder:
            ids = sorted(cleaned)
            for start in range(0, len(ids), AT_A_TIME):
                part = ids[start : start + AT_A_TIME]
                rows = recorder.rows("captions", captions.c.id.in_(id_set(part)))
                ids_of_images = id_set({int(row["image_id"]) for row in rows})
                of_images = recorder.rows("captions", captions.c.image_id.in_(ids_of_images))
                there = Counter((row["image_id"], caption_key(row["text"])) for row in of_images)
                updates = []
                for row in rows:
                    was, text = cleaned[row["id"]]
                    if row["text"] != was or not was:
                        continue
                    text = clean_caption(text)
                    there[row["image_id"], caption_key(was)] -= 1
                    if there[row["image_id"], caption_key(text)] > 0:
                        text = ""
                    there[row["image_id"], caption_key(text)] += 1
                    left_out, changed = left_out + (not text), changed + bool(text)
                    updates.append((row, _cleaned_values(recorder, row, text)))
                recorder.update_each("captions", updates)
            return recorder.finish(
                "clean_captions",
                {"steps": steps, "captions_changed": changed, "captions_left_out": left_out},
            )

    def add_translated_captions(
        self, translations: Mapping[int, str], language: str, field: str
    ) -> ChangeSet:
        """Give the images of these captions their translations as captions of their own, unless
        they have the same text; ``field`` names the service. A caption that is gone by now brings
        none. Details: captions."""
        with self._recording() as recorder:
            added = 0
            ids = sorted(translations)
            for start in range(0, len(ids), AT_A_TIME):
                part = ids[start : start + AT_A_TIME]
                rows = recorder.rows(
                    "captions", captions.c.id.in_(id_set(part)), captions.c.text != ""
                )
                known, positions = _known(recorder, {int(row["image_id"]) for row in rows})
                found = []
                for row in rows:
                    text, image_id = translations[row["id"]], int(row["image_id"])
                    key = caption_key(clean_caption(text))
                    if not key or key in known[image_id]:
                        continue
                    known[image_id].add(key)
                    one = FoundCaption(text, field, "translated", language, "stated")
                    found.append(
                        _new_row(recorder, image_id, one, positions[image_id], recorder.curator)
                    )
                    positions[image_id] += 1
                first = next_id(recorder.connection, captions)
                recorder.insert(
                    "captions", [{"id": first + at, **row} for at, row in enumerate(found)]
                )
                added += len(found)
            return recorder.finish("add_translated_captions", {"captions": added})

    def rebuild_caption_index(self) -> ChangeSet:
        """Make the index of the words of captions anew. Details: captions (how many)."""
        with self._recording() as recorder:
            rebuild_index(recorder.connection)
            count = int(recorder.connection.scalar(select(func.count()).select_from(captions)) or 0)
            return recorder.finish("rebuild_caption_index", {"captions": count}, undoable=False)


def add_found_captions(
    recorder: ChangeRecorder, found: Iterable[tuple[int, Sequence[FoundCaption]]]
) -> int:
    """Add the captions found of images (by id), behind those they have; how many.

    One text is one caption of an image, wherever it stands; so is one that a curator has changed
    or taken away since it was found. Empty ones are left out, very long ones cut.
    """
    wanted = {image_id: own for image_id, own in found if own}
    known, positions = _known(recorder, wanted)
    rows: list[Row] = []
    for image_id, own in wanted.items():
        for one in own:
            key = caption_key(clean_caption(one.text))
            if not key or key in known[image_id]:
                continue
            known[image_id].add(key)
            decider = storable_text(one.field) or one.source
            rows.append(_new_row(recorder, image_id, one, positions[image_id], decider))
            positions[image_id] += 1
    first = next_id(recorder.connection, captions)
    recorder.insert("captions", [{"id": first + at, **row} for at, row in enumerate(rows)])
    return len(rows)


def hand_captions(recorder: ChangeRecorder, groups: Iterable[tuple[int, Sequence[int]]]) -> int:
    """Give each keeper the captions of its others, behind its own, with all that is known of them;
    how many. A text that it has, or had before somebody changed it, is not given."""
    wanted = {keeper_id: tuple(others) for keeper_id, others in groups}
    known, positions = _known(recorder, wanted)
    every = [one for others in wanted.values() for one in others]
    of_others: dict[int, list[Row]] = defaultdict(list)
    for row in recorder.rows(
        "captions", captions.c.image_id.in_(id_set(every)), captions.c.text != ""
    ):
        of_others[row["image_id"]].append(row)
    given: list[Row] = []
    first = next_id(recorder.connection, captions)
    for keeper_id, others in wanted.items():
        for other in others:
            for row in sorted(of_others[other], key=lambda one: (one["position"], one["id"])):
                key = caption_key(row["text"])
                if key in known[keeper_id]:
                    continue
                known[keeper_id].add(key)
                place = {"image_id": keeper_id, "position": positions[keeper_id], "original": ""}
                given.append({**row, **place, "id": first + len(given)})
                positions[keeper_id] += 1
    recorder.insert("captions", given)
    return len(given)


def _known(
    recorder: ChangeRecorder, image_ids: Iterable[int]
) -> tuple[defaultdict[int, set[str]], defaultdict[int, int]]:
    """The texts that images have or had, and the position behind their captions."""
    known: defaultdict[int, set[str]] = defaultdict(set)
    positions: defaultdict[int, int] = defaultdict(int)
    query = select(
        captions.c.image_id, captions.c.text, captions.c.original, captions.c.position
    ).where(captions.c.image_id.in_(id_set(image_ids)))
    for image_id, text, original, position in recorder.connection.execute(query):
        known[image_id].update(map(caption_key, (text, original)))
        positions[image_id] = max(positions[image_id], int(position) + 1)
    return known, positions


def _new_row(
    recorder: ChangeRecorder, image_id: int, found: FoundCaption, position: int, decider: str
) -> Row:
    text, language = clean_caption(found.text), clean_name(found.language)
    return {
        "image_id": image_id,
        "position": position,
        "text": text,
        "searchable": caption_words(text),
        "original": "",
        "language": language,
        "language_from": found.language_from if language else "",
        "source": found.source,
        "field": storable_text(found.field),
        "author": clean_name(found.author),
        "made_at": clean_name(found.made_at),
        "decider": decider,
        "decided_at": recorder.now,
    }


def _text_values(row: Row, text: str) -> Row:
    """Another text, and what was found where the caption comes from a file or table."""
    values: Row = {"text": text, "searchable": caption_words(text)}
    if row["source"] in FOUND:
        found = row["original"] or row["text"]
        values["original"] = "" if text == found else found
    return values


def _cleaned_values(recorder: ChangeRecorder, row: Row, text: str) -> Row:
    found = row["original"] or row["text"]
    return {
        "text": text,
        "searchable": caption_words(text),
        "original": "" if text == found else found,
        "decider": recorder.curator,
        "decided_at": recorder.now,
    }


def _checked(text: str) -> str:
    cleaned = clean_caption(text)
    if not cleaned:
        raise CatalogueError("caption-empty")
    if len(text.strip()) > MAX_CAPTION_LENGTH:
        raise CatalogueError("caption-too-long", most=MAX_CAPTION_LENGTH, characters=len(text))
    return cleaned


def _refuse_twice(text: str, others: Iterable[Row]) -> None:
    if any(caption_key(text) == caption_key(row["text"]) for row in others):
        raise CatalogueError("caption-there-already")


def _existing(recorder: ChangeRecorder, caption_id: int) -> Row:
    rows = recorder.rows("captions", captions.c.id == caption_id, func.length(captions.c.text) > 0)
    if not rows:
        raise CatalogueError("caption-gone")
    return rows[0]


def _details(image_id: int, caption_id: int, text: str) -> Details:
    line = caption_key(text)
    shown = line if len(line) <= SHOWN_CHARACTERS else line[: SHOWN_CHARACTERS - 1] + "…"
    return {"image_id": image_id, "caption_id": caption_id, "caption": shown}
