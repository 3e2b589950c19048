"""Files that exiftool, exiv2 and ImageMagick wrote, and what exiftool lists of them.

Every tool is started as seldom as possible: one exiftool writes and one reads all files.
"""

import json
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import tifffile
from PIL import Image

from engine.archive.decode import register_plugins

TOOLS = ("exiftool", "exiv2", "convert")
MISSING = [tool for tool in TOOLS if shutil.which(tool) is None]
HEIC = Path(__file__).parents[3] / "data" / "heic" / "orientation_1.heic"

WITH_XMP = ("jpg", "png", "tif", "webp", "gif", "heic", "avif", "jxl", "psd", "jp2", "xmp")
WITH_IPTC = ("jpg", "png", "tif", "psd", "jp2")
WITH_EXIF = ("jpg", "png", "tif", "webp", "heic", "avif", "jxl", "psd", "jp2")
OF_EXIV2 = ("jpg", "png", "tif", "webp", "psd", "jp2")
OF_MAGICK = ("jpg", "png", "tif", "webp", "gif", "psd", "jp2")

FLAT = ("elg på ås", "Côte d’Ivoire", "5 € & <mer>", "日本の山", "cafe\u0301", "a|b")
LATIN = ("Côte d’Ivoire", "Preis 5 €", "Žižkov – most", "“quoted”")
PATHS = ("dyr|fugl|trane", "maskin|trane", "sted|Côte d’Ivoire")
SLASHED = tuple(path.replace("|", "/") for path in PATHS)
CATEGORIES = (
    '<Categories><Category Assigned="0">Natur<Category Assigned="1">Fjell</Category></Category>'
    '<Category Assigned="1">Sommer</Category></Categories>'
)
XMP_FIELDS: dict[str, tuple[str, ...]] = {
    "XMP-dc:Subject": FLAT,
    "XMP-lr:HierarchicalSubject": PATHS,
    "XMP-digiKam:TagsList": SLASHED,
    "XMP-microsoft:LastKeywordXMP": SLASHED,
    "XMP-mediapro:CatalogSets": PATHS,
    "XMP-acdsee:Keywords": FLAT,
    "XMP-acdsee:Categories": (CATEGORIES,),
    "XMP-dc:Title": ("Tittel på norsk – 5 €",),
}
EXIF_FIELDS = {"EXIF:XPKeywords": (";".join(FLAT),), "EXIF:XPTitle": ("Tittel – 日本",)}
EXIV2_COMMANDS = {
    "iptc": [f"add Iptc.Application2.Keywords String {word}" for word in FLAT],
    "title": [
        "set Iptc.Application2.ObjectName String Tittel på ås",
        "set Xmp.dc.title LangAlt På",
    ],
    "subject": [f"set Xmp.dc.subject XmpBag {word}" for word in FLAT],
    "paths": [f"set Xmp.lr.hierarchicalSubject XmpBag {path}" for path in PATHS],
    "tags": [f"set Xmp.digiKam.TagsList XmpSeq {path}" for path in SLASHED],
    "last": [f"set Xmp.MicrosoftPhoto.LastKeywordXMP XmpBag {path}" for path in SLASHED],
    "sets": [f"set Xmp.mediapro.CatalogSets XmpBag {path}" for path in PATHS],
}


def make_corpus(folder: Path) -> list[Path]:
    """Write all files; those whose IPTC is UTF-8 without saying so lie in a folder ``utf-8``."""
    undeclared = folder / "utf-8"
    undeclared.mkdir(parents=True)
    _make_bases(folder / "bases")
    _write_with_exiftool(folder)
    _write_with_exiv2(folder)
    _write_with_magick(folder)
    _write_big_tiff(folder)
    return sorted(path for path in folder.rglob("*.*") if path.parent.name != "bases")


def listed_by_exiftool(folder: Path) -> dict[Path, dict[str, list[str]]]:
    """What exiftool lists for each file, by group and field."""
    listed: dict[Path, dict[str, list[str]]] = {}
    fields = ("-IPTC:Keywords", "-IPTC:ObjectName", "-XMP:all", "-XPKeywords", "-XPTitle")
    for place, charset in ((folder, "Latin"), (folder / "utf-8", "UTF8")):
        answer = _run("exiftool", "-json", "-G1", "-charset", f"iptc={charset}", *fields, place)
        for found in json.loads(answer or "[]"):
            listed[Path(found.pop("SourceFile"))] = {
                field: [str(one) for one in value] if isinstance(value, list) else [str(value)]
                for field, value in found.items()
            }
    return listed


def _run(*command: object) -> str:
    # exiv2 and ImageMagick warn of what a format has no place for; the files are looked at.
    done = subprocess.run(
        [str(word) for word in command], capture_output=True, text=True, check=False, timeout=100
    )
    return done.stdout


def _make_bases(folder: Path) -> None:
    folder.mkdir()
    register_plugins()
    image = Image.new("RGB", (8, 8), (200, 30, 30))
    for suffix in ("jpg", "png", "tif", "webp", "gif", "avif", "jxl", "jp2"):
        image.save(folder / f"base.{suffix}")
    shutil.copy(HEIC, folder / "base.heic")
    _run("convert", folder / "base.png", folder / "base.psd")


def _write_with_exiftool(folder: Path) -> None:
    arguments: list[str] = []

    def write(place: Path, suffix: str, name: str, values: Iterable[str], *options: str) -> None:
        base, path = folder / "bases" / f"base.{suffix}", place / f"{name}.{suffix}"
        arguments.extend([*options, "-q", "-m", *values])
        if suffix != "xmp":  # sidecars are made from nothing
            shutil.copy(base, path)
        arguments.extend(["-overwrite_original", str(path), "-execute"])

    for suffix in WITH_XMP:
        for field, values in XMP_FIELDS.items():
            write(folder, suffix, f"exiftool {_plain(field)}", _set(field, values))
    for suffix in WITH_EXIF:
        for field, values in EXIF_FIELDS.items():
            write(folder, suffix, f"exiftool {_plain(field)}", _set(field, values))
    for suffix in WITH_IPTC:
        keywords, title = _set("IPTC:Keywords", FLAT), _set("IPTC:ObjectName", ("Tittel på ås",))
        declared = ["-IPTC:CodedCharacterSet=UTF8"]
        write(folder, suffix, "exiftool iptc declared", [*declared, *keywords])
        write(folder, suffix, "exiftool iptc title", [*declared, *title])
        write(folder, suffix, "exiftool iptc cp1252", _set("IPTC:Keywords", LATIN))
        latin = ["-IPTC:CodedCharacterSet#=\x1b-A", *_set("IPTC:Keywords", LATIN)]
        write(folder, suffix, "exiftool iptc latin-1 declared", latin)
        latin = ["-IPTC:CodedCharacterSet#=\x1b.A", *_set("IPTC:Keywords", LATIN)]
        write(folder, suffix, "exiftool iptc latin-1 in g2", latin)
        as_utf_8 = ("-charset", "iptc=UTF8")
        write(folder / "utf-8", suffix, "exiftool iptc utf-8", keywords, *as_utf_8)
        everything = [*declared, *keywords, *title]
        for field, values in (XMP_FIELDS | EXIF_FIELDS).items():
            everything += _set(field, values)
        write(folder, suffix, "exiftool everything", everything)
    file = folder / "bases" / "arguments"
    file.write_text("\n".join(arguments) + "\n")
    _run("exiftool", "-@", file)


def _set(field: str, values: Iterable[str]) -> list[str]:
    return [f"-{field}={value}" for value in values]


def _plain(field: str) -> str:
    return field.replace(":", " ")


def _write_with_exiv2(folder: Path) -> None:
    for name, commands in EXIV2_COMMANDS.items():
        place = folder / "utf-8" if name in ("iptc", "title") else folder
        paths = [place / f"exiv2 {name}.{suffix}" for suffix in OF_EXIV2]
        for path in paths:
            shutil.copy(folder / "bases" / f"base{path.suffix}", path)
        file = folder / "bases" / f"{name} commands"
        file.write_text("\n".join(commands) + "\n")
        _run("exiv2", "-m", file, *paths)


def _write_with_magick(folder: Path) -> None:
    for source in ("everything", "iptc cp1252"):
        written: list[object] = []
        for suffix in OF_MAGICK:
            written += ["-write", folder / f"magick {source}.{suffix}"]
        _run("convert", folder / f"exiftool {source}.jpg", *written, "null:")


def _write_big_tiff(folder: Path) -> None:
    """BigTIFF of either byte order, which exiftool reads and does not write."""
    with Image.open(folder / "exiftool XMP-dc Subject.tif") as image:
        packet = image.tag_v2[700]  # type: ignore[attr-defined]
    record = b"".join(
        b"\x1c\2\x19" + len(word).to_bytes(2, "big") + word
        for word in (latin.encode("cp1252") for latin in LATIN)
    )
    pixels = [[(200, 30, 30)] * 8] * 8
    for order in "<>":
        tifffile.imwrite(
            folder / f"tifffile {'little' if order == '<' else 'big'}.tif",
            pixels,
            dtype="uint8",
            bigtiff=True,
            byteorder=order,
            photometric="rgb",
            extratags=[
                (700, "B", len(packet), packet, True),
                (33723, "B", len(record), record, True),
            ],
        )
