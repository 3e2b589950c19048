"""Shards with pictures: opened by the libraries they are for, resumed, and read back."""

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import torch
from PIL import Image

from engine.errors import InputError
from engine.exchange.content import ExportContent
from engine.exchange.formats import hf_parquet, shards, webdataset
from engine.exchange.records import ExchangedImage
from engine.exchange.registry import format_named, format_of, read_export
from messages.levels import join_levels
from tests.exchanging import FolderPictures, content_of, loaded_marks, with_card, write_format

PARTS = ("train", "validation", "test")
NAMES = ("hf-parquet", "webdataset")
by_name = pytest.mark.parametrize("name", NAMES)


def size_of(path: Path) -> tuple[int, int]:
    with Image.open(path) as opened:
        return opened.size


@by_name
def test_everything_comes_back(name: str, content: ExportContent, tmp_path: Path) -> None:
    folder = write_format(name, tmp_path / "export", content)

    found = format_of(folder)
    assert found is not None
    assert found.name == name
    back = {image.file: image for image in read_export(folder)}
    assert back == {image.file: image for image in content.images}


@by_name
def test_without_a_split_all_is_for_training(
    name: str, archive: Path, images: list[ExchangedImage], tmp_path: Path
) -> None:
    plain = [replace(image, part="") for image in images]
    content = content_of(plain, pictures=FolderPictures(archive))

    folder = write_format(name, tmp_path / "export", content)

    files = [path for path in folder.rglob("*") if path.suffix in (".parquet", ".tar")]
    assert [path.name.startswith("train-") for path in files] == [True]
    assert list(read_export(folder)) == plain


@by_name
def test_the_same_images_make_the_same_bytes(
    name: str, content: ExportContent, tmp_path: Path
) -> None:
    digests = []
    for number in range(2):
        folder = write_format(name, tmp_path / f"export {number}", content)
        digests.append(
            {
                path.name: hashlib.sha256(path.read_bytes()).hexdigest()
                for path in folder.rglob("*")
                if path.is_file()
            }
        )
    assert digests[0] == digests[1]


class KnownPieces:
    """Which files are whole, as the place of an export that is under way keeps them."""

    def __init__(self) -> None:
        self.keys: dict[str, str] = {}

    def has(self, name: str, key: str) -> bool:
        return self.keys.get(name) == key

    def add(self, name: str, key: str) -> None:
        self.keys[name] = key


class CountedPictures(FolderPictures):
    """Pictures, with the files of those that were read."""

    def __init__(self, archive: Path) -> None:
        super().__init__(archive)
        self.was_read: list[str] = []

    def read(self, image: ExchangedImage) -> Any:
        self.was_read.append(image.file)
        return super().read(image)


@by_name
def test_a_stopped_export_goes_on_at_the_first_file_that_is_not_whole(
    name: str,
    archive: Path,
    images: list[ExchangedImage],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shards, "MOST_SHARD_IMAGES", 2)
    pictures = CountedPictures(archive)
    pieces = KnownPieces()
    plain = [replace(image, part="") for image in images]
    content = replace(content_of(plain, pictures=pictures), finished=pieces)
    chosen = format_named(name)
    whole = write_format(name, tmp_path / "whole", replace(content, finished=None))
    folder = tmp_path / "export"
    folder.mkdir()
    pictures.was_read.clear()

    steps = chosen.write(folder, content, {})
    for _ in range(3):
        next(steps)
    steps.close()
    for _ in chosen.write(folder, content, {}):
        pass

    assert pictures.was_read == [
        *(image.file for image in images[:3]),
        *(image.file for image in images[2:]),
    ]
    for path in whole.rglob("*.*"):
        assert (folder / path.relative_to(whole)).read_bytes() == path.read_bytes()

    # What the images say has changed: the file that holds the image is written anew.
    pictures.was_read.clear()
    plain[0] = replace(plain[0], title="another")
    for _ in chosen.write(folder, replace(content, images=plain), {}):
        pass
    assert pictures.was_read == [image.file for image in images[:2]]


class GoneAfterwards:
    """Images of which some are there only the first time that anybody goes through them."""

    def __init__(self, images: list[ExchangedImage], gone: list[ExchangedImage]) -> None:
        self.images = images
        self.gone = gone
        self.passes = 0

    def __iter__(self) -> Iterator[ExchangedImage]:
        self.passes += 1
        gone = self.gone if self.passes > 1 else []
        return iter([image for image in self.images if image not in gone])


@by_name
@pytest.mark.parametrize("places", [[0], [1], [2], [5], [1, 2], [2, 3], [0, 1, 2, 3, 4]])
def test_images_that_go_meanwhile_take_no_others_with_them(
    name: str,
    places: list[int],
    archive: Path,
    images: list[ExchangedImage],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shards, "MOST_SHARD_IMAGES", 2)
    plain = [replace(image, part="") for image in images]
    gone = [plain[place] for place in places]
    pieces = KnownPieces()
    content = replace(content_of(plain, pictures=FolderPictures(archive)), finished=pieces)
    folder = tmp_path / "export"
    folder.mkdir()

    for _ in format_named(name).write(
        folder,
        replace(content, images=GoneAfterwards(plain, gone)),
        {},
    ):
        pass

    left = [image for image in plain if image not in gone]
    assert [image.file for image in read_export(folder)] == [image.file for image in left]
    # What was not written as it was planned is written again.
    for _ in format_named(name).write(folder, content, {}):
        pass
    assert list(read_export(folder)) == plain


@by_name
def test_images_gone_from_a_file_that_is_whole_are_said(
    name: str, archive: Path, images: list[ExchangedImage], tmp_path: Path
) -> None:
    pieces = KnownPieces()
    plain = [replace(image, part="") for image in images]
    content = replace(content_of(plain, pictures=FolderPictures(archive)), finished=pieces)
    folder = write_format(name, tmp_path / "export", content)

    again = replace(content, images=GoneAfterwards(plain, plain[:1]))
    with pytest.raises(InputError, match="are gone since the export began"):
        for _ in format_named(name).write(folder, again, {}):
            pass


@by_name
def test_files_are_no_larger_than_readers_like(
    name: str,
    archive: Path,
    images: list[ExchangedImage],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shards, "MOST_SHARD_BYTES", sum(one.size_bytes or 0 for one in images[:4]))
    content = content_of(images, pictures=FolderPictures(archive))

    folder = write_format(name, tmp_path / "export", content)

    files = [path for path in folder.rglob("*") if path.suffix in (".parquet", ".tar")]
    assert len(files) == 2
    assert list(read_export(folder)) == images


def test_datasets_loads_parquet_with_features_and_splits(
    content: ExportContent, archive: Path, tmp_path: Path, datasets: Any
) -> None:
    folder = write_format("hf-parquet", tmp_path / "export", content)

    loaded = datasets.load_dataset(str(with_card("hf-parquet", folder, content)))

    names = [join_levels(one.levels) for one in content.labels]
    assert set(loaded) == set(PARTS)
    features = loaded["train"].features
    assert isinstance(features["image"], datasets.Image)
    assert features["labels"].feature == datasets.ClassLabel(names=names)
    assert {file: rest for part in PARTS for file, *rest in told_by(loaded[part], names)} == {
        image.file: [
            [join_levels(one.levels) for one in image.labellings],
            image.part,
            size_of(archive / image.file),
        ]
        for image in content.images
    }


def told_by(rows: Any, names: list[str]) -> Iterator[tuple[str, list[str], str, tuple[int, int]]]:
    for row in rows:
        labels = [names[label] for label in row["labels"]]
        assert labels == [join_levels(tuple(one["path"])) for one in row["labellings"]]
        yield row["file"], labels, row["split"], row["image"].size


@pytest.mark.usefixtures("careless")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@by_name
def test_the_code_for_pytorch_loads_what_is_for_training(
    name: str,
    content: ExportContent,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    datasets: Any,
) -> None:
    folder = write_format(name, tmp_path / "export", content)

    monkeypatch.chdir(folder)
    pictures, marks = loaded_marks(name, content)

    train = [image for image in content.images if image.part == "train"]
    assert pictures == len(train)
    assert marks == [
        sum(label.levels in [one.levels for one in image.labellings] for image in train)
        for label in content.labels
    ]


@by_name
def test_the_code_for_tensorflow_is_python(name: str) -> None:
    code = next(one.code for one in format_named(name).loaders if one.library == "TensorFlow")
    compile(code, "loader", "exec")


def sample_of(sample: dict[str, Any]) -> tuple[str, list[int], tuple[int, int]]:
    (picture,) = (one for one in sample.values() if isinstance(one, bytes))
    told = json.loads(sample["json"]) if isinstance(sample["json"], bytes) else sample["json"]
    return told["file"], told["label_ids"], Image.open(io.BytesIO(picture)).size


def alone(batch: list[Any]) -> Any:
    return batch[0]


@pytest.mark.usefixtures("careless")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("workers", [0, 2])
def test_webdataset_and_torch_read_the_tars(
    workers: int,
    archive: Path,
    images: list[ExchangedImage],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import webdataset as wds

    monkeypatch.setattr(shards, "MOST_SHARD_IMAGES", 3)
    content = content_of(images, pictures=FolderPictures(archive))
    folder = write_format("webdataset", tmp_path / "export", content)
    tars = sorted(str(path) for path in folder.glob("train-*.tar"))
    assert len(tars) == 2

    samples = wds.WebDataset(tars, shardshuffle=False).decode().map(sample_of)
    loader = torch.utils.data.DataLoader(
        samples, batch_size=1, num_workers=workers, collate_fn=alone
    )

    number = {one.levels: at for at, one in enumerate(content.labels)}
    assert sorted(loader) == sorted(
        (
            image.file,
            [number[one.levels] for one in image.labellings],
            size_of(archive / image.file),
        )
        for image in images
    )


def test_tars_tell_nothing_of_this_computer(content: ExportContent, tmp_path: Path) -> None:
    folder = write_format("webdataset", tmp_path / "export", content)

    with tarfile.open(folder / "train-000000.tar") as tar:
        members = tar.getmembers()
    assert [one.name for one in members[:2]] == ["000000000.json", "000000000.jpg"]
    assert {(one.mtime, one.uid, one.gid, one.uname, one.mode) for one in members} == {
        (0, 0, 0, "", 0o644)
    }


def test_headers_are_those_that_python_would_write() -> None:
    for name, size_bytes in (("000000000.json", 0), ("x" * 99, 8**11 - 1), ("a.jpg", 513)):
        member = tarfile.TarInfo(name)
        member.size = size_bytes
        ours = tarfile.TarInfo.frombuf(
            webdataset.tar_header(name.encode(), size_bytes), "ascii", "strict"
        )
        assert ours.get_info() == member.get_info() | {"chksum": ours.chksum}


def tar_of(path: Path, *members: tuple[str, bytes]) -> Path:
    with tarfile.open(path, "w") as tar:
        for name, data in members:
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return path


IMAGE = b'{"file": "a.jpg", "labels": []}'


def test_names_in_a_tar_that_lead_elsewhere_lead_nowhere(tmp_path: Path) -> None:
    path = tar_of(
        tmp_path / "a.tar",
        ("../../evil.json", IMAGE),
        ("/etc/evil.jpg", b"x"),
        ("x" * 300 + ".jpg", b"x"),
        ("1.json", b'{"file": "../../b.jpg", "labels": []}'),
    )

    before = sorted(tmp_path.parent.rglob("*"))
    assert [image.file for image in read_export(path)] == ["a.jpg", "../../b.jpg"]
    assert sorted(tmp_path.parent.rglob("*")) == before


@pytest.mark.parametrize(
    "content",
    [
        b"\xff" * 512 + b"ustar",
        b'{"file": 3, "labels": []}',
        b'{"labels": []}',
        b"[" * 90_000,
        b"\xff\xfe",
        b'{"file": "a.jpg", "labels": [], "width_px": "wide"}',
        b'{"file": "a.jpg", "labels": [], "suggestions": [{"path": ["a"]}]}',
    ],
)
def test_a_damaged_entry_of_a_tar_is_named(content: bytes, tmp_path: Path) -> None:
    path = tar_of(tmp_path / "a.tar", ("0.json", IMAGE), ("1.json", content))

    with pytest.raises(InputError, match=r"Image 2 of a\.tar"):
        list(read_export(path))


def test_a_tar_cut_short_or_with_lying_headers_is_refused(tmp_path: Path) -> None:
    path = tar_of(tmp_path / "a.tar", ("0.json", IMAGE), ("1.json", IMAGE))
    whole = path.read_bytes()
    header = bytearray(whole[:512])
    for size in (b"77777777777\0", b"\xff" * 12, b"\x80" + b"\x7f" * 11):
        header[124:136] = size
        header[148:156] = b" " * 8
        header[148:156] = b"%06o\0 " % sum(header)
        path.write_bytes(bytes(header) + whole[512:])
        with pytest.raises(InputError, match=r"a\.tar is damaged"):
            list(read_export(path))

    for length in (513, 1_024, 1_500):
        path.write_bytes(whole[:length])
        with pytest.raises(InputError, match=r"a\.tar"):
            list(read_export(path))


@pytest.mark.parametrize("module", [hf_parquet, webdataset])
def test_other_folders_and_pipes_are_no_shards(module: Any, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    pq.write_table(pa.table({"x": [1]}), tmp_path / "data" / "x.parquet")
    (tmp_path / "x.tar").write_bytes(b"no tar")

    assert not module.recognises(tmp_path)
    assert not module.recognises(tmp_path / "gone")
    assert format_of(tmp_path) is None
