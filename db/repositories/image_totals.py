"""What several images are together: how much they are, and what they share."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from db.dialect import id_set
from db.schema import images


@dataclass(frozen=True, slots=True)
class ImageTotals:
    """What some images are together; a field they do not share is None.

    ``folder`` is the deepest one that holds them all; the times are of those that have one.
    """

    count: int
    size_bytes: int
    folder: str
    format: str | None
    dimensions_px: tuple[int, int] | None
    first_captured_at: str | None
    last_captured_at: str | None


def read_totals(connection: Connection, image_ids: Sequence[int]) -> ImageTotals:
    """What these images are together; those that are not there do not count."""
    shared = (images.c.folder, images.c.format, images.c.width_px, images.c.height_px)
    query = select(
        func.count(),
        func.coalesce(func.sum(images.c.size_bytes), 0),
        func.min(images.c.captured_at),
        func.max(images.c.captured_at),
        # A value that one of them lacks is not shared.
        *(func.min(func.coalesce(column, "")) for column in shared),
        *(func.max(func.coalesce(column, "")) for column in shared),
    ).where(images.c.id.in_(id_set(image_ids)))
    count, size_bytes, first, last, *values = connection.execute(query).one()
    least, most = values[: len(shared)], values[len(shared) :]
    format, width, height = (
        one if one == other and one else None
        for one, other in zip(least[1:], most[1:], strict=True)
    )
    return ImageTotals(
        count=count,
        size_bytes=size_bytes,
        folder=_folder_above(least[0] or "", most[0] or ""),
        format=format,
        dimensions_px=(width, height) if width and height else None,
        first_captured_at=first,
        last_captured_at=last,
    )


def _folder_above(one: str, other: str) -> str:
    """The deepest folder that holds both; of the first and the last, it holds those between."""
    shared = []
    for part, other_part in zip(one.split("/"), other.split("/"), strict=False):
        if part != other_part:
            break
        shared.append(part)
    return "/".join(shared)
