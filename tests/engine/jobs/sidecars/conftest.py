"""An archive with a few pictures, its catalogue, and the jobs run to their end."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from db.catalogue import Catalogue
from engine.jobs.scan import scan_archive
from engine.jobs.sidecars.changes import SidecarChanges, compare_sidecars
from engine.jobs.sidecars.undo import SidecarsUndone, undo_sidecars
from engine.jobs.sidecars.write import SidecarSummary, preview_sidecars, write_sidecars
from engine.progress import NeverCancelled, run_job
from tests.engine.sidecars.shapes import lists_of

Label = Callable[..., None]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    (folder / "box").mkdir(parents=True)
    for number, name in enumerate(("a.jpg", "box/b.png", "box/c.jpg")):
        paint(folder / name, number)
    return folder


@pytest.fixture
def catalogue(tmp_path: Path, archive: Path) -> Iterator[Catalogue]:
    with Catalogue.create(tmp_path / "c.nabolag.sqlite", archive, curator="Kari") as catalogue:
        scan(catalogue)
        yield catalogue


@pytest.fixture
def label(catalogue: Catalogue) -> Label:
    """Puts labels on an image, and takes others off."""

    def put(path: str, *add: str, remove: tuple[str, ...] = ()) -> None:
        gone = [catalogue.labels.find(name) for name in remove]
        catalogue.commands.label_images(
            [image_id(catalogue, path)], add_names=add, remove=[one.id for one in gone if one]
        )

    return put


def paint(path: Path, number: int) -> None:
    colours = np.random.default_rng(number).integers(0, 256, (6, 8, 3), dtype=np.uint8)
    Image.fromarray(colours).resize((48, 36)).save(path)


def image_id(catalogue: Catalogue, path: str) -> int:
    image = catalogue.images.by_path(path.encode())
    assert image is not None, path
    return image.id


def labels_at(catalogue: Catalogue, path: str) -> set[str]:
    found = catalogue.labellings.of_image(image_id(catalogue, path))
    levels = catalogue.labels.levels()
    return {"|".join(levels[one.label_id]) for one in found}


def scan(catalogue: Catalogue) -> None:
    run_job(scan_archive(catalogue, cancel=NeverCancelled()))


def write(catalogue: Catalogue, **options: object) -> SidecarSummary:
    return run_job(write_sidecars(catalogue, cancel=NeverCancelled(), **options))  # type: ignore[arg-type]


def preview(catalogue: Catalogue, **options: object) -> SidecarSummary:
    return run_job(preview_sidecars(catalogue, cancel=NeverCancelled(), **options))  # type: ignore[arg-type]


def undo(catalogue: Catalogue) -> SidecarsUndone:
    return run_job(undo_sidecars(catalogue, cancel=NeverCancelled()))


def compare(catalogue: Catalogue) -> SidecarChanges:
    return run_job(compare_sidecars(catalogue, cancel=NeverCancelled()))


def paths_in(file: Path) -> set[str]:
    """The paths that a sidecar holds, the same in both fields of paths."""
    lists = lists_of(file.read_bytes())
    paths = set(lists.get("hierarchicalSubject", ("", []))[1])
    assert {text.replace("/", "|") for text in lists.get("TagsList", ("", []))[1]} == paths
    assert {text.split("|")[-1] for text in paths} <= set(lists.get("subject", ("", []))[1])
    return paths


def sidecars(archive: Path) -> dict[str, bytes]:
    """Every sidecar of the archive with what it holds, and whatever else was left there."""
    return {
        path.relative_to(archive).as_posix(): path.read_bytes()
        for path in sorted(archive.rglob("*"))
        if path.is_file() and path.suffix not in (".jpg", ".png")
    }
