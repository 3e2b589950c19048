"""Tags go out to CVAT and come home with what was changed there."""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZipFile

import pytest

from engine.errors import InputError
from engine.exchange.formats import cvat
from engine.exchange.records import ExchangedImage, ExchangedLabelling
from engine.exchange.registry import format_of, read_export
from tests.exchanging import PART_NAMES, FolderPictures, archive_images, content_of, write_format

DUMPED = """<meta><task><id>1</id><updated>2026-11-23 10:00:00.5+01:00</updated>
<labels><label><name>vehicle|truck</name></label><label><name>vehicle|bus</name></label>
<label><name>new</name></label></labels>
<owner><username>kari</username><email></email></owner>
<assignee><username>ola</username><email></email></assignee></task>
<dumped>2026-11-23 11:00:00+00:00</dumped></meta>"""


def test_everything_comes_back_from_the_file_or_its_folder(tmp_path: Path) -> None:
    images = archive_images(tmp_path / "archive")
    whole = [
        ExchangedImage(
            image.file, image.labellings, width_px=image.width_px, height_px=image.height_px
        )
        for image in images
    ]

    place = write_format("cvat", tmp_path / "out", content_of(images))

    assert list(read_export(place)) == whole
    assert list(read_export(place / "annotations.xml")) == whole


def test_parts_labels_and_pictures_are_as_cvat_wants_them(tmp_path: Path) -> None:
    images = archive_images(tmp_path / "archive")
    pictures = FolderPictures(tmp_path / "archive")

    content = content_of(images, pictures=pictures, parts=PART_NAMES)
    place = write_format("cvat", tmp_path / "out", content)

    constructor = json.loads((place / "labels.json").read_text(encoding="utf-8"))
    names = {one["name"] for one in constructor if one["type"] == "tag"}
    tagged = set()
    for part in PART_NAMES:
        root = ElementTree.parse(place / f"annotations_{part}.xml").getroot()
        assert root.findtext("version") == "1.1"
        assert {one.findtext("name") for one in root.iterfind("meta/task/labels/label")} == names
        for image in root.iterfind("image"):
            original = tmp_path / "archive" / image.attrib["file"]
            assert (place / "images" / image.attrib["name"]).read_bytes() == original.read_bytes()
            tagged |= {tag.attrib["label"] for tag in image.iterfind("tag")}
    assert tagged == names
    assert {image.file: image.part for image in read_export(place)} == {
        image.file: image.part for image in images
    }


def test_what_was_changed_there_comes_back_with_a_name(tmp_path: Path) -> None:
    images = archive_images(tmp_path / "archive")
    place = write_format("cvat", tmp_path / "out", content_of(images))
    root = ElementTree.parse(place / "annotations.xml").getroot()
    root.remove(root.find("meta"))
    root.insert(1, ElementTree.fromstring(DUMPED))
    by_file = {one.attrib.pop("file"): one for one in root.iterfind("image")}  # CVAT drops it
    first = by_file["2019/a.jpg"]
    first.remove(next(one for one in first if one.attrib["label"] == "rød\\|blå"))
    new = ElementTree.SubElement(first, "tag", {"label": "new", "source": "manual"})
    ElementTree.SubElement(new, "attribute", {"name": "decider"})
    dump = tmp_path / "task_1.xml"
    ElementTree.ElementTree(root).write(dump, encoding="utf-8", xml_declaration=True)

    back = {image.file: image for image in read_export(dump)}

    changed = back["2019/a.jpg"]
    at = "2026-11-23T09:00:00Z"
    truck = next(one for one in images[0].labellings if one.levels == ("vehicle", "truck"))
    assert set(changed.labellings) == {
        truck,
        ExchangedLabelling(("new",), "curator", "ola", at),
    }
    assert changed.answer is not None
    assert changed.answer.others == {("vehicle", "bus")}  # of the labels CVAT's task has
    assert (changed.answer.decider, changed.answer.decided_at) == ("ola", at)
    assert back["a.jpg"].answer is None  # nobody may have opened it


def test_the_archive_that_cvat_hands_out_is_read_as_it_is(tmp_path: Path) -> None:
    images = archive_images(tmp_path / "archive")
    place = write_format("cvat", tmp_path / "out", content_of(images))
    with ZipFile(tmp_path / "task_1.zip", "w", ZIP_DEFLATED) as archive:
        archive.write(place / "annotations.xml", "annotations.xml")
        archive.writestr("images/a.jpg", b"x")

    assert list(read_export(tmp_path / "task_1.zip")) == list(read_export(place))


def test_an_archive_that_holds_something_else_or_is_damaged_is_none_of_ours(
    tmp_path: Path,
) -> None:
    with ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("other.xml", "<annotations></annotations>")
    (tmp_path / "b.zip").write_bytes((tmp_path / "a.zip").read_bytes()[:40])

    assert format_of(tmp_path / "a.zip") is None
    assert format_of(tmp_path / "b.zip") is None


def pretend_longer(archive: bytearray) -> None:
    """Its directory says that the compressed XML is longer than the archive."""
    entry = archive.rindex(b"PK\x01\x02")
    archive[entry + 20 : entry + 24] = (2**31 - 1).to_bytes(4, "little")


def tear(archive: bytearray) -> None:
    """Bytes in the midst of the compressed XML are others."""
    middle = archive.rindex(b"PK\x01\x02") // 2
    archive[middle : middle + 64] = bytes(64)


@pytest.mark.parametrize(
    ("compression", "damage"),
    [
        (ZIP_DEFLATED, pretend_longer),
        (ZIP_DEFLATED, tear),
        (ZIP_BZIP2, tear),
        (ZIP_LZMA, tear),
    ],
)
def test_an_archive_that_is_damaged_behind_its_head_is_refused_in_words(
    tmp_path: Path, compression: int, damage: Callable[[bytearray], None]
) -> None:
    file = tmp_path / "task.zip"
    names = (f'<image name="{sha256(b"%d" % n).hexdigest()}"/>' for n in range(20_000))
    with ZipFile(file, "w", compression) as archive:
        archive.writestr("annotations.xml", f"<annotations>{''.join(names)}</annotations>")
    content = bytearray(file.read_bytes())
    damage(content)
    file.write_bytes(content)

    with pytest.raises(InputError, match=r"task\.zip"):
        list(read_export(file))


@pytest.mark.parametrize("inside", ["", "<image name='a'>"])
def test_what_would_fill_the_memory_is_refused(
    tmp_path: Path, inside: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cvat, "MOST_ELEMENTS", 1_000)
    path = tmp_path / "a.xml"
    path.write_text(f"<annotations>{inside}" + "<a><b/></a>" * 5_000)

    # One after the other they are forgotten; below one image they are held.
    with pytest.raises(InputError, match="more than can be read" if inside else "no whole XML"):
        list(read_export(path))


def test_names_that_xml_cannot_hold_come_back(tmp_path: Path) -> None:
    labels = (
        ExchangedLabelling(("odd \uffff", "\\u0041|b"), "curator", "k\x02", "2026-11-22T10:00:00Z"),
        ExchangedLabelling(("\\",), "imported", "iptc", "2026-11-22T10:00:00Z"),
    )
    image = ExchangedImage("a\x01\\u0041.jpg", labels, width_px=4, height_px=3)

    place = write_format("cvat", tmp_path / "out", content_of([image]))

    assert list(read_export(place)) == [image]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("<annotations><image", "no whole XML"),
        ("<annotations><image/></annotations>", "Image 1 of a.xml"),
        ('<annotations><image name="a" width="x"/></annotations>', "Image 1 of a.xml"),
        (
            "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><annotations>"
            "<image name='&b;'/></annotations>",
            "declares entities",
        ),
        (
            "<!DOCTYPE a [<!ENTITY b '"
            + "x" * 9000
            + "'><!ENTITY c '"
            + "&b;" * 9000
            + "'>]><annotations><image name='&c;'/></annotations>",
            "declares entities",
        ),
        (
            '<annotations><image name="a"><tag label="x"><attribute name="confidence">much'
            "</attribute></tag></image></annotations>",
            "Image 1 of a.xml",
        ),
        (
            "<annotations><meta><dumped>0001-01-01T00:00+14:00</dumped></meta></annotations>",
            "a.xml",
        ),
    ],
)
def test_a_hostile_or_damaged_file_is_refused_in_words(
    tmp_path: Path, content: str, said: str
) -> None:
    path = tmp_path / "a.xml"
    path.write_text(content, encoding="utf-8")

    found = format_of(path)
    assert found is not None
    assert found.name == "cvat"
    with pytest.raises(InputError, match=said):
        list(read_export(path))
