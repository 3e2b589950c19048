"""Which of the captions that a scan finds of known images the catalogue does not know yet."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from db.captions.records import FoundCaption
from db.text import caption_key, clean_caption
from engine.archive.captions import Caption
from engine.archive.table_matching import TableEntry
from engine.jobs.image_batches import found_captions

if TYPE_CHECKING:
    from db.catalogue import Catalogue


class CaptionNews:
    """Tells new captions from those that images have, had, or lost to an import taken back."""

    def __init__(self, catalogue: "Catalogue") -> None:
        self._catalogue = catalogue
        self._taken_back: dict[int, set[str]] | None = None
        self._known: dict[int, set[str]] = {}

    def look_at(self, image_ids: Sequence[int]) -> None:
        """Read what is known of these images."""
        if self._taken_back is None:
            self._taken_back = self._catalogue.captions.taken_back()
        self._known = self._catalogue.captions.known_texts(image_ids)
        for image_id in self._taken_back.keys() & self._known.keys():
            self._known[image_id] |= self._taken_back[image_id]

    def new(
        self, image_id: int, found: Iterable[Caption], entry: TableEntry
    ) -> tuple[FoundCaption, ...]:
        """Those found in the file and in the table that are new to one of the images looked at."""
        known = self._known.get(image_id, set())

        def unknown(captions: Iterable[Caption]) -> list[Caption]:
            return [one for one in captions if caption_key(clean_caption(one.text)) not in known]

        of_table = found_captions(unknown(entry.captions), "table")
        return (*of_table, *found_captions(unknown(found)))
