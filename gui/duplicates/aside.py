"""What is set aside, each with the one that stays for it, and the way back."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Slot
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from db.catalogue import Catalogue
from db.records import ChangeSet
from engine.answers.duplicates import deciding
from engine.answers.duplicates.cards import MemberFacts, member_facts
from engine.answers.duplicates.choices import duplicate_choices
from gui.duplicates import words
from gui.duplicates.aside_files import AsideFiles
from gui.duplicates.cluster_rows import aside_row
from gui.duplicates.desk import RELOAD_DELAY_MS
from gui.duplicates.rows import Row, ThumbRows
from gui.services import shortcuts
from gui.services.context import CatalogueContext
from gui.style.theme import spacing
from gui.widgets.empty_state import EmptyState
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.key_line import KeyLine, key_line
from gui.widgets.plain_label import plain_label
from gui.widgets.thumbnails.loader import ThumbnailLoader


@dataclass(frozen=True, slots=True)
class AsideGroup:
    """One that stays, and the images set aside for it."""

    keeper_id: int
    others: tuple[int, ...]


def read_groups(catalogue: Catalogue) -> list[AsideGroup]:
    """All that is set aside, by the one that stays."""
    found = catalogue.duplicates.set_aside_for()
    return [AsideGroup(keeper, tuple(others)) for keeper, others in found.items()]


class AsideList(QWidget):
    """Rows of what is set aside; an image or a row is brought back with a key.

    ``files`` is what may be done with the files themselves.
    """

    def __init__(
        self, context: CatalogueContext, loader: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self.groups: list[AsideGroup] = []
        self._facts: dict[int, MemberFacts] = {}
        self._wanted: list[AsideGroup] = []
        self._is_reading = False
        self._is_active = False
        self._is_outdated = True
        self.rows = ThumbRows(loader, self)
        self.rows.setAccessibleName(self.tr("Images that are set aside"))
        self.count = plain_label("", self)
        self.back = QPushButton(self.tr("Bring back"), self)
        self.back_all = QPushButton(self.tr("Bring back the row"), self)
        self.files = AsideFiles(context, self)
        self.empty = EmptyState(self)
        self.keys = KeyLine(self)
        self.stack = QStackedWidget(self)
        self._soon = QTimer(self, singleShot=True, interval=RELOAD_DELAY_MS)
        self._soon.timeout.connect(self.load)
        self._build()
        self._make_actions()
        self.rows.wanted.connect(self._want)
        self.rows.pointed.connect(self._point)
        context.hub.changed.connect(self._follow)
        context.hub.refreshed.connect(self._outdate)
        shortcuts.book().changed.connect(self._show_keys)
        self._show_keys()

    def _build(self) -> None:
        self.bar = QWidget(self)
        row = FlowLayout(self.bar, spacing_px=spacing.small)
        row.setContentsMargins(spacing.medium, spacing.small, spacing.medium, spacing.small)
        row.addWidget(self.count)
        for button in self.files.buttons:
            row.addWidget(button)
        row.add_at_end(self.back)
        row.add_at_end(self.back_all)
        self.stack.addWidget(self.rows)
        self.stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.files.notice)
        column.addWidget(self.stack, 1)
        column.addWidget(self.keys)

    def _make_actions(self) -> None:
        def act(name: str, call: Callable[[], object]) -> None:
            shortcuts.action(f"aside.{name}", self.rows, call)

        act("next", lambda: self._go(1))
        act("previous", lambda: self._go(-1))
        act("right", lambda: self._step(1))
        act("left", lambda: self._step(-1))
        shortcuts.bind_button(self.back, shortcuts.action("aside.back", self.rows, self.bring_back))
        shortcuts.bind_button(
            self.back_all, shortcuts.action("aside.back_all", self.rows, self.bring_back_all)
        )

    # Reading

    def set_active(self, active: bool) -> None:
        """The list is on show, or no longer."""
        self._is_active = active
        if active and self._is_outdated:
            self.load()

    @Slot()
    def load(self) -> None:
        """Read what is set aside."""
        self._is_outdated = False
        if not self.groups:
            self.empty.wait_behind(self._show_waiting)
        catalogue = self._context.catalogue
        self._context.reads.submit(lambda: read_groups(catalogue), self._take)

    def _show_waiting(self) -> None:
        self.empty.say("loader-circle", self.tr("Looking for images that are set aside…"))

    def _take(self, groups: list[AsideGroup]) -> None:
        self.empty.stop_waiting()
        self.groups = groups
        self._facts.clear()
        count = sum(len(group.others) for group in groups)
        self.count.setText(self.tr("{images} set aside").format(images=words.images_text(count)))
        self.files.show_count(count)
        for widget in (self.bar, self.keys):
            widget.setVisible(bool(groups))
        if not groups:
            self.empty.say(
                "circle-check",
                self.tr(
                    "No image is set aside. What you set aside in clusters stands here, and "
                    "can be brought back. Files that were moved away can be put back."
                ),
                self.tr("Put files back…"),
                self.files.ask_manifest,
            )
            self.empty.button.setToolTip(shortcuts.tooltip("aside.put_back"))
        self.stack.setCurrentWidget(self.rows if groups else self.empty)
        self.rows.show_rows(len(groups), self.row)
        position = max(0, min(self.rows.position, len(groups) - 1))
        self.rows.set_cursor(position, self._bounded(position, max(self.rows.member, 1)))

    def row(self, position: int) -> Row | None:
        """A row, None while it is being read."""
        if not 0 <= position < len(self.groups):
            return None
        group = self.groups[position]
        ids = (group.keeper_id, *group.others)
        if not all(one in self._facts for one in ids):
            return None
        facts = [self._facts[one] for one in ids]
        return aside_row(facts[0], facts[1:])

    @Slot(object)
    def _want(self, positions: Collection[int]) -> None:
        self._wanted = [self.groups[one] for one in positions if one < len(self.groups)]
        self._read_next()

    def _read_next(self) -> None:
        missing = [
            one
            for group in self._wanted
            for one in (group.keeper_id, *group.others)
            if one not in self._facts
        ]
        if not missing or self._is_reading:
            return
        self._is_reading = True
        catalogue = self._context.catalogue

        def work() -> dict[int, MemberFacts]:
            return member_facts(catalogue, missing, duplicate_choices(catalogue))

        def done(found: dict[int, MemberFacts]) -> None:
            self._is_reading = False
            self._facts |= found
            self.rows.refresh()
            if set(missing) <= found.keys():
                self._read_next()

        self._context.reads.submit(work, done)

    @Slot(object)
    def _follow(self, change: ChangeSet) -> None:
        if change.in_use_changed or change.images_unknown:
            self._outdate()

    @Slot()
    def _outdate(self) -> None:
        self._is_outdated = True
        if self._is_active:
            self._soon.start()

    def take_focus(self) -> None:
        """The keyboard goes to the rows, or to what can be done where there are none."""
        shown = self.rows if self.stack.currentWidget() is self.rows else self.empty.button
        shown.setFocus(Qt.FocusReason.OtherFocusReason)

    # The cursor

    def _bounded(self, position: int, member: int) -> int:
        if not 0 <= position < len(self.groups):
            return 0
        return min(member, len(self.groups[position].others))

    def _go(self, rows: int) -> None:
        position = max(0, min(self.rows.position + rows, len(self.groups) - 1))
        self._point(position, 1)

    def _step(self, images: int) -> None:
        position = self.rows.position
        if 0 <= position < len(self.groups):
            count = len(self.groups[position].others) + 1
            self.rows.set_cursor(position, (self.rows.member + images) % count)

    @Slot(int, int)
    def _point(self, position: int, member: int) -> None:
        self.rows.set_cursor(position, self._bounded(position, member))

    # What a person does

    def bring_back(self) -> None:
        """Bring back the image at the cursor."""
        group = self._group()
        if group is not None and self.rows.member > 0:
            self._bring([group.others[self.rows.member - 1]])

    def bring_back_all(self) -> None:
        """Bring back all that is set aside for one image."""
        group = self._group()
        if group is not None:
            self._bring(group.others)

    def _bring(self, image_ids: Collection[int]) -> None:
        catalogue = self._context.catalogue
        self._context.run_command(
            lambda: deciding.bring_back(catalogue, image_ids, take_labels_back=True)
        )

    def _group(self) -> AsideGroup | None:
        position = self.rows.position
        return self.groups[position] if 0 <= position < len(self.groups) else None

    @Slot()
    def _show_keys(self) -> None:
        translate = QCoreApplication.translate
        self.keys.setText(
            key_line(
                [
                    ("aside.back", translate("Duplicates", "bring back")),
                    ("aside.back_all", translate("Duplicates", "bring back the row")),
                    ("aside.next", translate("Duplicates", "next")),
                    ("aside.right", translate("Duplicates", "next image")),
                    ("aside.move", translate("Duplicates", "move files to a folder")),
                    ("aside.put_back", translate("Duplicates", "put files back")),
                    ("window.undo", translate("Duplicates", "undo")),
                ]
            )
        )
