"""Commands of the scan: images and their keywords in, files that moved or went."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, insert, literal_column, select, update

from db.commands.captions import add_found_captions
from db.commands.duplicates import bring_back_replaced
from db.commands.keyword_labels import KeywordLabels
from db.commands.recorder import ChangeRecorder, CommandGroup, Details
from db.commands.rows import RecordedTable, Row, RowDelta, next_id, record
from db.dialect import id_set
from db.errors import CatalogueError
from db.places import relative_to_catalogue
from db.records import ChangeSet, FoundKeyword, ImportCounts, ScannedImage
from db.repositories.duplicate_clusters import forget_pairs
from db.schema import decisions, images, keywords, labellings, settings
from db.text import (
    MAX_NAME_LENGTH,
    clean_name,
    folder_of,
    name_key,
    path_for_people,
    search_key,
    sort_key,
    storable_number,
    storable_text,
)
from messages.stored import to_text

# Kept of a keyword that is too long to be a label: enough to find it again in the file.
MAX_KEYWORD_LENGTH = 1024
LEVEL_SEPARATOR = "|"
PATHS_AT_ONCE = 500

IN_USE = frozenset({"keeper_id", "status", "content_hash"})
"""The columns of an image that say whether and as what it may have duplicates."""


def _same_images(delta: RowDelta) -> tuple[int, ...]:
    return (int(delta.key[0]),) if IN_USE & (delta.after or {}).keys() else ()


record(
    RecordedTable(images, "id", duplicates=_same_images),
    RecordedTable(keywords, "image_id", "label_id"),
)


@dataclass(frozen=True, slots=True)
class RewrittenFile:
    """A file of the archive that holds the same picture in other bytes; ``content_hash`` is the
    SHA-256 of what it holds now."""

    path_bytes: bytes
    content_hash: bytes
    size_bytes: int
    modified_ns: int


class ImportCommands(CommandGroup):
    """Takes in what a scan found. Undo takes back what came of keywords, not the images: the
    files are as they are."""

    def import_images(self, batch: Sequence[ScannedImage], *, import_id: int = 0) -> ImportCounts:
        """Add the images of a batch, or bring those of the same path up to date.

        A file whose bytes cannot be read (its content hash is empty) stays known by what was read
        last: the next scan finds it by that, wherever it is then.

        A keyword becomes a label, or a new one, as ``KeywordLabels`` says. It labels the image
        only when neither its text nor its label has been found for this image before and nobody
        rejected the label there: what a curator took off stays off. Keywords without a name are
        ignored; of those over 256 characters a piece is kept, but no label. The labelling's
        decider is the keyword's source ("csv", "iptc", ...). Captions are added as
        ``add_found_captions`` says.

        An image that holds another picture now is no duplicate of those of before: where it, or the
        one it is set aside for, was replaced, it is brought back, in a step of undo of its own.

        ``import_id`` from the counts of an earlier batch makes both one change to undo. Undo and
        redo are about keywords, labels, labellings, captions and titles; images stay known.
        """
        by_path = {image.path_bytes: image for image in batch}
        with self._recording() as recorder:
            known = {row["path_bytes"]: row for row in images_at(recorder, by_path)}
            added = [image for path, image in by_path.items() if path not in known]
            ids = {path: int(row["id"]) for path, row in known.items()}
            ids |= _add_images(recorder, added)
            replaced = [
                int(row["id"])
                for path, row in known.items()
                if by_path[path].content_hash not in (b"", row["content_hash"])
            ]
            bring_back_replaced(recorder, replaced)
            updated = recorder.update_each(
                "images",
                [(row, _new_file_values(by_path[path])) for path, row in known.items()],
            )
            counts = _KeywordImport(recorder, list(ids.values())).run(
                (ids[path], keyword)
                for path, image in by_path.items()
                for keyword in image.keywords
            )
            captions_added = add_found_captions(
                recorder, ((ids[path], image.captions) for path, image in by_path.items())
            )
            brought: Details = {
                "labels_created": counts.labels_created,
                "labellings_added": counts.labellings_added,
                "captions_added": captions_added,
            }
            forget_pairs(recorder.connection, replaced)
            import_id = recorder.finish_import(
                {"added": len(added), "updated": updated, **brought}, brought, import_id
            )
            return ImportCounts(
                added=len(added),
                updated=updated,
                labels_created=counts.labels_created,
                labellings_added=counts.labellings_added,
                keywords_ignored=counts.keywords_ignored,
                captions_added=captions_added,
                import_id=import_id,
            )

    def move_images(self, moves: Sequence[tuple[int, bytes, int]]) -> ChangeSet:
        """Give images the paths their files have now: (image id, path bytes, modified_ns).

        An image that was missing is there again. Raises CatalogueError where another image has
        the path. Details: images.
        """
        targets = {image_id: (path, modified_ns) for image_id, path, modified_ns in moves}
        with self._recording() as recorder:
            rows = recorder.rows("images", images.c.id.in_(id_set(targets)))
            paths = {path for path, _ in targets.values()}
            holders = {int(row["id"]) for row in images_at(recorder, paths)}
            if len(paths) != len(targets) or not holders <= targets.keys():
                raise CatalogueError("images-same-path")
            # Paths may change places: each is put out of the way before any is given.
            moving = [row["id"] for row in rows if row["path_bytes"] != targets[row["id"]][0]]
            recorder.connection.execute(
                update(images)
                .where(images.c.id.in_(id_set(moving)))
                .values(path_bytes=literal_column("CAST('/' || id AS BLOB)"))
            )
            moved = recorder.update_each(
                "images", [(row, _moved_values(row, *targets[row["id"]])) for row in rows]
            )
            return recorder.finish("move_images", {"images": moved}, undoable=False)

    def note_rewritten(self, files: Sequence[RewrittenFile]) -> ChangeSet:
        """Say that files hold the same pictures in other bytes, as when keywords were written into
        them. Everything that is known of the images stays; what is kept by content hash is for the
        caller to carry over. Files that are no image of the catalogue are passed over.

        Details: images.
        """
        by_path = {one.path_bytes: one for one in files}
        with self._recording() as recorder:
            rewritten = [
                (row, _rewritten_values(by_path[row["path_bytes"]]))
                for row in images_at(recorder, by_path)
            ]
            changed = recorder.update_each("images", rewritten)
            return recorder.finish("note_rewritten", {"images": changed}, undoable=False)

    def mark_missing(self, image_ids: Sequence[int]) -> ChangeSet:
        """Say that the files of these images are gone; their labels stay. Details: images."""
        with self._recording() as recorder:
            rows = recorder.rows("images", images.c.id.in_(id_set(image_ids)))
            changed = recorder.update("images", rows, {"status": "missing"})
            return recorder.finish("mark_missing", {"images": changed}, undoable=False)

    def set_archive_dir(self, path: Path) -> ChangeSet:
        """Say where the archive's folder is. Details: path."""
        with self._recording() as recorder:
            write_archive_dir(recorder, path, self._database.path)
            return recorder.finish(
                "set_archive_dir",
                {"path": storable_text(str(path))},
                undoable=False,
                images_unknown=True,
            )

    def note_restored(self, created_at: str) -> ChangeSet:
        """Tell in the history that the catalogue is a backup put back, and when that was taken
        (UTC). Details: created_at."""
        with self._recording() as recorder:
            return recorder.finish("restore_backup", {"created_at": created_at}, undoable=False)


class _KeywordImport:
    """Maps the keywords of one batch to labels and labellings."""

    def __init__(self, recorder: ChangeRecorder, image_ids: Sequence[int]) -> None:
        self._recorder = recorder
        connection = recorder.connection
        wanted = id_set(image_ids)
        self._labels = KeywordLabels(recorder)
        self._found = {
            (row[0], row[1], row[2])
            for row in connection.execute(
                select(keywords.c.image_id, keywords.c.text, keywords.c.source).where(
                    keywords.c.image_id.in_(wanted)
                )
            )
        }
        self._known_texts = {(image_id, name_key(text)) for image_id, text, _ in self._found}
        pair_queries = (
            select(keywords.c.image_id, keywords.c.label_id).where(
                keywords.c.label_id.is_not(None), keywords.c.image_id.in_(wanted)
            ),
            select(labellings.c.image_id, labellings.c.label_id).where(
                labellings.c.image_id.in_(wanted)
            ),
            select(decisions.c.image_id, decisions.c.label_id).where(
                decisions.c.image_id.in_(wanted)
            ),
        )
        self._settled_pairs = {
            (row[0], row[1]) for query in pair_queries for row in connection.execute(query)
        }
        self._paths: dict[int, list[Sequence[str]]] = {}
        self._keyword_rows: list[Row] = []
        self._labelling_rows: list[Row] = []
        self._ignored = 0

    def run(self, found: Iterable[tuple[int, FoundKeyword]]) -> ImportCounts:
        """Take in (image id, keyword) pairs and write what they bring."""
        every = list(found)
        self._paths = self._paths_of(every)
        # Paths first: a keyword without levels may be one of theirs, whichever image comes first.
        for image_id, keyword in sorted(every, key=lambda one: not one[1].is_path):
            self._add_keyword(image_id, keyword)
        first = next_id(self._recorder.connection, keywords)
        self._recorder.insert(
            "keywords", [{"id": first + at, **row} for at, row in enumerate(self._keyword_rows)]
        )
        self._recorder.insert("labellings", self._labelling_rows)
        return ImportCounts(
            labels_created=self._labels.created,
            labellings_added=len(self._labelling_rows),
            keywords_ignored=self._ignored,
        )

    def _paths_of(
        self, found: Iterable[tuple[int, FoundKeyword]]
    ) -> dict[int, list[Sequence[str]]]:
        """The keywords with levels of each image, those found now and earlier."""
        paths: dict[int, list[Sequence[str]]] = defaultdict(list)
        for image_id, keyword in found:
            levels = [level for level in map(clean_name, keyword.levels) if level]
            if len(levels) > 1 and max(map(len, levels)) <= MAX_NAME_LENGTH:
                paths[image_id].append(levels)
        for image_id, text, _ in sorted(self._found):
            if LEVEL_SEPARATOR in text and len(text) < MAX_KEYWORD_LENGTH:
                paths[image_id].append(text.split(LEVEL_SEPARATOR))
        return paths

    def _add_keyword(self, image_id: int, keyword: FoundKeyword) -> None:
        levels = [level for level in map(clean_name, keyword.levels) if level]
        if not levels:
            self._ignored += 1
            return
        text = LEVEL_SEPARATOR.join(levels)[:MAX_KEYWORD_LENGTH]
        source = storable_text(keyword.source)
        if (image_id, text, source) in self._found:
            return
        usable = max(len(level) for level in levels) <= MAX_NAME_LENGTH
        self._ignored += not usable
        known = (image_id, name_key(text)) in self._known_texts
        label_id = None
        if usable and keyword.is_path:
            label_id = self._labels.at_path(levels, create=not known)
        elif usable:
            paths = self._paths.get(image_id, ())
            label_id = self._labels.flat(levels[0], paths, create=not known)
        if label_id is not None and not known and (image_id, label_id) not in self._settled_pairs:
            self._settled_pairs.add((image_id, label_id))
            self._labelling_rows.append(
                {
                    "image_id": image_id,
                    "label_id": label_id,
                    "source": "imported",
                    "decider": source,
                    "decided_at": self._recorder.now,
                    "confidence": None,
                    "from_image_id": None,
                }
            )
        self._found.add((image_id, text, source))
        self._known_texts.add((image_id, name_key(text)))
        self._keyword_rows.append(
            {
                "image_id": image_id,
                "text": text,
                "source": source,
                "label_id": label_id,
                "imported_at": self._recorder.now,
            }
        )


def images_at(recorder: ChangeRecorder, paths: Iterable[bytes]) -> list[Row]:
    """The rows of the images at these paths."""
    wanted = list(paths)
    return [
        row
        for start in range(0, len(wanted), PATHS_AT_ONCE)
        for row in recorder.rows(
            "images", images.c.path_bytes.in_(wanted[start : start + PATHS_AT_ONCE])
        )
    ]


def write_archive_dir(recorder: ChangeRecorder, archive_dir: Path, catalogue_path: Path) -> None:
    """Keep where the archive is, absolutely and as seen from the catalogue's folder."""
    absolute = archive_dir.absolute()
    values = {
        "archive.absolute": str(absolute),
        "archive.relative": relative_to_catalogue(absolute, catalogue_path),
    }
    recorder.connection.execute(delete(settings).where(settings.c.key.in_(list(values))))
    recorder.connection.execute(
        insert(settings),
        [{"key": key, "value": json.dumps(value)} for key, value in values.items()],
    )


def _add_images(recorder: ChangeRecorder, added: Sequence[ScannedImage]) -> dict[bytes, int]:
    if not added:
        return {}
    recorder.connection.execute(
        insert(images),
        [
            _file_values(image)
            | _path_values(image.path_bytes, image.title)
            | {"added_at": recorder.now}
            for image in added
        ],
    )
    return {
        row["path_bytes"]: int(row["id"])
        for row in images_at(recorder, [image.path_bytes for image in added])
    }


def _file_values(image: ScannedImage) -> Row:
    """What a scan says of a file, by column."""
    title = storable_text(image.title)
    return {
        "content_hash": image.content_hash,
        "size_bytes": storable_number(image.size_bytes),
        "modified_ns": storable_number(image.modified_ns),
        "width_px": storable_number(image.width_px),
        "height_px": storable_number(image.height_px),
        "format": image.format,
        "frame_count": storable_number(image.frame_count),
        "title": title,
        "captured_at": image.captured_at,
        "status": "unreadable" if image.problem else "ok",
        "problem": _kept_problem(image),
        "search_key": search_key(path_for_people(image.path_bytes), title),
    }


def _rewritten_values(file: RewrittenFile) -> Row:
    return {
        "content_hash": file.content_hash,
        "size_bytes": storable_number(file.size_bytes),
        "modified_ns": storable_number(file.modified_ns),
    }


def _kept_problem(image: ScannedImage) -> str:
    return storable_text(to_text(image.problem)) if image.problem is not None else ""


def _new_file_values(image: ScannedImage) -> Row:
    """What a scan says of a file that is known already, by column."""
    if image.content_hash:
        return _file_values(image)
    return {"status": "unreadable", "problem": _kept_problem(image)}


def _path_values(path_bytes: bytes, title: str) -> Row:
    """What follows from a path, by column."""
    path = path_for_people(path_bytes)
    return {
        "path_bytes": path_bytes,
        "path": path,
        "folder": folder_of(path),
        "sort_key": sort_key(path),
        "search_key": search_key(path, storable_text(title)),
    }


def _moved_values(row: Row, path_bytes: bytes, modified_ns: int) -> Row:
    found_again = {"status": "unreadable" if row["problem"] else "ok"}
    return (
        _path_values(path_bytes, row["title"])
        | {"modified_ns": storable_number(modified_ns)}
        | (found_again if row["status"] == "missing" else {})
    )
