"""What is suggested for single images, of the archive or from anywhere, and where it comes from."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from cli.output.reports import ExplainedSuggestion, ImageReport, Reference
from cli.output.streams import standard_input
from cli.running.steps import image_at
from cli.running.tables import STANDARD
from engine.answers.chosen_rows import EVERY_ROW, ChosenRows
from engine.errors import InputError
from engine.table_file import BYTE_ORDER_MARK
from messages.levels import join_levels
from messages.os_reasons import reason_of

if TYPE_CHECKING:
    from db.catalogue import Catalogue
    from engine.answers.review import ImageSuggestions
    from engine.jobs.suggestion_table import SuggestionExportSummary


PIECE_CHARS = 1024**2
MOST_LIST_CHARS = 512 * PIECE_CHARS


def listed_images(file: Path) -> list[str]:
    """The images that a text file or a pipe names, one a line; ``-`` reads standard input. Raises
    InputError for what is unreadable, no text, or more than any list."""
    text = standard_input(_whole_text) if file == STANDARD else _list_in(file)
    return [line for line in text.removeprefix(BYTE_ORDER_MARK).splitlines() if line.strip()]


def _list_in(file: Path) -> str:
    try:
        with file.open(encoding="utf-8", errors="surrogateescape") as stream:
            return _whole_text(stream, file)
    except OSError as error:
        raise InputError("path-unreadable", path=file, reason=reason_of(error)) from error


def _whole_text(stream: TextIO, file: Path = STANDARD) -> str:
    """All of a list. A device may never end: what no path can hold is the end of reading."""
    pieces: list[str] = []
    chars = 0
    while piece := stream.read(PIECE_CHARS):
        chars += len(piece)
        if "\0" in piece or chars > MOST_LIST_CHARS:
            raise InputError("cli-no-list-of-images", file=file)
        pieces.append(piece)
    return "".join(pieces)


NONE_CHOSEN = "No suggestion is among those asked for."


class AskedImages:
    """Images that somebody named, with what a suggester says of each.

    ``suggester``: by name, as it is in force; None for the one that made the stored suggestions.
    ``text``: what is said of them, for suggesters that read texts; else their captions.
    Raises InputError for one that there is not, and for images that are neither in the catalogue
    nor files.
    """

    def __init__(
        self,
        catalogue: "Catalogue",
        images: Sequence[str],
        suggester: str | None = None,
        rows: ChosenRows = EVERY_ROW,
        *,
        text: str | None = None,
    ) -> None:
        from engine.answers.review import ReviewSession
        from engine.suggesters.registry import suggester_kind

        if suggester is not None:
            suggester_kind(suggester)
        self._catalogue = catalogue
        self._rows = rows
        self._text = text
        self._records = [(image, image_at(catalogue, image)) for image in images]
        self._session: ReviewSession = ReviewSession(catalogue, suggester)

    def reports(self) -> list[ImageReport]:
        """For every image, in order, as the window shows it, with all the evidence."""
        return [self._report(at) for at in range(len(self._records))]

    def write(self, out: Path, *, raw: bool, force: bool) -> "SuggestionExportSummary":
        """Write a table with the rows of these images."""
        from engine.jobs.suggestion_table import file_on_disk, write_suggestions_of

        found = (
            (image if record is None else file_on_disk(record), self._suggested(at))
            for at, (image, record) in enumerate(self._records)
        )
        return write_suggestions_of(self._session, found, out, raw=raw, overwrite=force)

    def _suggested(self, at: int) -> "ImageSuggestions":
        image, record = self._records[at]
        if record is None:  # a file from elsewhere
            found = self._session.suggest_file(Path(image), self._text)
        else:
            found = self._session.suggest(record.id, self._text)
        kept = [one for one in found.suggestions if self._rows.takes(one.label_id, one.probability)]
        return replace(found, suggestions=tuple(kept[: self._rows.top]))

    def _report(self, at: int) -> ImageReport:
        from engine.answers.review import MESSAGE_TEXTS

        image, record = self._records[at]
        found = self._suggested(at)
        levels = self._catalogue.labels.levels()
        suggestions = []
        for one in found.suggestions:
            shown = self._session.evidence(found.image_id, one.label_id)
            references = self._catalogue.images.get_many([each.image_id for each in shown])
            evidence = tuple(
                Reference(reference.path, each.weight, each.similarity, each.carries_label)
                for each, reference in zip(shown, references, strict=True)
            )
            path = join_levels(levels.get(one.label_id, (one.label_name,)))
            suggestions.append(
                ExplainedSuggestion(
                    one.label_name,
                    path,
                    one.confidence,
                    one.probability,
                    one.threshold,
                    evidence,
                    one.name_similarity,
                )
            )
        labellings = [] if record is None else self._catalogue.labellings.of_image(record.id)
        return ImageReport(
            image if record is None else record.path,
            tuple(one.label_name for one in labellings),
            found.suggester,
            found.threshold,
            tuple(suggestions),
            MESSAGE_TEXTS[found.message] or ("" if suggestions else NONE_CHOSEN),
            found.borrowed_evidence,
        )
