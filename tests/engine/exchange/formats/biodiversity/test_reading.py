"""Darwin Core and Camtrap DP back in: what is known comes back, that of others too, and what is
hostile is refused in one sentence."""

import json
import zipfile
from collections.abc import Mapping
from cProfile import Profile
from dataclasses import replace
from pathlib import Path

import pytest

from engine.errors import InputError
from engine.exchange import packed_files
from engine.exchange.formats.biodiversity import darwin_core_reading
from engine.exchange.records import ExchangedCaption, ExchangedImage, ExchangedLabelling
from engine.exchange.registry import format_of, read_export
from tests.exchanging import FolderPictures, content_of, write_format

KNOWN = {
    "darwin-core": lambda one: (one.levels, one.source, one.decider, one.decided_at),
    "camtrap-dp": lambda one: (one.levels, one.decider if one.source != "imported" else ""),
}
"""What each has room for of a labelling."""


def folder(place: Path, files: Mapping[str, str]) -> Path:
    place.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (place / name).write_text(text, encoding="utf-8")
    return place


def packed(place: Path, files: Mapping[str, str], *, below: str = "") -> Path:
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(below + name, text)
    return place


def labels_of(path: Path) -> list[tuple[str, tuple[str, ...]]]:
    """(file, label) of each labelling."""
    return [(image.file, one.levels) for image in read_export(path) for one in image.labellings]


@pytest.mark.parametrize("with_pictures", [False, True])
@pytest.mark.parametrize("name", KNOWN)
def test_what_there_is_room_for_comes_back(
    name: str, with_pictures: bool, tmp_path: Path, images: list[ExchangedImage]
) -> None:
    images = [replace(one, captions=(ExchangedCaption("En kran"),)) for one in images]
    pictures = FolderPictures(tmp_path / "archive") if with_pictures else None

    place = write_format(name, tmp_path / "out", content_of(images, pictures=pictures))

    found = format_of(place)
    assert found is not None
    assert found.name == name
    known = KNOWN[name]
    back: dict[str, list[ExchangedImage]] = {}
    for image in read_export(place):
        back.setdefault(image.file, []).append(image)
    assert {
        (file, known(one))
        for file, parts in back.items()
        for part in parts
        for one in part.labellings
    } == {(image.file, known(one)) for image in images for one in image.labellings}
    (suggestion,) = (one for part in back["a.jpg"] for one in part.suggestions)
    assert (suggestion.levels, suggestion.confidence) == (("vehicle", "bus"), 0.875)
    if name == "darwin-core":
        for image in images:
            assert {(part.sha256, part.title) for part in back[image.file]} == {
                (image.sha256, image.title)
            }
            assert back[image.file][0].captions == image.captions


META = """<archive xmlns="http://rs.tdwg.org/dwc/text/">
<core encoding="UTF-8" fieldsTerminatedBy="\\t" fieldsEnclosedBy="" ignoreHeaderLines="0"
 rowType="http://rs.tdwg.org/dwc/terms/Occurrence"><files><location>{table}</location></files>
 <id index="0"/><field index="1" term="http://rs.tdwg.org/dwc/terms/scientificName"/>
 <field index="2" term="http://rs.tdwg.org/dwc/terms/occurrenceStatus" default="present"/>
 <field default="MachineObservation" term="http://rs.tdwg.org/dwc/terms/basisOfRecord"/>
 <field index="3" term="http://rs.tdwg.org/dwc/terms/identificationRemarks"/></core>
<extension fieldsTerminatedBy="\\t" fieldsEnclosedBy="" rowType="http://rs.gbif.org/terms/1.0/Multimedia">
 <files><location>media.txt</location></files><coreid index="0"/>
 <field index="1" term="http://purl.org/dc/terms/identifier"/></extension></archive>"""
OTHERS = {
    "meta.xml": META.format(table="occ.txt"),
    "occ.txt": 'o1\tVulpes "vulpes\t\tclassified by a human\no2\tMeles meles\tabsent\tby a human\n'
    "o3\tLynx lynx\t\tclassified by a machine\n",
    "media.txt": "o1\thttps://example.org/cam%201/a.jpg?size=big\no1\tb.jpg\no2\tc.jpg\no3\td.jpg\n",
}


def test_an_archive_of_others_is_read_packed_or_not(tmp_path: Path) -> None:
    expected = [("cam 1/a.jpg", ('Vulpes "vulpes',)), ("b.jpg", ('Vulpes "vulpes',))]
    for place in (
        folder(tmp_path / "plain", OTHERS),
        packed(tmp_path / "a.zip", OTHERS),
        packed(tmp_path / "b.zip", OTHERS, below="dwca/"),
    ):
        assert labels_of(place) == expected
        images = list(read_export(place))
        assert [one.levels for one in images[-1].suggestions] == [("Lynx lynx",)]
        assert [image.file for image in images] == ["cam 1/a.jpg", "b.jpg", "c.jpg", "d.jpg"]


def test_tables_without_a_description_are_read_by_their_columns(tmp_path: Path) -> None:
    table = (
        "dwc:occurrenceID;vernacularName;higherClassification;associatedMedia;identifiedBy;"
        "dateIdentified\n1;rev;dyr | rovdyr;a.jpg | b.jpg;Kari;2019\n"
    )
    place = folder(tmp_path / "plain", {"occurrence.csv": table})

    for path in (place, place / "occurrence.csv"):
        (first, second) = read_export(path)
        assert (first.file, second.file) == ("a.jpg", "b.jpg")
        # A year is no time of a decision.
        assert first.labellings == (
            ExchangedLabelling(("dyr", "rovdyr", "rev"), "curator", "Kari", ""),
        )


PACKAGE = {
    "profile": "https://example.org/camtrap-dp/1.0/camtrap-dp-profile.json",
    "resources": [
        {"name": "media", "path": "media.csv"},
        {"name": "observations", "path": ["observations.csv"]},
    ],
}
MEDIA = (
    "mediaID,deploymentID,filePath,fileName\n1,d,https://x.org/1/file,a.jpg\n2,d,d/b.jpg,b.jpg\n"
)
OBSERVED = (
    "observationID,mediaID,observationType,scientificName,classificationMethod,observationTags\n"
    "1,1,animal,Vulpes vulpes,human,night\n2,2,human,,machine,\n3,2,vehicle,,human,\n"
    "4,2,blank,,human,\n5,,animal,Lynx lynx,human,\n"
)


def test_a_package_of_other_camera_traps_is_read(tmp_path: Path) -> None:
    files = {
        "datapackage.json": json.dumps(PACKAGE),
        "media.csv": MEDIA,
        "observations.csv": OBSERVED,
    }
    place = folder(tmp_path / "plain", files)

    for path in (place, place / "datapackage.json", packed(tmp_path / "a.zip", files)):
        assert labels_of(path) == [("a.jpg", ("Vulpes vulpes",)), ("d/b.jpg", ("vehicle",))]
        suggested = [one.levels for image in read_export(path) for one in image.suggestions]
        assert suggested == [("human",)]


def camtrap(**files: str) -> dict[str, str]:
    names = {
        "package": "datapackage.json",
        "media": "media.csv",
        "observations": "observations.csv",
    }
    said = {"package": json.dumps(PACKAGE), "media": MEDIA, "observations": OBSERVED, **files}
    return {names[name]: text for name, text in said.items()}


def darwin_core(**files: str) -> dict[str, str]:
    return {**OTHERS, **{name.replace("_", "."): text for name, text in files.items()}}


def elsewhere(path: str) -> str:
    """A description of a package whose observations are at a path."""
    return json.dumps(PACKAGE).replace("observations.csv", path)


@pytest.mark.parametrize("is_packed", [False, True])
@pytest.mark.parametrize(
    ("files", "said"),
    [
        (camtrap(package=elsewhere("../secret.csv")), "outside its own folder"),
        (camtrap(package=elsewhere("/etc/passwd")), "outside its own folder"),
        (camtrap(package=elsewhere("https://example.org/o.csv")), "outside its own folder"),
        (camtrap(package=json.dumps(PACKAGE).replace('"media"', '"x"')), "does not say where"),
        (camtrap(package=json.dumps(PACKAGE)[:-1]), "no whole JSON"),
        (camtrap(media="mediaID\n1\n"), "has no column 'filePath'"),
        (camtrap(observations=OBSERVED + '"' + "x" * 17_000_000), "line"),
        (
            camtrap(
                observations="mediaID,observationType,scientificName\n" + ",animal,Vulpes vulpes\n"
            ),
            "not on which picture",
        ),
        (
            darwin_core(
                meta_xml='<!DOCTYPE a [<!ENTITY b "c">]>' + META.format(table="&b;"),
            ),
            "declares entities",
        ),
        (darwin_core(meta_xml=META.format(table="a")[:-9]), "no whole XML"),
        (darwin_core(meta_xml=META.format(table="../occ.txt")), "outside its own folder"),
        (darwin_core(occ_txt="o1\t" + "x" * 2_000_000), "a cell of more than a million characters"),
    ],
)
def test_what_is_broken_or_hostile_is_refused_in_one_sentence(
    tmp_path: Path, files: dict[str, str], said: str, is_packed: bool
) -> None:
    (tmp_path / "secret.csv").write_text(OBSERVED)
    place = packed(tmp_path / "a.zip", files) if is_packed else folder(tmp_path / "a", files)

    with pytest.raises(InputError, match=said) as refused:
        list(read_export(place))
    assert str(refused.value).count("\n") == 0


def test_an_archive_that_swells_ends_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packed_files, "MOST_BYTES", 3 * 1024**2)
    place = packed(tmp_path / "a.zip", darwin_core(occ_txt="o1\tfox\n" * 1024**2))
    assert place.stat().st_size < 100_000

    with pytest.raises(InputError, match="more than can be read at once"):
        list(read_export(place))


def test_what_only_looks_like_an_archive_is_none(tmp_path: Path) -> None:
    for number, content in enumerate(("<archive", "<archive/>", "\0")):
        assert format_of(folder(tmp_path / str(number), {**OTHERS, "meta.xml": content})) is None
    cut = packed(tmp_path / "cut.zip", OTHERS)
    cut.write_bytes(cut.read_bytes()[:-30])
    assert format_of(cut) is None
    with pytest.raises(InputError):
        list(read_export(cut))


def test_a_table_of_very_many_columns_is_asked_cheaply(tmp_path: Path) -> None:
    table = tmp_path / "wide.csv"
    table.write_text(",".join(f"column {number}" for number in range(20_000)) + "\n")
    calls = Profile(builtins=False)
    assert not calls.runcall(darwin_core_reading.recognises, table)
    assert sum(one.callcount for one in calls.getstats()) < 20_000
