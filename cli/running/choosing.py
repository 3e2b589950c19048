"""Which images a command is about, as people say it with options."""

from collections import Counter
from collections.abc import Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from db.captions.records import CaptionSource
from db.records import ImageFilter, Status
from db.text import storable_number
from engine.answers.chosen_rows import ChosenRows, with_all_below
from engine.archive.captions import stated_language
from engine.errors import InputError

if TYPE_CHECKING:
    from db.catalogue import Catalogue
    from db.records import SuggestionRecord


def chosen_rows(
    catalogue: "Catalogue",
    *,
    labels: Sequence[str] = (),
    folder: str | None = None,
    status: Status = Status.ANY,
    minimum_probability: float | None = None,
    top: int | None = None,
    limit: int | None = None,
) -> ChosenRows:
    """The suggestions or doubts of one of these labels or of one below it, of images in the folder
    or below it and of the status. Raises InputError for a label or folder that is not there."""
    vocabulary = [(one.id, one.parent_id) for one in catalogue.labels.all()] if labels else []
    return ChosenRows(
        image_filter(catalogue, folder=folder, status=status),
        frozenset(with_all_below(_label_ids(catalogue, labels), vocabulary)),
        minimum_probability,
        storable_number(top),
        storable_number(limit),
    )


def limited(found: Sequence["SuggestionRecord"], rows: ChosenRows) -> list["SuggestionRecord"]:
    """The first of each image, and of all, that a choice leaves."""
    of_image: Counter[int] = Counter()
    kept = []
    for one in found:
        of_image[one.image_id] += 1
        if rows.top is None or of_image[one.image_id] <= rows.top:
            kept.append(one)
    return kept[: rows.limit]


def _label_ids(catalogue: "Catalogue", labels: Sequence[str]) -> list[int]:
    ids = []
    for name in labels:
        found = catalogue.labels.find(name)
        if found is None:
            raise InputError("cli-no-such-label", label=name)
        ids.append(found.id)
    return ids


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
    there, and for what is no code of a language."""
    ids = _label_ids(catalogue, labels)
    if folder is not None:
        if not folder:  # an empty variable of a script must not mean the whole archive
            raise InputError("cli-folder-empty")
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
        caption_languages=_language_codes(caption_languages),
        caption_source=caption_source,
    )


def _language_codes(asked: Sequence[str]) -> tuple[str, ...]:
    """Codes as captions have them; "" is an unknown language, and Norwegian is either of its
    written forms."""
    codes: list[str] = []
    for one in asked:
        code = stated_language(one)
        if one.strip() and not code:
            raise InputError("cli-no-language-code", language=one[:40])
        codes += (code, "nb", "nn") if code == "no" else (code,)
    return tuple(dict.fromkeys(codes))
