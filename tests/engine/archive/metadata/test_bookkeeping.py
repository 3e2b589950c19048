"""What programs keep among the keywords, and pieces of keywords."""

from pathlib import Path

from PIL import Image

from engine.archive.inspect_file import InspectRequest, inspect_file
from engine.archive.keywords import Keyword
from engine.archive.metadata.bookkeeping import tidied
from engine.archive.metadata.iptc import read_iptc
from engine.archive.metadata.xmp import read_xmp
from tests.engine.archive.metadata.made import data_set, listed, packet


def test_empty_repeated_and_internal_keywords_are_left_out() -> None:
    body = listed("dc:subject", "", "  ", "a", "a", " a ") + listed(
        "digiKam:TagsList", "_Digikam_Internal_Tags_/Scanned", "a//b/"
    )
    found = tidied((read_xmp(packet(body)),))
    assert found.keywords == (
        Keyword(("a",), "dc:subject"),
        Keyword(("a", "b"), "digiKam:TagsList"),
    )
    assert found.bookkeeping == 1


def test_bookkeeping_and_its_twins_are_left_out_and_counted() -> None:
    flat = listed("dc:subject", "changed", "orf", "1. develop filmic", "Swimming", "style")
    paths = listed(
        "lr:hierarchicalSubject",
        "activity|sport|swimming",
        "darktable|changed",
        "darktable|format|orf",
        "darktable|style|1. Develop Filmic",
        "fashion|style",
        kind="Seq",
    )
    found = tidied((read_xmp(packet(flat + paths)),))
    assert [item.levels for item in found.keywords] == [
        ("Swimming",),
        ("style",),  # somebody's own, below a parent of its own
        ("activity", "sport", "swimming"),
        ("fashion", "style"),
    ]
    assert found.bookkeeping == 6


def test_words_of_programs_are_keywords_where_no_program_wrote_them() -> None:
    body = listed("dc:subject", "darktable", "changed") + listed(
        "lr:hierarchicalSubject", "software|Lightroom", "digiKam"
    )
    found = tidied((read_xmp(packet(body)),))
    assert (len(found.keywords), found.bookkeeping) == (4, 0)


def test_bookkeeping_of_a_sidecar_has_twins_inside_the_image(tmp_path: Path) -> None:
    path, sidecar = tmp_path / "a.jpg", tmp_path / "a.jpg.xmp"
    Image.new("RGB", (8, 8)).save(path, xmp=packet(listed("dc:subject", "exported", "elg")))
    sidecar.write_bytes(packet(listed("lr:hierarchicalSubject", "darktable|exported")))
    found = inspect_file(InspectRequest(path, (sidecar,)))
    assert found.keywords == (Keyword(("elg",), "dc:subject"),)
    assert found.bookkeeping == 2


def test_a_keyword_cut_by_iptc_is_no_second_one() -> None:
    whole = "Museum of the history of transport and communications in the city of Oslo"
    beyond = "Трамвайный и троллейбусный парк города"  # cut in the middle of a letter
    record = data_set(1, 90, b"\x1b%G") + b"".join(
        data_set(2, 25, name.encode()[:64]) for name in (whole, beyond, "Museum")
    )
    iptc = read_iptc(record)
    assert [item.levels[0] for item in iptc.keywords] == [
        whole.encode()[:64].decode(),
        beyond.encode()[:64].decode("utf-8", "ignore"),
        "Museum",
    ]
    beside = read_xmp(packet(listed("lr:hierarchicalSubject", f"places|{whole}", beyond)))
    assert [item.levels for item in tidied((beside, iptc)).keywords] == [
        ("places", whole),
        (beyond,),
        ("Museum",),  # the beginning of another one, and whole
    ]
    assert len(tidied((iptc,)).keywords) == 3  # better than nothing
