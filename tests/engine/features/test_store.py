import hashlib
import os
import time
from pathlib import Path

import numpy as np
import pytest
import xxhash
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from engine.errors import InputError
from engine.features.shard import DAMAGED_SUFFIX, UNFINISHED_SUFFIX
from engine.features.store import FeatureStore, verify_features

FINGERPRINT = "ab" * 32


def hash_of(number: int) -> bytes:
    return hashlib.sha256(str(number).encode()).digest()


def unit_rows(count: int, size: int, seed: int = 0) -> NDArray[np.float32]:
    rows = np.random.default_rng(seed).standard_normal((count, size)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def filled(folder: Path, count: int = 16, size: int = 24) -> tuple[list[bytes], NDArray]:
    hashes = [hash_of(number) for number in range(count)]
    features = unit_rows(count, size)
    FeatureStore(folder, FINGERPRINT).append(hashes, features)
    return hashes, features


def only_shard(folder: Path) -> Path:
    (path,) = folder.rglob("*.safetensors")
    return path


def test_what_is_stored_comes_back_in_any_order(tmp_path: Path) -> None:
    store = FeatureStore(tmp_path, FINGERPRINT)
    features = unit_rows(30, 8)
    hashes = [hash_of(number) for number in range(30)]
    for start in (0, 10, 20):
        store.append(hashes[start : start + 10], features[start : start + 10])
    wanted = [29, 0, 11, 11, 5]

    for reader in (store, FeatureStore(tmp_path, FINGERPRINT)):
        rows, found = reader.rows([*(hashes[i] for i in wanted), hash_of(99)])

        assert rows.dtype == np.float32
        assert found.tolist() == [True] * 5 + [False]
        np.testing.assert_allclose(rows[:5], features[wanted], atol=3e-4)
        np.testing.assert_array_equal(rows[5], 0)
        assert len(reader) == 30
        assert reader.feature_size == 8


def test_rows_read_one_by_one_are_those_read_whole(tmp_path: Path) -> None:
    hashes, _ = filled(tmp_path, count=200, size=16)
    store = FeatureStore(tmp_path, FINGERPRINT)
    whole, _ = store.rows(hashes)

    some, found = store.rows([hashes[3], hashes[199], hashes[0]])

    assert found.all()
    np.testing.assert_array_equal(some, whole[[3, 199, 0]])


def test_missing_names_each_hash_once_and_in_order(tmp_path: Path) -> None:
    hashes, _ = filled(tmp_path, count=4)
    store = FeatureStore(tmp_path, FINGERPRINT)
    new = [hash_of(100), hash_of(50)]

    assert store.missing([new[0], hashes[2], new[1], new[0]]) == new
    assert store.missing(np.frombuffer(b"".join(hashes), np.uint8).reshape(-1, 32)) == []


def test_an_empty_store_has_nothing(tmp_path: Path) -> None:
    store = FeatureStore(tmp_path / "features", FINGERPRINT)

    rows, found = store.rows([hash_of(1)])

    assert rows.shape == (1, 0)
    assert not found.any()
    assert store.missing([hash_of(1)]) == [hash_of(1)]
    assert store.verify() == []
    assert not (tmp_path / "features").exists()


def test_a_reader_sees_what_another_process_adds(tmp_path: Path) -> None:
    reader = FeatureStore(tmp_path, FINGERPRINT)
    assert len(reader) == 0

    hashes, features = filled(tmp_path)
    rows, found = reader.rows(hashes)

    assert found.all()
    np.testing.assert_allclose(rows, features, atol=3e-4)


def test_two_encoders_share_nothing(tmp_path: Path) -> None:
    hashes, _ = filled(tmp_path)

    other = FeatureStore(tmp_path, "cd" * 32)

    assert other.missing(hashes) == hashes


def test_matrix_refuses_images_without_features(tmp_path: Path) -> None:
    hashes, features = filled(tmp_path)
    store = FeatureStore(tmp_path, FINGERPRINT)

    matrix = store.matrix(hashes, np.float16)
    assert matrix.dtype == np.float16
    np.testing.assert_array_equal(matrix, features.astype(np.float16))
    with pytest.raises(InputError, match="1 of 2 images have no features"):
        store.matrix([hashes[0], hash_of(77)])


def test_features_that_make_no_sense_are_refused(tmp_path: Path) -> None:
    filled(tmp_path, size=24)
    store = FeatureStore(tmp_path, FINGERPRINT)

    with pytest.raises(ValueError, match="24 numbers"):
        store.append([hash_of(99)], unit_rows(1, 12))
    with pytest.raises(InputError, match="no numbers"):
        store.append([hash_of(99)], np.full((1, 24), np.nan, dtype=np.float32))
    with pytest.raises(ValueError, match="do not go with"):
        store.append([hash_of(99)], unit_rows(2, 24))
    with pytest.raises(ValueError, match="32 bytes"):
        store.append([b"short"], unit_rows(1, 24))
    assert len(list(tmp_path.rglob("*.safetensors"))) == 1


def test_hashes_that_begin_alike_are_told_apart(tmp_path: Path) -> None:
    start = b"same bytes"[:8]
    hashes = [start + bytes([number]) * 24 for number in range(5)]
    features = unit_rows(5, 4)
    store = FeatureStore(tmp_path, FINGERPRINT)
    store.append(hashes, features)

    rows, found = store.rows([hashes[4], hashes[0], start + b"\xff" * 24])

    assert found.tolist() == [True, True, False]
    np.testing.assert_allclose(rows[:2], features[[4, 0]], atol=3e-4)


@given(
    features=hnp.arrays(
        np.float32,
        st.tuples(st.integers(1, 8), st.integers(1, 6)),
        elements=st.floats(-1, 1, width=32),
    ),
    seed=st.integers(0, 2**32 - 1),
)
@settings(max_examples=60, deadline=None)
def test_any_features_come_back_as_float16(
    tmp_path_factory: pytest.TempPathFactory, features: NDArray[np.float32], seed: int
) -> None:
    folder = tmp_path_factory.mktemp("store")
    hashes = [hash_of(seed + number) for number in range(len(features))]
    FeatureStore(folder, FINGERPRINT).append(hashes, features)

    rows, found = FeatureStore(folder, FINGERPRINT).rows(hashes[::-1])

    assert found.all()
    np.testing.assert_array_equal(rows[::-1], features.astype(np.float16).astype(np.float32))


def assert_recomputed_not_used(folder: Path, hashes: list[bytes], features: NDArray) -> None:
    """The damaged shard is gone, reported once, and encoding again heals the store."""
    store = FeatureStore(folder, FINGERPRINT)
    problems = store.verify()
    rows, found = store.rows(hashes)

    assert len(problems) == 1
    assert "damaged" in str(problems[0])
    assert not found.any()
    assert not rows.any()
    assert store.missing(hashes) == hashes
    assert len(list(folder.rglob(f"*{DAMAGED_SUFFIX}"))) == 1

    store.append(hashes, features)
    healed, found = store.rows(hashes)
    assert found.all()
    np.testing.assert_allclose(healed, features, atol=3e-4)
    assert store.verify() == []


def test_a_shard_cut_anywhere_is_never_used(tmp_path: Path) -> None:
    hashes, features = filled(tmp_path)
    path = only_shard(tmp_path)
    content = path.read_bytes()

    for length in range(len(content)):
        path.write_bytes(content[:length])
        rows, found = FeatureStore(tmp_path, FINGERPRINT).rows(hashes)
        assert not found.any(), length
        assert not rows.any(), length
        assert not path.exists(), length
    assert_recomputed_not_used_after(path, content[:-1], hashes, features)


def assert_recomputed_not_used_after(
    path: Path, damaged: bytes, hashes: list[bytes], features: NDArray
) -> None:
    for left in path.parent.glob(f"*{DAMAGED_SUFFIX}"):
        left.unlink()
    path.write_bytes(damaged)
    assert_recomputed_not_used(path.parent.parent, hashes, features)


def test_a_shard_with_bytes_added_is_never_used(tmp_path: Path) -> None:
    hashes, features = filled(tmp_path)
    path = only_shard(tmp_path)

    path.write_bytes(path.read_bytes() + b"\0")

    assert_recomputed_not_used(tmp_path, hashes, features)


def test_one_bit_in_every_64_bytes_is_noticed(tmp_path: Path) -> None:
    hashes, features = filled(tmp_path, count=320, size=84)
    path = only_shard(tmp_path)
    content = path.read_bytes()
    assert len(content) > 60_000
    random = np.random.default_rng(0)

    for start in range(0, len(content), 64):
        place = start + int(random.integers(min(64, len(content) - start)))
        damaged = bytearray(content)
        damaged[place] ^= 1 << int(random.integers(8))
        path.write_bytes(damaged)
        rows, found = FeatureStore(tmp_path, FINGERPRINT).rows(hashes[:3])
        assert not found.any(), place
        assert not rows.any(), place
        assert not path.exists(), place
    assert_recomputed_not_used_after(path, bytes(damaged), hashes, features)


def test_every_bit_of_the_header_is_noticed(tmp_path: Path) -> None:
    hashes, _ = filled(tmp_path, count=2, size=2)
    path = only_shard(tmp_path)
    content = path.read_bytes()

    for place in range(len(content)):
        for bit in range(8):
            damaged = bytearray(content)
            damaged[place] ^= 1 << bit
            path.write_bytes(damaged)
            _, found = FeatureStore(tmp_path, FINGERPRINT).rows(hashes)
            assert not found.any(), (place, bit)


def test_a_damaged_shard_takes_only_its_own_images(tmp_path: Path) -> None:
    store = FeatureStore(tmp_path, FINGERPRINT)
    features = unit_rows(20, 8)
    hashes = [hash_of(number) for number in range(20)]
    store.append(hashes[:10], features[:10])
    store.append(hashes[10:], features[10:])
    damaged = next(path for path in tmp_path.rglob("*.safetensors"))
    content = bytearray(damaged.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)

    rows, found = FeatureStore(tmp_path, FINGERPRINT).rows(hashes)

    assert int(found.sum()) == 10
    np.testing.assert_allclose(rows[found], features[found], atol=3e-4)


def test_a_shard_under_another_name_is_damaged(tmp_path: Path) -> None:
    hashes, _ = filled(tmp_path)
    path = only_shard(tmp_path)
    name = path.name.split("-")
    path.rename(path.with_name(f"{name[0]}-{name[1]}-{'0' * 16}.safetensors"))

    _, found = FeatureStore(tmp_path, FINGERPRINT).rows(hashes)

    assert not found.any()


def test_a_shard_deleted_while_in_use_is_missing(tmp_path: Path) -> None:
    hashes, _ = filled(tmp_path)
    store = FeatureStore(tmp_path, FINGERPRINT)
    assert store.rows(hashes)[1].all()

    only_shard(tmp_path).unlink()

    assert store.missing(hashes) == hashes
    assert not store.rows(hashes)[1].any()


def test_a_shard_cut_after_it_was_checked_is_not_used(tmp_path: Path) -> None:
    hashes, _ = filled(tmp_path, count=100)
    store = FeatureStore(tmp_path, FINGERPRINT)
    assert store.rows(hashes)[1].all()
    path = only_shard(tmp_path)
    with path.open("r+b") as stream:
        stream.truncate(path.stat().st_size - 10)

    _, found = store.rows(hashes[:1])

    assert not found.any()


def test_verify_of_all_encoders_counts_and_reports(tmp_path: Path) -> None:
    hashes, _ = filled(tmp_path)
    FeatureStore(tmp_path, "cd" * 32).append(hashes, unit_rows(16, 5))
    assert verify_features(tmp_path).shards == 2
    assert verify_features(tmp_path).problems == []
    path = next((tmp_path / ("cd" * 8)).glob("*.safetensors"))
    path.write_bytes(path.read_bytes()[:-1])

    found = verify_features(tmp_path)

    assert found.shards == 2
    assert len(found.problems) == 1
    assert "computes its 16 images again" in str(found.problems[0])
    assert verify_features(tmp_path / "nothing") == type(found)(0, [])


def test_what_a_killed_process_left_is_swept_later(tmp_path: Path) -> None:
    store = FeatureStore(tmp_path, FINGERPRINT)
    store.folder.mkdir()
    old = store.folder / f"old{UNFINISHED_SUFFIX}"
    young = store.folder / f"young{UNFINISHED_SUFFIX}"
    for path in (old, young):
        path.write_bytes(b"half")
    hours_ago_s = time.time() - 2 * 3600
    os.utime(old, (hours_ago_s, hours_ago_s))

    store.append([hash_of(1)], unit_rows(1, 4))

    assert not old.exists()
    assert young.exists()
    assert len(store) == 1


def test_a_full_disk_is_said_plainly(tmp_path: Path) -> None:
    blocked = tmp_path / "features"
    blocked.write_text("a file where the folder should be")

    with pytest.raises(InputError, match="cannot be written"):
        FeatureStore(blocked, FINGERPRINT).append([hash_of(1)], unit_rows(1, 4))


def test_many_shards_load_quickly(tmp_path: Path) -> None:
    store = FeatureStore(tmp_path, FINGERPRINT)
    count, size = 20_480, 256
    features = unit_rows(count, size)
    hashes = [hash_of(number) for number in range(count)]
    for start in range(0, count, 2048):
        store.append(hashes[start : start + 2048], features[start : start + 2048])

    started_s = time.perf_counter()
    matrix = FeatureStore(tmp_path, FINGERPRINT).matrix(hashes)
    duration_s = time.perf_counter() - started_s

    np.testing.assert_allclose(matrix, features, atol=3e-4)
    assert duration_s < 5.0


def test_features_of_another_length_are_set_aside(tmp_path: Path) -> None:
    hashes, features = filled(tmp_path)
    other = tmp_path / "other"
    FeatureStore(other, FINGERPRINT).append([hash_of(99)], unit_rows(1, 7))
    foreign = only_shard(other)
    foreign.rename(only_shard(tmp_path / FINGERPRINT[:16]).with_name(foreign.name))
    store = FeatureStore(tmp_path, FINGERPRINT)
    assert store.feature_size == 24
    assert store.missing([*hashes, hash_of(99)]) == [hash_of(99)]
    np.testing.assert_allclose(store.matrix(hashes), features, atol=3e-4)
    (problem,) = store.verify()
    assert "another length" in str(problem)


@pytest.mark.parametrize("header", [b"{", b"[]", b'{"features": {}}', b"[" * 4_000])
def test_a_header_that_fits_its_checksum_and_says_nothing_is_damage(
    tmp_path: Path, header: bytes
) -> None:
    hashes, _ = filled(tmp_path)
    path = only_shard(tmp_path)
    content = path.read_bytes()
    rows = content[-len(hashes) * 32 :]
    length = len(header).to_bytes(8, "little")
    head = xxhash.xxh3_64(length + header + rows).hexdigest()
    kept = content[8 + int.from_bytes(content[:8], "little") :]
    count, _, features = path.stem.split("-")
    path.unlink()
    path.with_name(f"{count}-{head}-{features}.safetensors").write_bytes(length + header + kept)
    store = FeatureStore(tmp_path, FINGERPRINT)
    assert store.missing(hashes) == hashes
    assert "is damaged" in str(store.verify()[0])


def test_features_of_another_length_than_the_encoders_are_damaged(tmp_path: Path) -> None:
    hashes, _ = filled(tmp_path)

    store = FeatureStore(tmp_path, FINGERPRINT, row_length=25)

    with pytest.raises(InputError, match=r"features are damaged.*encode the catalogue"):
        store.matrix(hashes)
    assert store.is_all_damaged
    assert "another length than those of its encoder" in str(store.verify()[0])
    store.append(hashes, unit_rows(len(hashes), 25))
    assert not store.is_all_damaged
    assert store.matrix(hashes).shape == (len(hashes), 25)


def test_verifying_knows_the_lengths_of_encoders(tmp_path: Path) -> None:
    filled(tmp_path)
    assert not verify_features(tmp_path, row_lengths={FINGERPRINT: 24, "cd" * 32: 7}).problems
    (problem,) = verify_features(tmp_path, row_lengths={FINGERPRINT: 25}).problems
    assert "another length" in str(problem)
