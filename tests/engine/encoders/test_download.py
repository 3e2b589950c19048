"""Downloads from a server on this machine that stands in for the hub."""

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import huggingface_hub.constants
import numpy as np
import pytest

from engine.encoders import registry, sources
from engine.encoders.built_in_parts.generated_images import generated_pixels
from engine.encoders.download import MANIFEST_NAME, PART_SUFFIX
from engine.encoders.registry import (
    EncoderInfo,
    available_encoders,
    download_encoder,
    load_encoder,
)
from engine.encoders.sources import TaggedEncoder
from engine.errors import InputError
from engine.progress import Job, JobCancelledError, Progress
from tests.engine.encoders.hub_server import Hub, serving

NAME = "Tiny-8/own"
FILE = "open_clip_model.safetensors"


@pytest.fixture
def hub(tiny_weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A running server that holds the tiny model, which is on the list of encoders."""
    from tests.engine.encoders.conftest import TINY_MODEL, TINY_PREPROCESS

    state = Hub({f"/somebody/tiny/resolve/main/{FILE}": tiny_weights.read_bytes()})
    monkeypatch.setenv("NABOLAG_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", False)
    encoder = TaggedEncoder(
        architecture="Tiny-8",
        tag="own",
        repository="somebody/tiny",
        files=(FILE, "open_clip_pytorch_model.bin"),
        quick_gelu=False,
        preprocess=TINY_PREPROCESS,
        size_px=32,
        feature_size=16,
        size_bytes=1,
    )
    monkeypatch.setattr(sources, "architecture_config", lambda name: TINY_MODEL)
    monkeypatch.setattr(registry, "tagged_encoders", lambda: {NAME: encoder})
    with serving(state):
        monkeypatch.setenv("HF_ENDPOINT", state.endpoint)
        yield state


def run(job: Job[EncoderInfo]) -> tuple[list[Progress], EncoderInfo]:
    reports: list[Progress] = []
    while True:
        try:
            reports.append(next(job))
        except StopIteration as stop:
            return reports, stop.value


def data_files(tmp_path: Path) -> set[str]:
    return {path.name for path in (tmp_path / "data").rglob("*") if path.is_file()}


def test_a_downloaded_encoder_works(hub: Hub, tmp_path: Path, tiny_weights: Path) -> None:
    (before,) = [one for one in available_encoders() if one.name == NAME]
    with pytest.raises(InputError, match="is not installed"):
        load_encoder(NAME)

    reports, info = run(download_encoder(NAME))

    size = tiny_weights.stat().st_size
    assert not before.installed
    assert before.fingerprint is None
    assert reports[0] == Progress("downloading", 0, size, {"encoder": NAME})
    assert reports[-1].done == size
    assert info.installed
    assert info.weights_sha256 == hashlib.sha256(tiny_weights.read_bytes()).hexdigest()
    assert info.size_bytes == size
    assert data_files(tmp_path) == {FILE, MANIFEST_NAME}
    (listed,) = [one for one in available_encoders() if one.name == NAME]
    assert listed == info
    encoder = load_encoder(NAME, precision="float32")
    assert encoder.fingerprint == info.fingerprint
    assert np.isfinite(encoder.encode_images(generated_pixels(2, 32))).all()
    requests = len(hub.requests)
    assert run(download_encoder(NAME))[1] == info
    assert len(hub.requests) == requests


def test_the_second_name_serves_when_the_first_is_not_there(hub: Hub, tmp_path: Path) -> None:
    import torch
    from safetensors.torch import load

    safe = hub.files.popitem()[1]
    pickled = tmp_path / "model.bin"
    torch.save(load(safe), pickled)
    hub.files["/somebody/tiny/resolve/main/open_clip_pytorch_model.bin"] = pickled.read_bytes()

    _, info = run(download_encoder(NAME))

    assert info.installed
    assert load_encoder(NAME).feature_size == 16


def test_a_broken_connection_is_resumed(hub: Hub, tmp_path: Path) -> None:
    hub.stop_after_bytes = 100_000
    with pytest.raises(InputError, match="start the download again"):
        run(download_encoder(NAME))
    (part,) = (tmp_path / "data").rglob(f"*{PART_SUFFIX}")
    assert part.stat().st_size == 100_000
    with pytest.raises(InputError, match="is not installed"):
        load_encoder(NAME)

    hub.stop_after_bytes = None
    reports, info = run(download_encoder(NAME))

    assert hub.requests[-1][2] == "bytes=100000-"
    assert reports[0].done == 100_000
    assert info.installed
    assert data_files(tmp_path) == {FILE, MANIFEST_NAME}


def test_a_server_that_cannot_resume_sends_all_again(hub: Hub) -> None:
    hub.stop_after_bytes = 100_000
    with pytest.raises(InputError, match="start the download again"):
        run(download_encoder(NAME))

    hub.stop_after_bytes, hub.ranges = None, False
    _, info = run(download_encoder(NAME))

    assert load_encoder(NAME).fingerprint == info.fingerprint


def test_a_changed_file_is_not_glued_to_the_old_part(hub: Hub, tmp_path: Path) -> None:
    hub.stop_after_bytes = 100_000
    with pytest.raises(InputError, match="start the download again"):
        run(download_encoder(NAME))
    path, content = hub.files.popitem()
    hub.files[path] = content[:-4] + b"\0\0\0\0"

    hub.stop_after_bytes = None
    reports, info = run(download_encoder(NAME))

    assert reports[0].done == 0
    assert info.weights_sha256 == hashlib.sha256(hub.files[path]).hexdigest()
    assert data_files(tmp_path) == {FILE, MANIFEST_NAME}


def test_what_is_not_the_announced_file_is_removed(hub: Hub, tmp_path: Path) -> None:
    hub.announced_sha256 = "0" * 64

    with pytest.raises(InputError, match=r"is not the file it announced .* it was removed"):
        run(download_encoder(NAME))

    assert data_files(tmp_path) == set()
    assert not next(one for one in available_encoders() if one.name == NAME).installed


def test_a_mirror_without_checksums_is_hashed_here(hub: Hub, tiny_weights: Path) -> None:
    hub.announce_sha256 = False

    _, info = run(download_encoder(NAME))

    assert info.weights_sha256 == hashlib.sha256(tiny_weights.read_bytes()).hexdigest()


class CancelAfter:
    """Set once it has been asked ``times`` times."""

    def __init__(self, times: int) -> None:
        self.times = times

    def is_set(self) -> bool:
        self.times -= 1
        return self.times < 0


def test_cancelling_is_quick_and_keeps_what_has_come(hub: Hub, tmp_path: Path) -> None:
    hub.pause_s = 0.4
    job = download_encoder(NAME, cancel=CancelAfter(8))

    with pytest.raises(JobCancelledError, match="kept for the next attempt"):
        run(job)

    hub.pause_s = 0
    _, info = run(download_encoder(NAME))
    assert info.installed
    # The rest was still to come when it was cancelled, and only that is asked for.
    assert int(hub.requests[-1][2].removeprefix("bytes=").rstrip("-")) > 0


def test_a_kept_file_that_was_damaged_is_not_used(hub: Hub, tmp_path: Path) -> None:
    run(download_encoder(NAME))
    weights = next((tmp_path / "data").rglob(FILE))
    content = bytearray(weights.read_bytes())
    content[len(content) // 2] ^= 1
    weights.write_bytes(content)
    with pytest.raises(InputError, match="are damaged"):
        load_encoder(NAME)

    weights.write_bytes(content[:-1])
    assert not next(one for one in available_encoders() if one.name == NAME).installed
    run(download_encoder(NAME))
    assert load_encoder(NAME).feature_size == 16


def refuse(hub: Hub) -> None:
    hub.status = 401


def forget(hub: Hub) -> None:
    hub.files.clear()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (refuse, r"127\.0\.0\.1:\d+ refused somebody/tiny: 401"),
        (forget, r"127\.0\.0\.1:\d+ has no weights in somebody/tiny"),
    ],
)
def test_a_hub_without_the_file_is_said(
    hub: Hub, change: Callable[[Hub], None], sentence: str
) -> None:
    change(hub)

    with pytest.raises(InputError, match=sentence):
        run(download_encoder(NAME))


def test_no_network_is_said(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(InputError, match=r"127\.0\.0\.1:9 cannot be reached .* local file"):
        run(download_encoder(NAME))

    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(InputError, match="Downloads are switched off"):
        run(download_encoder(NAME))
    assert hub.requests == []


def test_an_unknown_name_is_said(hub: Hub) -> None:
    with pytest.raises(InputError, match="no encoder nonsense to download"):
        run(download_encoder("nonsense"))


def test_the_manifest_says_where_the_weights_are_from(hub: Hub, tmp_path: Path) -> None:
    run(download_encoder(NAME))

    manifest = json.loads(next((tmp_path / "data").rglob(MANIFEST_NAME)).read_text())

    assert manifest["repository"] == "somebody/tiny"
    assert manifest["revision"] == "c0ffee"
