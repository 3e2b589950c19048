"""What tests of export formats share: real picture files, content to write, and writing it."""

import hashlib
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PIL import Image

from engine.exchange.card.facts import CardCollector, HowMade
from engine.exchange.card.write import write_card
from engine.exchange.content import (
    ExchangedLabel,
    ExportContent,
    Picture,
    Pictures,
    Statement,
)
from engine.exchange.export_format import OptionValue
from engine.exchange.records import ExchangedImage, ExchangedLabelling, ExchangedSuggestion
from engine.exchange.registry import format_named

PART_NAMES = ("train", "validation", "test")
STATEMENT = Statement(
    title="Lastebiler",
    description="Bilder av lastebiler",
    licence="CC-BY-4.0",
    creator="Kari Nordmann",
    contact="kari@example.org",
    url="https://example.org/lastebiler",
    made_at="2026-11-22T10:00:00Z",
)


class FolderPictures:
    """Pictures that are copied from an archive as they are."""

    def __init__(self, archive: Path) -> None:
        self.archive = archive

    def original(self, image: ExchangedImage) -> Path:
        """The file of the image."""
        return self.archive / image.file

    def suffix(self, image: ExchangedImage) -> str:
        return self.original(image).suffix.lower()

    def place(self, image: ExchangedImage, target: Path) -> None:
        shutil.copyfile(self.original(image), target)

    def read(self, image: ExchangedImage) -> Picture:
        original = self.original(image)
        with Image.open(original) as opened:
            width, height = opened.size
            media_type = Image.MIME[str(opened.format)]
        return Picture(original.read_bytes(), self.suffix(image), media_type, width, height)


class SamePicture(FolderPictures):
    """One real picture for every image, whatever the image is called."""

    def original(self, image: ExchangedImage) -> Path:
        return self.archive


def picture(path: Path, *, size: tuple[int, int] = (40, 30), colour: str = "red") -> Path:
    """A real picture file at ``path``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, colour).save(path)
    return path


def dated(path: Path) -> Path:
    """The picture there with the time it was taken: without one, none is in a package of camera
    traps."""
    exif = Image.Exif()
    exif[0x010F] = "Maker"  # one without a tag of its own is not written
    exif.get_ifd(0x8769)[0x9003] = "2019:05:01 12:00:00"
    with Image.open(path) as opened:
        opened.load()
        opened.save(path, format=opened.format, exif=exif)
    return path


def archive_images(archive: Path) -> list[ExchangedImage]:
    """Six images of an archive with real files: in folders, with several labels, none, one that
    is a suggestion, awkward names, and all three parts of a split."""
    truck = ExchangedLabelling(
        ("vehicle", "truck"), "accepted", "kari", "2026-11-22T10:00:00Z", 0.25, 0.5
    )
    bus = ExchangedLabelling(("vehicle", "bus"), "curator", "kari", "2026-11-22T10:00:00Z")
    red = ExchangedLabelling(("rød|blå",), "imported", "iptc", "2026-11-21T10:00:00Z")
    bird = ExchangedLabelling(("animals", "crane"), "imported", "csv", "2026-11-21T10:00:00Z")
    machine = ExchangedLabelling(("machines", "crane"), "curator", "ola", "2026-11-22T10:00:00Z")
    of_file: dict[str, tuple[ExchangedLabelling, ...]] = {
        "2019/a.jpg": (truck, red),
        "2019/b.png": (bus,),
        "2020/a.jpg": (bird, machine),
        "2020/'=1 & <å>.jpg": (truck,),
        "a.jpg": (),
        "a.png": (machine,),
    }
    found = []
    for number, (file, labellings) in enumerate(sorted(of_file.items())):
        made = picture(archive / file, size=(40 + number, 30), colour=f"#{number * 40:02x}8040")
        found.append(
            ExchangedImage(
                file,
                labellings,
                title="Kranen" if number == 1 else "",
                reviewed_at="2026-11-22T10:00:00Z" if number == 0 else "",
                suggestions=(ExchangedSuggestion(("vehicle", "bus"), 0.75, 0.875),)
                if not labellings
                else (),
                part=PART_NAMES[number % 3],
                sha256=hashlib.sha256(made.read_bytes()).hexdigest(),
                width_px=40 + number,
                height_px=30,
                size_bytes=made.stat().st_size,
                captured_at="2019-05-01T12:00:00",
            )
        )
    return found


def content_of(
    images: Sequence[ExchangedImage],
    *,
    pictures: Pictures | None = None,
    parts: tuple[str, ...] = (),
    labels: Sequence[tuple[str, ...]] | None = None,
) -> ExportContent:
    """Everything about the images, with the labels they have or are suggested."""
    if labels is None:
        every = {one.levels for image in images for one in (*image.labellings, *image.suggestions)}
        labels = sorted(every)
    return ExportContent(
        images,
        len(images),
        [
            ExchangedLabel(
                levels,
                images=sum(
                    any(one.levels == levels for one in image.labellings) for image in images
                ),
            )
            for levels in labels
        ],
        parts,
        pictures,
        statement=STATEMENT,
        suggester="neighbor-mix",
        encoder="encoder-1",
    )


def write_format(name: str, place: Path, content: ExportContent, **given: OptionValue) -> Path:
    """Write a format to ``place``, a folder that is made where the format writes one."""
    export_format = format_named(name)
    if export_format.writes_folder:
        place.mkdir(parents=True)
    steps = export_format.write(place, content, export_format.checked_options(given))
    assert sum(1 for _ in steps) == content.image_count
    return place


def with_card(name: str, folder: Path, content: ExportContent) -> Path:
    """The folder of an export, with its data card in it."""
    chosen = format_named(name)
    collector = CardCollector(content.labels)
    for _ in collector.through(content.images):
        pass
    how = HowMade(
        format=name,
        format_title=name,
        program_version="1",
        loaders=chosen.loaders,
        part_files=chosen.part_files,
    )
    write_card(folder, collector.facts(), how, (), inside=True)
    return folder


def loaded_marks(name: str, content: ExportContent) -> tuple[int, list[float]]:
    """How many pictures the code for PyTorch loads of the export in the current folder, as the
    data card prints it, and how often each label is marked."""
    with_card(name, Path(), content)
    card = Path("README.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"With PyTorch:\n\n```python\n(.*?)\n```", card, re.DOTALL)
    names: dict[str, Any] = {"__name__": "loader"}
    exec(code, names)
    pictures, marks = 0, []
    for some, of_some in names["loader"]:
        pictures += len(some)
        marks.append(of_some.sum(0))
    return pictures, sum(marks).tolist()
