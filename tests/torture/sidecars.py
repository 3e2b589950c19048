"""Sidecars of many programs, merged with random changes of labels: nothing else in them changes.

The referees are exiftool and exiv2, and darktable where it is installed; what is not ours is
compared after canonicalisation.
"""

import random
import re
import shutil
import subprocess
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

from db.catalogue import Catalogue
from engine.jobs.scan import scan_archive
from engine.jobs.sidecars.write import write_sidecars
from engine.progress import NeverCancelled, run_job
from tests.engine.sidecars.referees import MISSING, by_exiftool, by_exiv2
from tests.engine.sidecars.shapes import OURS, SHAPES, lightroom, names
from tests.torture.base import Torture

FEWEST = 24
ROUNDS = 3
DEVELOPED = 4
PATHS = (
    "animals|birds|crane",
    "machines|crane",
    "animals|cat",
    "animals|dog",
    "places|Côte d’Ivoire",
    "places|Tromsø",
    "sky &amp; sea|moon",
    "moon",
    "米|山",
    "a|b|c|d|e",
)
MIRRORS = (
    "{http://ns.microsoft.com/photo/1.0/}LastKeywordXMP",
    "{http://ns.iview-multimedia.com/mediapro/1.0/}CatalogSets",
)
OF_OTHERS = {"subject": {"darktable", "changed"}, "hierarchicalSubject": {"darktable|changed"}}
"""What darktable keeps among the keywords for itself."""


def merged(torture: Torture) -> None:
    """Write some hundred sidecars in rounds, and judge each after every round."""
    if MISSING:
        torture.tally.left_out.append(f"not installed: {', '.join(MISSING)}")
        return
    count = max(FEWEST, torture.options.attacks // 2)
    archive = torture.folder / "sidecars" / "archive"
    archive.mkdir(parents=True)
    shapes = _make(archive, count, torture.choice)
    began_s = time.monotonic()
    written = 0
    with Catalogue.create(archive.parent / "a.nabolag.sqlite", archive) as catalogue:
        run_job(scan_archive(catalogue, cancel=NeverCancelled()))
        for number in range(ROUNDS):
            _change_labels(catalogue, torture.choice)
            before = {file: file.read_bytes() for file in sorted(archive.glob("*.xmp"))}
            summary = run_job(write_sidecars(catalogue, cancel=NeverCancelled()))
            written += summary.new + summary.changed
            if summary.left:
                torture.tally.loss(f"round {number}: {summary.left} left: {summary.files[:3]}")
            _judge(torture, catalogue, before, shapes, f"round {number}")
        _judge_by_darktable(torture, catalogue, archive, shapes)
    torture.tally.figures.append(
        f"{count} sidecars, {written} writings, {time.monotonic() - began_s:.1f} s with referees"
    )


def _make(archive: Path, count: int, choice: random.Random) -> dict[str, str]:
    """Pictures with sidecars; the shape of each by its name."""
    shapes: dict[str, Callable[[Path, list[str]], None]] = {
        name: (lambda file, paths, shape=shape: file.write_bytes(shape(paths)) and None)
        for name, shape in SHAPES.items()
    }
    shapes |= {"exiftool": _by_exiftool, "exiv2": _by_exiv2}
    made: dict[str, str] = {}
    for number in range(count):
        name = f"{number:04}.png"
        pixels = np.random.default_rng(number).integers(0, 255, (8, 8, 3), dtype=np.uint8)
        Image.fromarray(pixels).resize((64, 64)).save(archive / name)
        shape = sorted(shapes)[number % len(shapes)]
        paths = choice.sample(PATHS, choice.randint(0 if shape in SHAPES else 1, 4))
        shapes[shape](archive / f"{name}.xmp", paths)
        made[f"{name}.xmp"] = shape
    return made


def _by_exiftool(file: Path, paths: list[str]) -> None:
    plain = [path.replace("&amp;", "&") for path in paths]
    fields = [f"-XMP-dc:Subject={name}" for name in names(plain)]
    fields += [f"-XMP-lr:HierarchicalSubject={path}" for path in plain]
    fields += [f"-XMP-digiKam:TagsList={path.replace('|', '/')}" for path in plain]
    subprocess.run(
        ["exiftool", "-q", *fields, "-XMP:Rating=2", "-XMP-dc:Title=Ålesund", str(file)],
        check=True,
        capture_output=True,
    )


def _by_exiv2(file: Path, paths: list[str]) -> None:
    """A sidecar of Lightroom, written anew by exiv2 with more keywords."""
    file.write_bytes(lightroom(paths))
    subprocess.run(
        ["exiv2", "-Mset Xmp.xmp.Label XmpText Grün", "-Mset Xmp.digiKam.ColorLabel 3", str(file)],
        check=True,
        capture_output=True,
    )


def _change_labels(catalogue: Catalogue, choice: random.Random) -> None:
    ids = catalogue.images.ids()
    for _ in range(12):
        some = choice.sample(ids, max(1, len(ids) // 6))
        labels = [label.id for label in catalogue.labels.all()]
        new = choice.choice(PATHS).replace("&amp;", "&") + choice.choice(("", "", "|new", "|ny"))
        removed = choice.sample(labels, 2)
        catalogue.commands.label_images(some, add_names=[new], remove=removed)
    shown = [label for label in catalogue.labels.all() if label.name != "crane"]
    renamed = choice.choice(shown)
    catalogue.commands.rename_label(renamed.id, f"{renamed.name} {choice.randint(10, 10_000)}")


def _judge(
    torture: Torture,
    catalogue: Catalogue,
    before: dict[Path, bytes],
    shapes: dict[str, str],
    what: str,
) -> None:
    files = sorted(before)
    expected = _expected(catalogue, {file.name: shapes[file.name] for file in files})
    by_tool = zip(files, by_exiftool(files), map(by_exiv2, files), strict=True)
    for file, first, second in by_tool:
        torture.tally.tries += 1
        after = file.read_bytes()
        name = f"{what}, {shapes[file.name]}, {file.name}"
        if _others(after) != _others(before[file]):
            torture.tally.loss(f"{name}: a node that is not ours has changed")
        for tool, read in (("exiftool", first), ("exiv2", second)):
            found = {field: set(texts) for field, texts in read.items()}
            wanted = {field: texts for field, texts in expected[file.name].items() if texts}
            if found != wanted:
                torture.tally.loss(f"{name}: {tool} reads {found}, not {wanted}")
        gone = _mirrored(before[file]) - _mirrored(after)
        paths = {tuple(path.split("|")) for path in expected[file.name]["hierarchicalSubject"]}
        if _mirrored(after) - _mirrored(before[file]) or gone & paths:
            torture.tally.loss(f"{name}: another program's list has changed where it should not")


def _judge_by_darktable(
    torture: Torture, catalogue: Catalogue, archive: Path, shapes: dict[str, str]
) -> None:
    """Let darktable develop some pictures: it says which tags it makes of their sidecars."""
    program = shutil.which("darktable-cli")
    if program is None:
        torture.tally.left_out.append("not installed: darktable-cli")
        return
    expected = _expected(catalogue, shapes)
    folder = archive.parent / "darktable"
    for name in torture.choice.sample(sorted(shapes), DEVELOPED):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for copied in (name, name.removesuffix(".xmp")):
            shutil.copyfile(archive / copied, folder / copied)
        places = ["--library", ":memory:", "--configdir", folder, "--cachedir", folder]
        done = subprocess.run(
            [program, folder / name.removesuffix(".xmp"), folder / "out.jpg", "--core", *places],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            text=True,
        )
        torture.tally.tries += 1
        found = set(re.findall(r"^\[xmp_import\] creating tag: (.*)$", done.stdout, re.MULTILINE))
        wanted = expected[name]["hierarchicalSubject"]
        if {tag for tag in found if not tag.startswith("darktable|")} != wanted - {
            "darktable|changed"
        }:
            torture.tally.loss(f"{shapes[name]}, {name}: darktable reads {found}, not {wanted}")


def _expected(catalogue: Catalogue, shapes: dict[str, str]) -> dict[str, dict[str, set[str]]]:
    levels = catalogue.labels.levels()
    ids = catalogue.images.ids()
    found = catalogue.labellings.of_images(ids)
    wanted: dict[str, dict[str, set[str]]] = {}
    for image in catalogue.images.get_many(ids):
        paths = [levels[one.label_id] for one in found[image.id]]
        fields = {
            "subject": {path[-1] for path in paths},
            "hierarchicalSubject": {"|".join(path) for path in paths},
            "TagsList": {"/".join(path) for path in paths},
        }
        if shapes[f"{image.path}.xmp"] == "darktable":
            fields = {field: texts | OF_OTHERS.get(field, set()) for field, texts in fields.items()}
        wanted[f"{image.path}.xmp"] = fields
    return wanted


def _others(file: bytes) -> str:
    return ET.canonicalize(
        file.decode("utf-8-sig"),
        with_comments=True,
        strip_text=True,
        exclude_tags=(*OURS, *MIRRORS),
    )


def _mirrored(file: bytes) -> set[tuple[str, ...]]:
    """The keywords in the lists that other programs write beside ours."""
    root = ET.fromstring(file.decode("utf-8-sig"))
    return {
        tuple((item.text or "").replace("/", "|").split("|"))
        for mirror in MIRRORS
        for element in root.iter(mirror)
        for item in element.iter("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}li")
    }
