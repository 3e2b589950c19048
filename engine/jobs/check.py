"""Is everything the catalogue speaks of there and whole?"""

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from db.catalogue import Catalogue
from db.records import KnownFile
from engine.answers.current_encoder import current_encoder, features_dir, open_features, row_length
from engine.answers.text_encoder import text_features_dir
from engine.answers.text_language import language_of_texts
from engine.archive.file_times import modified_ns
from engine.archive.stored_file import StoredFile
from engine.encoders.registry import text_fingerprint
from engine.errors import InputError
from engine.features.shard import DAMAGED_SUFFIX
from engine.features.store import verify_features
from engine.language.text_features import verify_text_features
from engine.progress import CancelToken, Job, JobCancelledError, Progress
from messages.message import Message
from messages.os_reasons import reason_of

FILES_AT_A_TIME = 200
READ_BYTES = 1 << 20


@dataclass(slots=True)
class CheckSummary:
    """What was looked at and what is wrong; the catalogue is sound when ``sound`` is true.

    ``database``, ``features`` and ``text_features`` say one thing per problem; ``archive``
    says that its folder is not there, and then no file is looked for. The file lists hold paths:
    ``missing`` are not there, ``changed`` have another size or time than when they were scanned,
    ``altered`` have other contents though neither size nor time tells (a failing disk does that),
    ``unreadable`` could not be opened for comparing. ``absent`` says what the folder beside the
    catalogue lacks altogether, as where it did not come along.
    """

    images: int = 0
    files_checked: int = 0
    contents_checked: int = 0
    feature_shards: int = 0
    text_feature_shards: int = 0
    sqlite_version: str = ""
    journal_mode: str = ""
    database: list[Message] = field(default_factory=list)
    absent: list[Message] = field(default_factory=list)
    features: list[Message] = field(default_factory=list)
    text_features: list[Message] = field(default_factory=list)
    archive: list[Message] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    altered: list[str] = field(default_factory=list)
    unreadable: list[Message] = field(default_factory=list)

    @property
    def findings(self) -> Mapping[str, Sequence[str | Message]]:
        """What is wrong, by the code of its heading; only what there is."""
        every: dict[str, Sequence[str | Message]] = {
            "check-title-database": self.database,
            "check-title-absent": self.absent,
            "check-title-features": self.features,
            "check-title-text-features": self.text_features,
            "check-title-archive": self.archive,
            "check-title-missing": self.missing,
            "check-title-changed": self.changed,
            "check-title-altered": self.altered,
            "check-title-unreadable": self.unreadable,
        }
        return {code: found for code, found in every.items() if found}

    @property
    def sound(self) -> bool:
        """Whether nothing at all is wrong."""
        return not self.findings

    @property
    def message(self) -> Message:
        """Whether the catalogue is sound."""
        return Message(
            "job-check-done", {"problems": sum(len(found) for found in self.findings.values())}
        )


def check_catalogue(
    catalogue: Catalogue,
    *,
    cancel: CancelToken,
    files: bool = True,
    hashes: bool = False,
) -> Job[CheckSummary]:
    """Check the database, the shards of features and of texts, and the files of the archive.

    ``files`` compares every file's presence, size and time with the catalogue; ``hashes`` reads
    them all again. Damaged shards are set aside: features are computed again by the next
    encoding, vectors of texts when they are needed. Nothing else is changed.
    """
    yield Progress("checking-database", 0, 0)
    report = catalogue.check()
    summary = CheckSummary(
        images=catalogue.images.count(),
        sqlite_version=report.sqlite_version,
        journal_mode=report.journal_mode,
        database=list(report.problems),
    )
    yield Progress("checking-features", 0, 0)
    images, texts = _row_lengths(catalogue)
    verified = verify_features(features_dir(catalogue), row_lengths=images)
    summary.feature_shards, summary.features = verified.shards, verified.problems
    verified = verify_text_features(text_features_dir(catalogue), texts)
    summary.text_feature_shards, summary.text_features = verified.shards, verified.problems
    summary.absent = _absent(catalogue)
    if files or hashes:
        yield from _check_files(catalogue, cancel, summary, hashes=hashes)
    return summary


def _row_lengths(catalogue: Catalogue) -> tuple[dict[str, int | None], dict[str, int | None]]:
    """How long the vectors of images and of texts are, by the fingerprint of who made them."""
    encoder = current_encoder(catalogue)
    if encoder is None:
        return {}, {}
    length = row_length(catalogue, encoder[1])
    language = language_of_texts(catalogue.settings, encoder[0])
    return {encoder[1]: length}, {text_fingerprint(*encoder, language): length}


def _absent(catalogue: Catalogue) -> list[Message]:
    """What was made for the catalogue's images and is not there for a single one of them."""
    hashes = {content_hash for _, content_hash in catalogue.images.readable()}
    if not hashes:
        return []
    absent = []
    values: dict[str, int | Path] = {"folder": catalogue.folder, "images": len(hashes)}
    no_thumbnails = len(catalogue.thumbnails.missing(hashes)) == len(hashes)
    if no_thumbnails:
        absent.append(Message("check-no-thumbnails", values))
    # Set aside as damaged, they are told of already. An encoding that was killed before it stored
    # any has left none either: then there are thumbnails, and nothing was suggested yet.
    features = open_features(catalogue)
    were_there = no_thumbnails or catalogue.suggestions.run() is not None
    if (
        features is not None
        and were_there
        and not len(features)
        and not _is_any_damaged(features.folder)
    ):
        absent.append(Message("check-no-features", values))
    return absent


def _is_any_damaged(folder: Path) -> bool:
    return any(folder.glob(f"*{DAMAGED_SUFFIX}"))


def _check_files(
    catalogue: Catalogue, cancel: CancelToken, summary: CheckSummary, *, hashes: bool
) -> Iterator[Progress]:
    archive_dir = catalogue.archive_dir
    if not archive_dir.is_dir():
        summary.archive.append(Message("archive-gone", {"folder": str(archive_dir)}))
        return
    known = catalogue.images.known_files()
    stage = "reading-files-again" if hashes else "looking-for-known-files"
    at_a_time = 1 if hashes else FILES_AT_A_TIME
    for done, file in enumerate(known):
        if cancel.is_set():
            raise JobCancelledError("check-stopped")
        if done % at_a_time == 0:
            yield Progress(stage, done, len(known))
        _check_file(archive_dir, file, summary, hashes=hashes)
    yield Progress(stage, len(known), len(known))


def _check_file(archive_dir: Path, file: KnownFile, summary: CheckSummary, *, hashes: bool) -> None:
    name = os.fsdecode(file.path_bytes)
    summary.files_checked += 1
    try:
        path = StoredFile(archive_dir, file.path_bytes).located()
        found = path.stat()
        if (found.st_size, modified_ns(found)) != (file.size_bytes, file.modified_ns):
            summary.changed.append(name)
        elif hashes:
            summary.contents_checked += 1
            if _content_hash(path) != file.content_hash:
                summary.altered.append(name)
    except InputError as error:
        summary.unreadable.append(error.message)
    except FileNotFoundError:
        summary.missing.append(name)
    except OSError as error:
        arguments: dict[str, str | Message] = {"path": name, "reason": reason_of(error)}
        summary.unreadable.append(Message("check-file-unreadable", arguments))


def _content_hash(path: Path) -> bytes:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").digest()
