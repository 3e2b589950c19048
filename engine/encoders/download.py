"""Fetch a full encoder's weights from the Hugging Face hub, or from what HF_ENDPOINT names.

A tokenizer and a text tower's configuration that the hub has apart from the weights come with them,
so that the encoder never asks again. A file grows in the encoders folder under its checksum's name,
so that a later download goes on where this one stopped. All become an encoder when their sizes and
SHA-256 are those the hub gave.
"""

import json
import os
import threading
from collections.abc import Generator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.encoders.files import sha256_of
from engine.encoders.sources import (
    TOKENIZER_EXTRAS,
    TOKENIZER_FILES,
    TOWER_CONFIG,
    WORDS_FOLDER,
    FullSource,
    TaggedEncoder,
    has_hub_tower,
    words_beside,
)
from engine.errors import InputError
from engine.progress import CancelToken, JobCancelledError, Progress
from messages.os_reasons import reason_of

MANIFEST_NAME = "nabolag_encoder.json"
PART_SUFFIX = ".part"
POLL_INTERVAL_S = 0.1
SILENCE_LIMIT_S = 30.0
SHA256_CHARACTERS = 64


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file on the hub: where it is, how large, and the SHA-256 its bytes must have.

    ``sha256`` is empty where the server does not say (small files, some mirrors).
    """

    name: str
    url: str
    size_bytes: int
    sha256: str
    revision: str


def installed_source(encoder: TaggedEncoder, encoders_dir: Path) -> FullSource | None:
    """The encoder as downloaded before; None where it is not there."""
    folder = encoders_dir / encoder.folder_name
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST_NAME).read_text("utf-8"))
        weights = folder / Path(manifest["file"]).name
        sha256 = str(manifest["sha256"])
        words = {str(name): str(one) for name, one in manifest.get("words", {}).items()}
        is_whole = weights.stat().st_size == manifest["size_bytes"]
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
    if not is_whole:
        return None
    return _source(encoder, folder, weights, sha256, words)


def _source(
    encoder: TaggedEncoder, folder: Path, weights: Path, sha256: str, words: Mapping[str, str]
) -> FullSource | None:
    """The encoder with its words; None where its text tower's configuration is gone, without which
    no model can be made."""
    model, preprocess = encoder.config()
    place = words_beside(model, folder)
    if has_hub_tower(model) and place is None:
        return None
    return FullSource(encoder.name, model, preprocess, weights, sha256, place, words)


def fetch(
    encoder: TaggedEncoder, encoders_dir: Path, cancel: CancelToken
) -> Generator[Progress, None, FullSource]:
    """Download what is not there yet; progress in bytes, the total known from the first report on.

    Raises InputError when the hub or the disk will not do, JobCancelledError on
    request; what has come by then is kept for the next attempt.
    """
    folder = encoders_dir / encoder.folder_name
    weights = _locate(encoder)
    # The small files come first: what they lack is known before hours of download.
    files = [(folder / WORDS_FOLDER, one) for one in _locate_words(encoder)]
    files.append((folder, weights))
    sums: dict[str, str] = {}
    total = sum(remote.size_bytes for _, remote in files)
    done = 0
    try:
        for place, remote in files:
            told = _Told(encoder.name, done, total)
            sums[remote.name] = yield from _fetch_file(remote, place, told, cancel)
            done += remote.size_bytes
        sha256 = sums.pop(weights.name)
        _write_manifest(folder, encoder, weights, sha256, sums)
    except OSError as error:
        raise InputError("download-unwritable", folder=folder, reason=reason_of(error)) from error
    source = _source(encoder, folder, folder / weights.name, sha256, sums)
    assert source is not None
    return source


@dataclass(frozen=True, slots=True)
class _Told:
    """What progress tells of the whole download: the encoder, bytes of files before, all bytes."""

    encoder: str
    before: int
    total: int

    def downloading(self, done: int) -> Progress:
        return Progress("downloading", self.before + done, self.total, {"encoder": self.encoder})

    def checking(self, done: int) -> Progress:
        return Progress("checking-download", self.before + done, self.total)


def _fetch_file(
    remote: RemoteFile, folder: Path, told: _Told, cancel: CancelToken
) -> Generator[Progress, None, str]:
    """Have one file in a folder, whole; its SHA-256. One that is there already stays."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / remote.name
    if target.is_file() and target.stat().st_size == remote.size_bytes:
        yield told.checking(remote.size_bytes)
        sha256 = sha256_of(target)
        if remote.sha256 in ("", sha256):
            return sha256
    part = _part_file(folder, remote)
    yield told.downloading(part.stat().st_size)
    _require_space(folder, remote.size_bytes - part.stat().st_size)
    if part.stat().st_size < remote.size_bytes:
        yield from _transfer(remote, part, told, cancel)
    yield told.checking(remote.size_bytes)
    sha256 = _checked_sha256(remote, part)
    part.replace(target)
    return sha256


def _locate(encoder: TaggedEncoder) -> RemoteFile:
    """The first of the names its weights may have that the hub knows."""
    found = _first_there(encoder.repository, encoder.files)
    if found is None:
        raise InputError("download-no-weights", host=_hub_host(), repository=encoder.repository)
    return found


def _locate_words(encoder: TaggedEncoder) -> list[RemoteFile]:
    """The tokenizer's files and the text tower's configuration, where the hub has them."""
    if not encoder.tokenizer:
        return []
    wanted = [(encoder.tokenizer, name, True) for name in TOKENIZER_FILES]
    wanted += [(encoder.tokenizer, name, False) for name in TOKENIZER_EXTRAS]
    if encoder.tower:
        wanted.append((encoder.tower, TOWER_CONFIG, True))
    files = []
    for repository, name, is_needed in wanted:
        found = _first_there(repository, (name,))
        if found is None and is_needed:
            raise InputError("download-no-file", host=_hub_host(), repository=repository, file=name)
        if found is not None:
            files.append(found)
    return files


def _hub_host() -> str:
    from huggingface_hub.constants import ENDPOINT

    return _host(os.environ.get("HF_ENDPOINT") or ENDPOINT)


def _first_there(repository: str, names: Sequence[str]) -> RemoteFile | None:
    """The first of these files that the hub knows, None where it knows none."""
    from huggingface_hub import get_hf_file_metadata, hf_hub_url
    from huggingface_hub.errors import EntryNotFoundError, HfHubHTTPError, OfflineModeIsEnabled

    endpoint = os.environ.get("HF_ENDPOINT") or None
    try:
        for name in names:
            url = hf_hub_url(repository, name, endpoint=endpoint)
            with suppress(EntryNotFoundError):
                found = get_hf_file_metadata(url, endpoint=endpoint)
                if found.size is None:
                    raise InputError("download-no-size", host=_host(url), file=name)
                etag = found.etag or ""
                sha256 = etag if len(etag) == SHA256_CHARACTERS else ""
                return RemoteFile(name, found.location, found.size, sha256, found.commit_hash or "")
    except OfflineModeIsEnabled as error:
        raise InputError("download-offline") from error
    except HfHubHTTPError as error:
        raise InputError(
            "download-repository-refused",
            host=_host(url),
            repository=repository,
            status=error.response.status_code,
        ) from error
    except Exception as error:
        if isinstance(error, InputError):
            raise
        raise InputError(
            "download-unreachable", host=_host(url), kind=type(error).__name__
        ) from error
    return None


def _host(url: str) -> str:
    from urllib.parse import urlsplit

    return urlsplit(url).netloc


def _part_file(folder: Path, remote: RemoteFile) -> Path:
    """The file that grows; those of other versions are removed."""
    known_by = remote.sha256 or f"{remote.revision}-{remote.size_bytes}"
    part = folder / f"{known_by}{PART_SUFFIX}"
    for other in folder.glob(f"*{PART_SUFFIX}"):
        if other != part:
            other.unlink(missing_ok=True)
    part.touch()
    if part.stat().st_size > remote.size_bytes:
        part.write_bytes(b"")
    return part


def _require_space(folder: Path, needed_bytes: int) -> None:
    import shutil

    free_bytes = shutil.disk_usage(folder).free
    if free_bytes < needed_bytes:
        raise InputError(
            "download-no-room",
            needed_mb=needed_bytes / 1e6,
            folder=folder,
            free_mb=free_bytes / 1e6,
        )


@dataclass
class _Transfer:
    """What the downloading thread and the reporting one share."""

    stop: threading.Event
    error: Exception | None = None


def _transfer(
    remote: RemoteFile, part: Path, told: _Told, cancel: CancelToken
) -> Generator[Progress, None, None]:
    """Download in a thread of its own, so that a silent server delays no cancelling."""
    shared = _Transfer(threading.Event())
    thread = threading.Thread(
        target=_receive, args=(remote, part, shared), name="download", daemon=True
    )
    thread.start()
    try:
        while thread.is_alive():
            thread.join(POLL_INTERVAL_S)
            if cancel.is_set():
                raise JobCancelledError("download-stopped")
            yield told.downloading(part.stat().st_size)
    finally:
        shared.stop.set()
    if isinstance(shared.error, OSError | InputError):
        raise shared.error
    if shared.error is not None:
        raise InputError(
            "download-broke", host=_host(remote.url), kind=type(shared.error).__name__
        ) from shared.error


def _receive(remote: RemoteFile, part: Path, shared: _Transfer) -> None:
    from huggingface_hub.utils import (  # type: ignore[attr-defined]  # it has no __all__
        build_hf_headers,
        get_session,
    )

    have_bytes = part.stat().st_size
    headers = {**build_hf_headers(), "Accept-Encoding": "identity"}
    if have_bytes:
        headers["Range"] = f"bytes={have_bytes}-"
    try:
        with get_session().stream(
            "GET", remote.url, headers=headers, timeout=SILENCE_LIMIT_S, follow_redirects=True
        ) as response:
            if response.status_code not in (200, 206):
                raise InputError(
                    "download-refused", host=_host(remote.url), status=response.status_code
                )
            goes_on = response.status_code == 206 and _starts_at(response.headers, have_bytes)
            with part.open("ab" if goes_on else "wb") as stream:
                for chunk in response.iter_raw():
                    if shared.stop.is_set():
                        return
                    stream.write(chunk)
    except Exception as error:
        shared.error = error


def _starts_at(headers: Mapping[str, str], offset: int) -> bool:
    return headers.get("Content-Range", "").startswith(f"bytes {offset}-")


def _checked_sha256(remote: RemoteFile, part: Path) -> str:
    """The file's SHA-256; whatever is not what the hub announced is removed."""
    found_bytes = part.stat().st_size
    if found_bytes < remote.size_bytes:
        raise InputError(
            "download-ended-early",
            host=_host(remote.url),
            received=found_bytes,
            size=remote.size_bytes,
        )
    sha256 = sha256_of(part)
    if found_bytes != remote.size_bytes or sha256 != (remote.sha256 or sha256):
        part.unlink()
        raise InputError(
            "download-altered", host=_host(remote.url), found=sha256, expected=remote.sha256
        )
    return sha256


def _write_manifest(
    folder: Path,
    encoder: TaggedEncoder,
    remote: RemoteFile,
    sha256: str,
    words: Mapping[str, str],
) -> None:
    manifest = {
        "name": encoder.name,
        "repository": encoder.repository,
        "revision": remote.revision,
        "file": remote.name,
        "size_bytes": remote.size_bytes,
        "sha256": sha256,
        "words": dict(words),
    }
    growing = folder / f"{MANIFEST_NAME}.new"
    growing.write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")
    growing.replace(folder / MANIFEST_NAME)
