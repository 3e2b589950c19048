"""How pages ask for one another without knowing each other."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from db.records import GridMode, ImageFilter


class Navigator(QObject):
    """Requests to show a page; the main window answers them."""

    page_requested = Signal(str)
    """A page's id: that page as it stands."""

    library_requested = Signal(object)
    """An ImageFilter: the Library page with these images."""

    review_requested = Signal(object)
    """A list of image ids: the Review page with these as its queue; empty: its own queue."""

    export_requested = Signal(object)
    """A list of image ids, or an ImageFilter: the Export page with these images chosen."""

    grid_requested = Signal(int, str)
    """A label's id (0: the first that waits) and a GridMode: the Review page with its grid."""

    label_requested = Signal(int, bool)
    """A label's id: the Labels page with this label; whether its name is to be changed there."""

    similar_requested = Signal(int)
    """An image's id: the Library page with all images, the most similar first."""

    problems_requested = Signal()
    """The list of files that could not be read or are missing."""

    progress_requested = Signal()
    """How far the archive is labelled."""

    encoders_requested = Signal()
    settings_requested = Signal()
    translation_requested = Signal(object)
    """Label ids to translate the names of; empty: all that nobody named in English."""

    glossary_requested = Signal()
    """English names out to a table that somebody fills in, and in again."""

    suggester_requested = Signal(str)
    """A suggester's name: let it make the suggestions from now on."""

    encoder_requested = Signal(str)
    """An encoder's name: encode the images with it, and use it from now on."""

    work_requested = Signal(str)
    """A job's name ("scan", "encode", "tune", "suggest"): run it and what follows from it."""

    def show_library(self, filter: ImageFilter | None = None) -> None:
        """Show the library, filtered."""
        self.library_requested.emit(filter or ImageFilter())

    def show_grid(self, label_id: int = 0, mode: GridMode = GridMode.SUGGESTED) -> None:
        """Confirm a label on all images that it is suggested for, or in doubt on."""
        self.grid_requested.emit(label_id, mode)

    def show_label(self, label_id: int, *, rename: bool = False) -> None:
        """Show a label on the Labels page, with the keyboard in its name to ``rename`` it."""
        self.label_requested.emit(label_id, rename)

    def show_review(self, image_ids: Sequence[int] | int = ()) -> None:
        """Review these images, or the queue as it is."""
        ids = [image_ids] if isinstance(image_ids, int) else list(image_ids)
        self.review_requested.emit(ids)
