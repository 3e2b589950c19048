"""Encoding from real files to stored features, with the real built-in encoder."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from db.catalogue import Catalogue
from engine.answers.current_encoder import current_encoder, features_dir, open_features, row_length
from engine.answers.limits import MEMORY_SETTING
from engine.archive.decode import read_pixels
from engine.encoders.built_in_parts.generated_images import generated_image
from engine.encoders.preprocess import prepare
from engine.encoders.registry import BUILT_IN, load_encoder
from engine.encoding import contents
from engine.encoding.contents import next_batch_size
from engine.errors import InputError
from engine.features.shard import DAMAGED_SUFFIX, read_features, read_head, write_shard
from engine.file_lock import FileLock
from engine.jobs.encode import LOCK_NAME, EncodeSummary, encode_archive
from engine.jobs.process import JobProcess, JobRequest, JobResult
from engine.jobs.scan import scan_archive
from engine.progress import JobCancelledError, NeverCancelled, Progress, run_job

Draw = Callable[[str, int], Path]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir()
    return folder


@pytest.fixture
def draw(archive: Path) -> Draw:
    """Puts a picture into the archive; the same number gives the same bytes."""

    def put(name: str, number: int) -> Path:
        path = archive / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(generated_image((90, 60), scene=bool(number % 2), seed=number)).save(path)
        return path

    return put


@pytest.fixture
def catalogue(tmp_path: Path, archive: Path) -> Iterator[Catalogue]:
    with Catalogue.create(tmp_path / "c.nabolag.sqlite", archive, curator="Kari") as catalogue:
        yield catalogue


def scan(catalogue: Catalogue) -> None:
    run_job(scan_archive(catalogue, cancel=NeverCancelled()))


def encode_all(catalogue: Catalogue, encoder: str | None = None) -> EncodeSummary:
    return run_job(encode_archive(catalogue, cancel=NeverCancelled(), encoder=encoder))


def hashes_of(catalogue: Catalogue) -> list[bytes]:
    return [content_hash for _, content_hash in catalogue.images.readable()]


@pytest.fixture(scope="session")
def tiny_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a tiny full encoder with random weights: quick, and not the built-in one."""
    import json

    import open_clip
    import torch
    from safetensors.torch import save_file

    model = {
        "embed_dim": 8,
        "vision_cfg": {
            "image_size": 32,
            "layers": 1,
            "width": 16,
            "head_width": 8,
            "patch_size": 16,
        },
        "text_cfg": {
            "context_length": 8,
            "vocab_size": 49408,
            "width": 8,
            "heads": 1,
            "layers": 1,
        },
    }
    folder = tmp_path_factory.mktemp("encoder")
    preprocess = {"mean": [0.5] * 3, "std": [0.5] * 3, "resize_mode": "shortest"}
    config = {"model_cfg": model, "preprocess_cfg": preprocess}
    (folder / "open_clip_config.json").write_text(json.dumps(config))
    torch.manual_seed(0)
    save_file(open_clip.CLIP(**model).state_dict(), folder / "open_clip_model.safetensors")
    return folder


def test_every_image_gets_the_vector_of_its_own_pixels(catalogue: Catalogue, draw: Draw) -> None:
    paths = [draw(f"{number % 3}/{number}.png", number) for number in range(20)]
    turned = Image.fromarray(generated_image((120, 80), scene=True, seed=77))
    exif = Image.Exif()
    exif[0x0112] = 6
    turned.save(catalogue.archive_dir / "turned.jpg", exif=exif)
    paths.append(catalogue.archive_dir / "turned.jpg")
    scan(catalogue)
    assert current_encoder(catalogue) is None
    assert open_features(catalogue) is None

    summary = encode_all(catalogue)

    assert (summary.encoded, summary.distinct, summary.already) == (21, 21, 0)
    assert summary.failed == []
    assert summary.encoder == BUILT_IN
    assert summary.images_per_s > 0
    assert current_encoder(catalogue) == (BUILT_IN, summary.fingerprint)
    store = open_features(catalogue)
    assert store is not None
    plain = load_encoder(BUILT_IN, precision="float32")
    for path in paths:
        relative = os.fsencode(path.relative_to(catalogue.archive_dir))
        record = catalogue.images.by_path(relative)
        assert record is not None
        stored, found = store.rows([record.content_hash])
        expected = plain.encode_images(prepare(read_pixels(path), plain.preprocess)[None])
        assert found.all()
        # The centre is near these pictures' features, which makes bfloat16 look its worst.
        assert float(np.sum(stored * expected)) > 0.99


def test_nothing_is_encoded_twice(catalogue: Catalogue, draw: Draw, tiny_encoder: Path) -> None:
    for number in range(6):
        draw(f"{number}.png", number)
    shutil.copy(draw("0.png", 0), catalogue.archive_dir / "copy of 0.png")
    scan(catalogue)

    first = encode_all(catalogue, str(tiny_encoder))
    again = encode_all(catalogue)
    draw("new.png", 100)
    scan(catalogue)
    third = encode_all(catalogue)

    assert (first.encoded, first.distinct, first.already) == (7, 6, 0)
    assert (again.encoded, again.distinct, again.already) == (0, 0, 7)
    assert again.encoder == str(tiny_encoder)
    assert (third.encoded, third.already) == (1, 7)


def test_progress_counts_every_picture(
    catalogue: Catalogue, draw: Draw, tiny_encoder: Path
) -> None:
    for number in range(12):
        draw(f"{number}.png", number)
    scan(catalogue)

    reports = [
        report
        for report in encode_archive(catalogue, cancel=NeverCancelled(), encoder=str(tiny_encoder))
        if report.stage == "encoding"
    ]

    assert {report.total for report in reports} == {12}
    assert sorted({report.done for report in reports} - {0}) == list(range(1, 13))
    assert [report.done for report in reports] == sorted(report.done for report in reports)


def test_files_that_will_not_do_are_reported_and_stop_nothing(
    catalogue: Catalogue, draw: Draw, tiny_encoder: Path
) -> None:
    for number in range(5):
        draw(f"{number}.png", number)
    scan(catalogue)
    (catalogue.archive_dir / "1.png").unlink()
    draw("2.png", 99)

    summary = encode_all(catalogue, str(tiny_encoder))

    assert summary.encoded == 3
    assert [path for path, _ in summary.failed] == ["1.png", "2.png"]
    assert "not there any more" in str(summary.failed[0][1])
    assert "has changed since it was scanned" in str(summary.failed[1][1])
    gone = catalogue.images.by_path(b"1.png")
    changed = catalogue.images.by_path(b"2.png")
    assert gone is not None
    assert changed is not None
    assert (gone.status, changed.status) == ("missing", "ok")
    scan(catalogue)
    assert encode_all(catalogue).encoded == 1


def test_a_copy_serves_where_the_first_file_is_gone(
    catalogue: Catalogue, draw: Draw, tiny_encoder: Path
) -> None:
    draw("a.png", 1)
    draw("b.png", 1)
    scan(catalogue)
    (catalogue.archive_dir / "a.png").unlink()

    summary = encode_all(catalogue, str(tiny_encoder))

    assert summary.failed == []
    assert summary.distinct == 1


def test_a_file_over_the_limit_is_reported(
    catalogue: Catalogue, draw: Draw, tiny_encoder: Path
) -> None:
    draw("small.png", 1)
    Image.new("RGB", (3400, 3000)).save(catalogue.archive_dir / "huge.png")
    scan(catalogue)
    catalogue.settings.set(MEMORY_SETTING, 64 * 1024**2)

    summary = encode_all(catalogue, str(tiny_encoder))

    assert summary.encoded == 1
    ((path, reason),) = summary.failed
    assert path == "huge.png"
    assert "limit" in str(reason)


def test_an_archive_that_is_gone_changes_nothing(
    catalogue: Catalogue, draw: Draw, tiny_encoder: Path
) -> None:
    draw("1.png", 1)
    scan(catalogue)
    catalogue.archive_dir.rename(catalogue.archive_dir.with_name("unplugged"))

    with pytest.raises(InputError, match="Connect the disk"):
        encode_all(catalogue, str(tiny_encoder))

    record = catalogue.images.by_path(b"1.png")
    assert record is not None
    assert record.status == "ok"


def test_an_empty_catalogue_and_an_unknown_encoder(catalogue: Catalogue) -> None:
    scan(catalogue)
    with pytest.raises(InputError, match="There is no encoder nonsense"):
        encode_all(catalogue, "nonsense")
    assert current_encoder(catalogue) is None

    assert encode_all(catalogue).encoded == 0


def test_cancelling_is_quick_and_keeps_what_is_done(
    catalogue: Catalogue, draw: Draw, tiny_encoder: Path
) -> None:
    for number in range(300):
        draw(f"{number}.png", number)
    scan(catalogue)
    cancel = threading.Event()
    job = encode_archive(catalogue, cancel=cancel, encoder=str(tiny_encoder))
    for report in job:
        if report.done >= 100:
            break
    cancel.set()

    with pytest.raises(JobCancelledError, match="next run goes on"):
        list(job)

    rest = encode_all(catalogue)
    assert rest.encoder == str(tiny_encoder)
    # What was under way when it was cancelled is finished, and no more than that.
    assert 100 < rest.encoded < 300
    assert rest.encoded + rest.already == 300


def test_another_encoder_takes_over_when_it_is_done(
    catalogue: Catalogue, draw: Draw, tiny_encoder: Path
) -> None:
    for number in range(30):
        draw(f"{number}.png", number)
    scan(catalogue)
    first = encode_all(catalogue, str(tiny_encoder))
    cancel = threading.Event()
    job = encode_archive(catalogue, cancel=cancel, encoder=BUILT_IN)
    while next(job).stage != "encoding":
        pass
    cancel.set()
    with pytest.raises(JobCancelledError):
        list(job)
    assert current_encoder(catalogue) == (str(tiny_encoder), first.fingerprint)

    second = encode_all(catalogue, BUILT_IN)

    assert current_encoder(catalogue) == (BUILT_IN, second.fingerprint)
    back = encode_all(catalogue, str(tiny_encoder))
    assert back.already == 30
    store = open_features(catalogue)
    assert store is not None
    assert store.feature_size == 8


def test_a_damaged_shard_is_encoded_again(
    catalogue: Catalogue, draw: Draw, tiny_encoder: Path
) -> None:
    for number in range(9):
        draw(f"{number}.png", number)
    scan(catalogue)
    encode_all(catalogue, str(tiny_encoder))
    store = open_features(catalogue)
    assert store is not None
    before = store.matrix(hashes_of(catalogue))
    (shard,) = features_dir(catalogue).rglob("*.safetensors")
    content = bytearray(shard.read_bytes())
    # In the features, which opening a store does not look at.
    content[300] ^= 4
    shard.write_bytes(content)

    summary = encode_all(catalogue)

    assert summary.encoded == 9
    assert len(list(features_dir(catalogue).rglob(f"*{DAMAGED_SUFFIX}"))) == 1
    healed = open_features(catalogue)
    assert healed is not None
    # Each run decides for itself between float32 and bfloat16.
    assert np.sum(healed.matrix(hashes_of(catalogue)) * before, axis=1).min() > 0.999


def test_shards_are_stored_along_the_way(
    catalogue: Catalogue, draw: Draw, tiny_encoder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(40):
        draw(f"{number}.png", number)
    scan(catalogue)
    monkeypatch.setattr(contents, "SHARD_ROWS", 10)

    encode_all(catalogue, str(tiny_encoder))

    assert len(list(features_dir(catalogue).rglob("*.safetensors"))) >= 2


def test_a_killed_encoding_goes_on_where_it_was(catalogue: Catalogue, draw: Draw) -> None:
    for number in range(48):
        draw(f"{number}.png", number)
    scan(catalogue)
    request = JobRequest("encode", catalogue.path, "Kari", {"encoder": BUILT_IN})
    killed = JobProcess(request)
    message = killed.receive()
    while isinstance(message, Progress) and message.done < 12:
        message = killed.receive()
    killed.kill()
    killed.join(10)
    assert not isinstance(message, JobResult)

    following = JobProcess(request)
    *_, last = iter(following.receive, None)

    assert isinstance(last, JobResult)
    assert following.join(10) == 0
    assert last.summary.encoded + last.summary.already == 48
    store = open_features(catalogue)
    assert store is not None
    assert store.missing(hashes_of(catalogue)) == []
    assert store.verify() == []


@pytest.mark.parametrize(
    ("size", "duration_s", "following"),
    [(8, 0.01, 16), (64, 0.01, 64), (32, 0.2, 32), (8, 3.0, 4), (1, 9.0, 1)],
)
def test_batches_take_about_a_quarter_of_a_second(
    size: int, duration_s: float, following: int
) -> None:
    assert next_batch_size(size, duration_s) == following


def test_features_of_another_length_are_computed_again(catalogue: Catalogue, draw: Draw) -> None:
    draw("a.jpg", 1)
    scan(catalogue)
    encode_all(catalogue)
    store = open_features(catalogue)
    assert store is not None
    (shard,) = store.folder.glob("*.safetensors")
    head = read_head(shard)
    short = read_features(head)[:, :7].astype(np.float32)
    shard.unlink()
    write_shard(store.folder, head.hashes, short)

    again = open_features(catalogue)

    assert again is not None
    assert again.missing(hashes_of(catalogue)) == hashes_of(catalogue)
    assert encode_all(catalogue).encoded == 1
    assert again.matrix(hashes_of(catalogue)).shape == (1, load_encoder(BUILT_IN).feature_size)


def test_a_catalogue_says_how_long_an_encoders_vectors_are(
    catalogue: Catalogue, draw: Draw, tiny_encoder: Path
) -> None:
    draw("a.jpg", 1)
    scan(catalogue)
    fingerprint = encode_all(catalogue, str(tiny_encoder)).fingerprint
    assert row_length(catalogue, fingerprint) == 8
    assert row_length(catalogue, "0" * 64) is None


def test_features_of_one_encoder_never_mix_precisions(
    catalogue: Catalogue, draw: Draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.encoders.tower.supports_bfloat16", lambda: True)
    rounded_is_better = {"said": True}  # what the clock says is not the same every time
    monkeypatch.setattr(
        "engine.encoders.tower.is_as_good_and_faster", lambda *_: rounded_is_better["said"]
    )
    draw("a.png", 1)
    scan(catalogue)

    first = encode_all(catalogue)
    rounded_is_better["said"] = False
    unchanged = encode_all(catalogue)
    draw("b.png", 2)
    scan(catalogue)
    second = encode_all(catalogue)

    assert [one.precision for one in (first, unchanged, second)] == ["bfloat16"] * 3
    store = open_features(catalogue)
    assert store is not None
    stored, _ = store.rows(hashes_of(catalogue))
    encoder = load_encoder(BUILT_IN, precision="bfloat16")
    paths = [catalogue.archive_dir / name for name in ("a.png", "b.png")]
    pixels = np.stack([prepare(read_pixels(path), encoder.preprocess) for path in paths])
    np.testing.assert_allclose(stored, encoder.encode_images(pixels), atol=2e-3)


def test_two_encodings_at_once_are_told_apart(catalogue: Catalogue, draw: Draw) -> None:
    draw("a.png", 1)
    scan(catalogue)
    other = FileLock(catalogue.folder / LOCK_NAME)
    assert other.try_take()

    with pytest.raises(InputError, match="Another encoding of this catalogue is running"):
        encode_all(catalogue)

    other.release()
    assert encode_all(catalogue).encoded == 1
