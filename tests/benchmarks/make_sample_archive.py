"""Builds resources/sample_archive from a checkout of the public-domain Open Clip Art archive.

python -m tests.benchmarks.make_sample_archive OPENCLIPART_DIR resources/sample_archive

The choice is fixed by the names of the files: the same source gives the same sample.
"""

import csv
import hashlib
import re
import shutil
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from PIL import Image, ImageChops

MAX_FILE_BYTES = 46_000
MIN_FILLING = 0.05
# Folders of the source, how many images to take, and what the folder is called in the sample.
DOMAINS = {
    "animals": (("animals",), 72),
    "buildings": (("buildings",), 27),
    "flags": (
        tuple(
            f"signs_and_symbols/flags/{part}"
            for part in ("africa", "america", "asia", "europe", "oceania")
        ),
        60,
    ),
    "food": (("food",), 74),
    "music": (("recreation/music",), 34),
    "people": (("people/clothing/hats", "people/stickmen", "people/smilies"), 40),
    "plants": (("plants",), 38),
    "transport": (
        ("transportation/boating", "transportation/vehicles", "transportation/roadsigns"),
        58,
    ),
}
DUPLICATE_GROUPS = 12
# A keyword is frequent from so many images of its domain on; a labelled image has at most so many
# rare ones.
OFTEN = 5
MAX_RARE = 2
# A bug of the source's export left memory addresses and "hash" among the keywords.
JUNK = re.compile(r"hash|0x[0-9a-f]+|unsorted|architetto|^\d+$", re.IGNORECASE)
DC = "http://purl.org/dc/elements/1.1/"
LR = "http://ns.adobe.com/lightroom/1.0/"
DIGIKAM = "http://www.digikam.org/ns/1.0/"


class Source:
    """The Open Clip Art archive: images/ and keywords.csv."""

    def __init__(self, root: Path) -> None:
        self.root = root
        with (root / "keywords.csv").open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
        self.keywords = {row["file"]: [k for k in row["keywords"].split(";") if k] for row in rows}
        self.titles = {row["file"]: row["title"] for row in rows}
        self.hashes = {
            file: hashlib.sha256((root / file).read_bytes()).hexdigest() for file in self.keywords
        }

    def clean(self, file: str) -> bool:
        """Whether the file has keywords and none of them is an export bug."""
        found = self.keywords[file]
        return bool(found) and not any(JUNK.search(keyword) for keyword in found)

    def of(self, folders: Iterable[str]) -> list[str]:
        """Files below these folders, in an order that has nothing to do with their names."""
        starts = tuple(f"images/{folder}/" for folder in folders)
        fitting = [
            file
            for file in self.keywords
            if file.startswith(starts)
            and (self.root / file).stat().st_size <= MAX_FILE_BYTES
            and self.filling(file) >= MIN_FILLING
        ]
        return sorted(fitting, key=lambda file: hashlib.sha256(file.encode()).hexdigest())

    def filling(self, file: str) -> float:
        """The part of the picture that is not white."""
        return float((np.asarray(self.image(file).convert("L")) < 250).mean())

    def image(self, file: str) -> Image.Image:
        """The picture on white."""
        with Image.open(self.root / file) as image:
            rgba = image.convert("RGBA")
        white = Image.new("RGBA", rgba.size, "white")
        return Image.alpha_composite(white, rgba).convert("RGB")


def main() -> None:
    """Build the sample archive named on the command line."""
    source, destination = Source(Path(sys.argv[1])), Path(sys.argv[2])
    shutil.rmtree(destination / "images", ignore_errors=True)
    chosen: dict[str, str] = {}
    labelled: set[str] = set()
    duplicates = duplicate_groups(source)
    for domain, (folders, count) in DOMAINS.items():
        choose(source, domain, folders, count, duplicates, chosen, labelled)
    rows = []
    for target, file in sorted(chosen.items()):
        path = destination / target
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source.root / file, path)
        if target in labelled:
            rows.append((target, ";".join(source.keywords[file]), source.titles[file]))
    with (destination / "keywords.csv").open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream, lineterminator="\n")
        table.writerow(("file", "keywords", "title"))
        table.writerows(rows)
    mixed_formats(source, destination / "images" / "mixed_formats")
    report(destination, rows)


def duplicate_groups(source: Source) -> dict[str, list[str]]:
    """First file to all files of the same content whose keywords differ, all clean."""
    folders = [folder for folders, _ in DOMAINS.values() for folder in folders]
    groups = defaultdict(list)
    for file in sorted(source.of(folders)):
        groups[source.hashes[file]].append(file)
    differing = {
        files[0]: files
        for files in groups.values()
        if len({tuple(sorted(source.keywords[file])) for file in files}) > 1
        and all(source.clean(file) for file in files)
    }
    return dict(sorted(differing.items())[:DUPLICATE_GROUPS])


def choose(
    source: Source,
    domain: str,
    folders: tuple[str, ...],
    count: int,
    duplicates: dict[str, list[str]],
    chosen: dict[str, str],
    labelled: set[str],
) -> None:
    """Take ``count`` images of a domain: half with their keywords, half without."""
    seen = {source.hashes[file] for file in chosen.values()}
    wanted: dict[str, bool] = {}
    candidates = source.of(folders)
    for files in duplicates.values():
        wanted.update({file: True for file in files if file in candidates})
    seen.update(source.hashes[file] for file in wanted)
    frequent = Counter(keyword for file in candidates for keyword in source.keywords[file])

    def teaches(file: str) -> bool:
        """Some of its keywords occur often; a label that is seen once teaches nothing."""
        often = [frequent[keyword] >= OFTEN for keyword in source.keywords[file]]
        return source.clean(file) and any(often) and often.count(False) <= MAX_RARE

    for with_keywords in (True, False):
        pool = by_turns(file for file in candidates if not with_keywords or teaches(file))
        for file in pool:
            enough = sum(kept == with_keywords for kept in wanted.values()) >= (count + 1) // 2
            if enough or file in wanted or source.hashes[file] in seen:
                continue
            seen.add(source.hashes[file])
            wanted[file] = with_keywords
    for file, with_keywords in wanted.items():
        target = target_of(file, domain, folders)
        chosen[target] = file
        if with_keywords:
            labelled.add(target)


def by_turns(files: Iterable[str]) -> list[str]:
    """One file of each folder after the other, so that large folders do not crowd out small."""
    places: Counter[str] = Counter()
    turns = []
    for file in files:
        folder = file.rpartition("/")[0]
        turns.append((places[folder], file))
        places[folder] += 1
    return [file for _, file in sorted(turns, key=lambda turn: turn[0])]


def target_of(file: str, domain: str, folders: tuple[str, ...]) -> str:
    """Where a source file stands in the sample: images/domain/sub-folder/name."""
    inner = file.removeprefix("images/")
    folder = next(folder for folder in folders if inner.startswith(f"{folder}/"))
    below = inner.removeprefix(f"{folder}/")
    if len(folders) > 1:
        below = f"{folder.rsplit('/', 1)[-1]}/{below}"
    return f"images/{domain}/{below}"


def mixed_formats(source: Source, folder: Path) -> None:
    """Files that an archive has sooner or later, made from images of the source."""
    folder.mkdir(parents=True)
    files = source.of(("animals/mammals", "plants/flowers", "food/fruit"))
    files = [file for file in files if source.clean(file)][:14]
    pictures = [(file, source.image(file), source.keywords[file]) for file in files]
    _, image, found = pictures[0]
    image.save(folder / "iptc_keywords.jpg", quality=88, extra=iptc_segment(found))
    _, image, found = pictures[1]
    image.save(folder / "xmp_keywords.jpg", quality=88, xmp=xmp_packet(found))
    _, image, found = pictures[2]
    image.save(folder / "xmp_keywords.webp", quality=80, xmp=xmp_packet(found))
    _, image, found = pictures[3]
    image.save(folder / "sidecar_digikam.jpg", quality=88)
    (folder / "sidecar_digikam.jpg.xmp").write_bytes(xmp_packet(found))
    _, image, found = pictures[4]
    image.save(folder / "sidecar_adobe.jpg", quality=88)
    (folder / "sidecar_adobe.xmp").write_bytes(xmp_packet(found))
    pictures[5][1].convert("CMYK").save(folder / "cmyk.jpg", quality=88)
    exif = Image.Exif()
    exif[0x0112] = 6
    upright = pictures[6][1]
    upright.transpose(Image.Transpose.ROTATE_90).save(
        folder / "rotated_by_exif.jpg", quality=88, exif=exif
    )
    grey = np.asarray(pictures[7][1].convert("L"), dtype=np.uint16) * 257
    Image.fromarray(grey).save(folder / "sixteen_bit.png")
    with Image.open(source.root / pictures[8][0]) as transparent:
        palette = transparent.convert("RGBA").quantize(32, Image.Quantize.FASTOCTREE)
    palette.save(folder / "transparent_palette.png")
    frames = [ImageChops.offset(pictures[9][1], shift, 0).quantize(32) for shift in (0, 24, 48, 24)]
    frames[0].save(
        folder / "animated.gif", save_all=True, append_images=frames[1:], duration=200, loop=0
    )
    pictures[10][1].save(folder / "tagged.tif", compression="tiff_lzw")
    pictures[11][1].save(folder / "modern.avif", quality=70)
    pictures[12][1].resize((160, 160)).save(folder / "windows.bmp")
    pictures[13][1].save(folder / "whole.jpg", quality=88)
    whole = (folder / "whole.jpg").read_bytes()
    (folder / "truncated.jpg").write_bytes(whole[: len(whole) * 3 // 5])
    (folder / "whole.jpg").unlink()
    (folder / "text_file.jpg").write_text("This is a text file that somebody named .jpg.\n")


def iptc_segment(keywords: list[str]) -> bytes:
    """A JPEG APP13 segment with IPTC keywords in UTF-8."""
    data = iptc_set(1, 90, b"\x1b%G") + b"".join(iptc_set(2, 25, k.encode()) for k in keywords)
    resource = b"8BIM\x04\x04\0\0" + len(data).to_bytes(4, "big") + data + b"\0" * (len(data) % 2)
    payload = b"Photoshop 3.0\0" + resource
    return b"\xff\xed" + (len(payload) + 2).to_bytes(2, "big") + payload


def iptc_set(record: int, number: int, value: bytes) -> bytes:
    """One IIM data set."""
    return bytes((0x1C, record, number)) + len(value).to_bytes(2, "big") + value


def xmp_packet(keywords: list[str]) -> bytes:
    """An XMP packet with the keywords in the three fields that programs use."""
    lists = (
        ("dc:subject", "Bag", keywords),
        ("lr:hierarchicalSubject", "Bag", keywords),
        ("digiKam:TagsList", "Seq", keywords),
    )
    body = "".join(
        f"<{name}><rdf:{kind}>"
        + "".join(f"<rdf:li>{value}</rdf:li>" for value in values)
        + f"</rdf:{kind}></{name}>"
        for name, kind, values in lists
    )
    return (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" xmlns:dc="{DC}" xmlns:lr="{LR}" xmlns:digiKam="{DIGIKAM}">'
        f'{body}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def report(destination: Path, rows: list[tuple[str, str, str]]) -> None:
    """Say how large the sample is and how often its labels occur."""
    files = [path for path in (destination / "images").rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    counts = Counter(keyword for _, keywords, _ in rows for keyword in keywords.split(";"))
    often = sum(count >= 5 for count in counts.values())
    sys.stdout.write(
        f"{len(files)} files, {size / 1e6:.2f} MB, {len(rows)} labelled in the table, "
        f"{len(counts)} labels, {often} of them at least 5 times\n"
        f"{counts.most_common(60)}\n"
    )


if __name__ == "__main__":
    main()
