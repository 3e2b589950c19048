"""Which images a command is about, as people say it with options."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from db.captions.records import CaptionSource
from db.records import ImageFilter, Status
from engine.errors import InputError

if TYPE_CHECKING:
    from db.catalogue import Catalogue


def image_filter(
    catalogue: "Catalogue",
    *,
    labels: Sequence[str] = (),
    folder: str | None = None,
    status: Status = Status.ANY,
    text: str = "",
    captions: bool | None = None,
    caption_languages: Sequence[str] = (),
    caption_source: CaptionSource | None = None,
) -> ImageFilter:
    """The images with all these labels, in the folder or below it, of the status, in whose path,
    title, labels or captions each of the words occurs, with or without captions, or with one in
    one of the languages and from the source. Raises InputError for a label or folder that is not
    there."""
    ids = []
    for name in labels:
        found = catalogue.labels.find(name)
        if found is None:
            raise InputError("cli-no-such-label", label=name)
        ids.append(found.id)
    if folder is not None:
        folder = PurePath(folder).as_posix().strip("/").removeprefix("./")
        if folder == ".":
            folder = None
        elif folder not in {known for known, _ in catalogue.images.folders()}:
            raise InputError("cli-no-such-folder", folder=folder)
    return ImageFilter(
        text=text,
        label_ids=tuple(ids),
        folder=folder,
        status=status,
        captions=captions,
        caption_languages=tuple(caption_languages),
        caption_source=caption_source,
    )
