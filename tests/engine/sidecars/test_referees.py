"""exiftool and exiv2 read from a sidecar exactly the keywords that were written."""

from pathlib import Path

import pytest

from engine.sidecars.fields import WRITTEN, Levels
from engine.sidecars.merge import Known, merge
from tests.engine.sidecars.referees import MISSING, Read, by_exiftool, by_exiv2
from tests.engine.sidecars.shapes import digikam, lightroom

pytestmark = pytest.mark.skipif(
    bool(MISSING), reason=f"not installed: {', '.join(MISSING)} (sh scripts/setup.sh .venv dev)"
)

LABELS: list[Levels] = [
    ("birds", "crane"),
    ("machines", "crane"),
    ("caf\u00e9", "\u7c73", "a & b < c"),
    ("\u00c6rlig", "AC/DC"),
    ("moon",),
]


def expected(labels: list[Levels]) -> Read:
    return {
        field.local: tuple(sorted({field.text(label) for label in labels})) for field in WRITTEN
    }


def in_order(read: Read) -> Read:
    return {field: tuple(sorted(texts)) for field, texts in read.items()}


def test_new_and_merged_files_are_read_as_they_were_meant(tmp_path: Path) -> None:
    before = ["birds|crane", "animals|cat"]
    known = Known.of([("birds", "crane"), ("animals", "cat")])
    files = {"new.xmp": None, "digikam.xmp": digikam(before), "lightroom.xmp": lightroom(before)}
    for name, file in files.items():
        (tmp_path / name).write_bytes(merge(file, LABELS, known).file)
    written = [tmp_path / name for name in files]
    for read in [*by_exiftool(written), *map(by_exiv2, written)]:
        assert in_order(read) == expected(LABELS)
