import os
import threading
from pathlib import Path

import pytest

from db.catalogue import Catalogue
from db.errors import CatalogueError
from db.thumbnails import ThumbnailStore


def pictures(count: int, start: int = 0) -> list[tuple[bytes, bytes]]:
    return [
        (number.to_bytes(32, "big"), b"jpeg %d" % number) for number in range(start, start + count)
    ]


def test_thumbnails_come_back_by_content_hash(tmp_path: Path) -> None:
    store = ThumbnailStore(tmp_path / "deep")
    rows = pictures(2_000)

    store.put_many(iter(rows))

    assert store.get(rows[7][0]) == b"jpeg 7"
    assert store.get(b"x" * 32) is None
    assert store.get_many([key for key, _ in rows]) == dict(rows)
    assert store.get_many([]) == {}
    assert store.missing([b"b" * 32, rows[0][0], b"a" * 32, b"b" * 32]) == [b"b" * 32, b"a" * 32]
    store.put_many([(rows[0][0], b"newer")])
    assert store.get(rows[0][0]) == b"newer"
    store.put_many([])
    store.close()
    assert ThumbnailStore(tmp_path / "deep").get(rows[1][0]) == b"jpeg 1"


@pytest.mark.parametrize("kind", ["text", "cut", "scrambled", "empty"])
def test_a_damaged_file_is_begun_anew(tmp_path: Path, kind: str) -> None:
    store = ThumbnailStore(tmp_path)
    store.put_many(pictures(3_000))
    store.close()
    content = store.path.read_bytes()
    store.path.write_bytes(
        {
            "text": b"no database at all " * 10,
            "cut": content[: len(content) // 3],
            "scrambled": content[:4096] + b"\xa5" * (len(content) - 4096),
            "empty": b"",
        }[kind]
    )

    keys = [key for key, _ in pictures(3_000)]
    found = store.get_many(keys)
    assert len(found) < 3_000
    assert set(store.missing(keys)) == set(keys) - found.keys()

    store.put_many(pictures(3_000))
    assert store.get_many(keys) == dict(pictures(3_000))


def test_damage_under_an_open_file_is_mended_too(tmp_path: Path) -> None:
    store = ThumbnailStore(tmp_path)
    store.put_many(pictures(10))
    other = ThumbnailStore(tmp_path)
    assert other.get(pictures(1)[0][0]) == b"jpeg 0"
    store.close()
    store.path.write_bytes(os.urandom(20_000))

    other.put_many(pictures(5))
    assert len(other.get_many([key for key, _ in pictures(5)])) == 5


def test_many_threads_share_a_store(catalogue: Catalogue) -> None:
    failures: list[Exception] = []

    def work(start: int) -> None:
        try:
            for step in range(10):
                rows = pictures(20, start + step * 20)
                catalogue.thumbnails.put_many(rows)
                assert catalogue.thumbnails.get_many([key for key, _ in rows]) == dict(rows)
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(start * 1_000,)) for start in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "thumbnails.sqlite").mkdir()

    with pytest.raises(CatalogueError, match="cannot be opened"):
        ThumbnailStore(tmp_path).get(b"x")
