"""Fetch a full encoder's weights from the Hugging Face hub, or from what HF_ENDPOINT names.

The file grows in the encoders folder under its checksum's name, so that a later download goes on
where this one stopped. It becomes an encoder when its size and SHA-256 are those the hub gave.
"""

import json
import os
import threading
from collections.abc import Generator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.encoders.files import sha256_of
from engine.encoders.sources import FullSource, TaggedEncoder
from engine.errors import InputError
from engine.progress import CancelToken, JobCancelledError, Progress
from messages.os_reasons import reason_of
from messages.sentences import Value

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
        is_whole = weights.stat().st_size == manifest["size_bytes"]
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return None
    if not is_whole:
        return None
    model, preprocess = encoder.config()
    return FullSource(encoder.name, model, preprocess, weights, sha256)


def fetch(
    encoder: TaggedEncoder, encoders_dir: Path, cancel: CancelToken
) -> Generator[Progress, None, FullSource]:
    """Download the weights; progress in bytes, the total known from the first report on.

    Raises InputError when the hub or the disk will not do, JobCancelledError on
    request; what has come by then is kept for the next attempt.
    """
    about = {"encoder": encoder.name}
    remote = _locate(encoder)
    folder = encoders_dir / encoder.folder_name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part = _part_file(folder, remote)
        yield Progress("downloading", part.stat().st_size, remote.size_bytes, about)
        _require_space(folder, remote.size_bytes - part.stat().st_size)
        if part.stat().st_size < remote.size_bytes:
            yield from _transfer(remote, part, about, cancel)
        yield Progress("checking-download", remote.size_bytes, remote.size_bytes)
        sha256 = _checked_sha256(remote, part)
        weights = folder / remote.name
        part.replace(weights)
        _write_manifest(folder, encoder, remote, sha256)
    except OSError as error:
        raise InputError("download-unwritable", folder=folder, reason=reason_of(error)) from error
    model, preprocess = encoder.config()
    return FullSource(encoder.name, model, preprocess, weights, sha256)


def _locate(encoder: TaggedEncoder) -> RemoteFile:
    """The first of the names its weights may have that the hub knows."""
    from huggingface_hub import get_hf_file_metadata, hf_hub_url
    from huggingface_hub.errors import EntryNotFoundError, HfHubHTTPError, OfflineModeIsEnabled

    endpoint = os.environ.get("HF_ENDPOINT") or None
    try:
        for name in encoder.files:
            url = hf_hub_url(encoder.repository, name, endpoint=endpoint)
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
            repository=encoder.repository,
            status=error.response.status_code,
        ) from error
    except Exception as error:
        if isinstance(error, InputError):
            raise
        raise InputError(
            "download-unreachable", host=_host(url), kind=type(error).__name__
        ) from error
    raise InputError("download-no-weights", host=_host(url), repository=encoder.repository)


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
    remote: RemoteFile, part: Path, about: Mapping[str, Value], cancel: CancelToken
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
            yield Progress("downloading", part.stat().st_size, remote.size_bytes, about)
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


def _write_manifest(folder: Path, encoder: TaggedEncoder, remote: RemoteFile, sha256: str) -> None:
    manifest = {
        "name": encoder.name,
        "repository": encoder.repository,
        "revision": remote.revision,
        "file": remote.name,
        "size_bytes": remote.size_bytes,
        "sha256": sha256,
    }
    growing = folder / f"{MANIFEST_NAME}.new"
    growing.write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")
    growing.replace(folder / MANIFEST_NAME)
