"""Keywords and titles are those that exiftool lists, field by field, in every container."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.archive.keywords import FoundText, clean
from engine.archive.metadata.embedded import read_embedded
from engine.archive.sidecars import read_sidecars
from tests.engine.archive.metadata.referee import (
    MISSING,
    WITH_EXIF,
    WITH_IPTC,
    WITH_XMP,
    listed_by_exiftool,
    make_corpus,
)

pytestmark = pytest.mark.skipif(
    bool(MISSING), reason=f"not installed: {', '.join(MISSING)} (sh scripts/setup.sh .venv dev)"
)
LEAST_FILES = 150
OWN_EXTENSION = "IPTC in ImageMagick's own extension of GIF, which exiftool does not know"
DIFFERENCES = {
    "magick everything.webp": "ImageMagick 6 sets no flag for its XMP, and exiftool looks at it",
    "magick everything.gif": OWN_EXTENSION,
    "magick iptc cp1252.gif": OWN_EXTENSION,
}
"""File: why it is read otherwise than exiftool lists it, whose versions differ in this."""

Levels = set[tuple[str, ...]]
CATEGORY = re.compile(r'(<Category Assigned="(\d)">)([^<]*)|(</Category>)')


def split_at(separator: str | None) -> Callable[[str], Levels]:
    def split(text: str) -> Levels:
        levels = text.split(separator) if separator else [text]
        return {tuple(level for level in map(clean, levels) if level)}

    return split


def words(text: str) -> Levels:
    return {(clean(word),) for word in text.split(";") if clean(word)}


def categories(text: str) -> Levels:
    found: Levels = set()
    above: list[str] = []
    for start, assigned, name, _ in CATEGORY.findall(text):
        if start:
            above.append(name)
            found |= {tuple(above)} if assigned == "1" else set()
        else:
            above.pop()
    return found


FIELDS: dict[str, tuple[str, Callable[[str], Levels]]] = {
    "IPTC:Keywords": ("iptc", split_at(None)),
    "IPTC2:Keywords": ("iptc", split_at(None)),
    "XMP-dc:Subject": ("dc:subject", split_at(None)),
    "XMP-lr:HierarchicalSubject": ("lr:hierarchicalSubject", split_at("|")),
    "XMP-digiKam:TagsList": ("digiKam:TagsList", split_at("/")),
    "XMP-microsoft:LastKeywordXMP": ("MicrosoftPhoto:LastKeywordXMP", split_at("/")),
    "XMP-mediapro:CatalogSets": ("mediapro:CatalogSets", split_at("|")),
    "XMP-acdsee:Keywords": ("acdsee:keywords", split_at(None)),
    "XMP-acdsee:Categories": ("acdsee:categories", categories),
    "IFD0:XPKeywords": ("XPKeywords", words),
}
TITLES = ("XMP-dc:Title", "IPTC:ObjectName", "IPTC2:ObjectName", "IFD0:XPTitle")


def expected(listed: dict[str, list[str]]) -> tuple[dict[str, Levels], str]:
    """What exiftool lists, by our sources, and the first title."""
    keywords: dict[str, Levels] = {}
    for field, (source, split) in FIELDS.items():
        for value in listed.get(field, ()):
            keywords.setdefault(source, set()).update(split(value))
    titles = [clean(listed[field][0]) for field in TITLES if field in listed]
    return keywords, next((title for title in titles if title), "")


def read(path: Path) -> tuple[dict[str, Levels], str]:
    """The same, as it is read here."""
    found: FoundText
    found = read_sidecars((path,)) if path.suffix == ".xmp" else read_embedded(path).text
    keywords: dict[str, Levels] = {}
    for item in found.keywords:
        keywords.setdefault(item.source.partition(" (")[0], set()).add(item.levels)
    return keywords, found.title


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("referee")
    make_corpus(folder)
    return folder


def test_keywords_and_titles_are_those_that_exiftool_lists(corpus: Path) -> None:
    told = {path: expected(fields) for path, fields in listed_by_exiftool(corpus).items()}
    assert len([path for path, (keywords, title) in told.items() if keywords or title]) >= (
        LEAST_FILES
    )
    wrong = {
        path.name: (listed, found)
        for path, listed in told.items()
        if (found := read(path)) != listed and path.name not in DIFFERENCES
    }
    assert wrong == {}


def test_every_container_and_field_is_in_the_corpus(corpus: Path) -> None:
    told = {path: expected(fields) for path, fields in listed_by_exiftool(corpus).items()}

    def suffixes(source: str) -> set[str]:
        return {path.suffix for path, (keywords, _) in told.items() if source in keywords}

    everywhere = {f".{suffix}" for suffix in WITH_XMP}
    of_xmp = {source for source, _ in FIELDS.values()} - {"iptc", "XPKeywords"}
    assert {source for source in of_xmp if suffixes(source) != everywhere} == set()
    assert suffixes("iptc") == {f".{suffix}" for suffix in WITH_IPTC}
    assert suffixes("XPKeywords") == {f".{suffix}" for suffix in WITH_EXIF}
