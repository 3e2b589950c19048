"""Pictures that a chosen quality does nothing to: a file that is as it is wanted stays as it is."""

from collections import Counter
from collections.abc import Iterable, Iterator

from engine.exchange.picture_settings import JPEG_QUALITY, PictureSettings
from engine.exchange.records import ExchangedImage
from engine.jobs.exports.picture_sources import SUFFIXES, suffix_of
from messages.message import Message
from messages.sentences import Value


def is_quality_chosen(settings: PictureSettings) -> bool:
    """Whether somebody asked for another quality than the usual one."""
    return settings.quality != JPEG_QUALITY


class QualityOutlook:
    """Images that are counted while they are gone through, each time anew, by what their names and
    sizes tell; no file is opened. Colours that are to be converted may still change some of them.
    """

    def __init__(self, images: Iterable[ExchangedImage], settings: PictureSettings | None) -> None:
        self._images = images
        self._settings = settings
        self._kept: Counter[str] = Counter()

    def __iter__(self) -> Iterator[ExchangedImage]:
        self._kept.clear()
        if self._settings is None or not is_quality_chosen(self._settings):
            yield from self._images
            return
        for image in self._images:
            if fits := _format_that_fits(image, self._settings):
                self._kept[fits] += 1
            yield image

    @property
    def remarks(self) -> tuple[Message, ...]:
        """What is to be said of them."""
        if not self._kept:
            return ()
        counts: dict[str, Value] = {
            "pictures": self._kept.total(),
            "formats": ", ".join(sorted(self._kept)),
        }
        return (Message("export-pictures-would-keep-quality", counts),)


def _format_that_fits(image: ExchangedImage, settings: PictureSettings) -> str:
    """JPEG or WEBP for a picture that is as it is wanted already, else ""."""
    suffix = suffix_of(image.file)
    found = next((name for name in ("JPEG", "WEBP") if suffix in SUFFIXES[name]), "")
    longest_px = settings.longest_side_px
    if longest_px is not None and max(image.width_px or 0, image.height_px or 0) > longest_px:
        return ""
    return found if settings.format in ("same", found.lower()) else ""
