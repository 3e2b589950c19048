"""What the menus of the window do: actions, dialogs, and which of them can be used now."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QContextMenuEvent, QDesktopServices
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMenu

from db.backups import ASKED_REASON, BackupRecord, with_contents
from db.file.privacy import make_folder
from db.places import SUFFIX
from engine.jobs.table import JOBS
from gui.services import settings, shortcuts
from gui.services.shortcuts import BoundAction
from gui.shell import sample
from gui.shell.captioned_suggesters import offer_where_captions_are
from gui.shell.frame import WindowFrame
from gui.style import theme
from gui.style.theme import ThemeChoice
from gui.widgets.plain_text import button_text
from gui.words.backups import backed_up_sentence
from gui.words.suggesters import recommendation_sentence, suggester_sentence, suggester_title


class WindowMenus(QObject):
    """The actions of the menu bar; built once, enabled as the window's state allows."""

    said = Signal(str)
    """A sentence about what was done."""

    backed_up = Signal()
    """There is a new backup of the open catalogue."""

    def __init__(self, window: WindowFrame) -> None:
        super().__init__(window)
        self._window = window
        self._catalogue_actions: list[QAction] = []
        self._build_file_menu()
        self._build_edit_menu()
        self._build_view_menu()
        self._build_work_menu()
        self._build_help_menu()
        shortcuts.action("window.context_menu", window, open_context_menu)

    # Menus

    def _menu(self, title: str) -> QMenu:
        return self._window.menuBar().addMenu(title)

    def _add(
        self, menu: QMenu, action: BoundAction, *, needs_catalogue: bool = True
    ) -> BoundAction:
        menu.addAction(action)
        if needs_catalogue:
            self._catalogue_actions.append(action)
        return action

    def _build_file_menu(self) -> None:
        window, menu = self._window, self._menu(self.tr("&File"))
        action = shortcuts.action
        new = action("window.new", window, self.new_catalogue)
        self._add(menu, new, needs_catalogue=False)
        open_ = action("window.open", window, self.choose_catalogue)
        self._add(menu, open_, needs_catalogue=False)
        self._recent = menu.addMenu(self.tr("Open recent"))
        self._recent.aboutToShow.connect(self._fill_recent)
        menu.addSeparator()
        self._add(menu, action("window.rescan", window, self.rescan))
        self._add(menu, action("window.problems", window, self.show_problems))
        self._add(menu, action("window.history", window, self.show_history))
        menu.addSeparator()
        self._add(menu, action("window.backup", window, self.back_up))
        restore = action("window.restore", window, self.restore_backup)
        self._add(menu, restore, needs_catalogue=False)
        self._add(menu, action("window.import_keywords", window, self.import_keywords))
        self._add(menu, action("window.export_labels", window, self._show_export))
        menu.addSeparator()
        self._add(menu, action("window.close", window, window.session.close))
        self._add(menu, action("window.quit", window, window.close), needs_catalogue=False)

    def _build_edit_menu(self) -> None:
        menu = self._menu(self.tr("&Edit"))
        menu.addAction(self._window.undo.undo)
        menu.addAction(self._window.undo.redo)
        menu.addSeparator()
        settings_action = shortcuts.action("window.settings", self._window, self.show_settings)
        self._add(menu, settings_action, needs_catalogue=False)

    def _build_view_menu(self) -> None:
        menu = self._menu(self.tr("&View"))
        for action in self._window.page_bar.actions_by_page.values():
            menu.addAction(action)
        menu.addSeparator()
        self._add(menu, shortcuts.action("window.progress", self._window, self.show_progress))
        self._page_actions = menu.addMenu(self.tr("On this page"))
        menu.addSeparator()
        themes = menu.addMenu(self.tr("Theme"))
        self._theme_actions: dict[ThemeChoice, QAction] = {}
        names: dict[ThemeChoice, str] = {
            "system": self.tr("As the system"),
            "dark": self.tr("Dark"),
            "light": self.tr("Light"),
        }
        for choice, name in names.items():
            theme_action = themes.addAction(name)
            theme_action.setCheckable(True)
            theme_action.setData(choice)
            theme_action.triggered.connect(self._choose_theme)
            self._theme_actions[choice] = theme_action
        self._mark_theme()

    def _build_work_menu(self) -> None:
        menu = self._menu(self.tr("&Work"))
        self._suggesters = menu.addMenu(self.tr("Suggest with"))
        self._suggesters.setToolTipsVisible(True)
        self._suggesters.aboutToShow.connect(self._fill_suggesters)
        self._catalogue_actions.append(self._suggesters.menuAction())
        menu.addSeparator()
        self._jobs: list[BoundAction] = []
        for kind in JOBS.values():
            if kind.is_in_menu:
                action = shortcuts.action(f"window.{kind.name}", self._window)
                action.setData(kind.name)
                action.triggered.connect(self._start_work)
                self._jobs.append(self._add(menu, action))
        menu.aboutToShow.connect(self._name_jobs)
        menu.addSeparator()
        self._add(menu, shortcuts.action("window.translate", self._window, self.show_translation))
        self._add(menu, shortcuts.action("window.glossary", self._window, self.show_glossary))
        captions = shortcuts.action(
            "window.translate_captions", self._window, self.show_caption_translation
        )
        self._add(menu, captions)
        cleaning = shortcuts.action("window.clean_captions", self._window, self.show_cleaning)
        self._add(menu, cleaning)
        menu.addSeparator()
        self._add(menu, shortcuts.action("window.encoders", self._window, self.show_encoders))

    def _build_help_menu(self) -> None:
        menu = self._menu(self.tr("&Help"))
        action, window = shortcuts.action, self._window
        self._add(menu, action("window.keys", window, self.show_keys), needs_catalogue=False)
        self._add(menu, action("window.log", window, self.open_log_folder), needs_catalogue=False)
        self._add(menu, action("window.about", window, self.show_about), needs_catalogue=False)

    def follow_catalogue(self) -> None:
        """Offer what needs a catalogue only while one is open."""
        for action in self._catalogue_actions:
            action.setEnabled(self._window.context is not None)
        self.follow_page()

    @Slot()
    def follow_page(self) -> None:
        """Offer the actions of the page that is shown."""
        # Not QMenu.clear(): in PySide6 6.11 it deletes actions that belong to others (the pages).
        for action in self._page_actions.actions():
            self._page_actions.removeAction(action)
        page = self._window.pages.currentWidget()
        actions = page.findChildren(BoundAction) if page is not None else []
        order = list(shortcuts.BY_ID)
        for bound in sorted(actions, key=lambda action: order.index(action.shortcut_id)):
            self._page_actions.addAction(bound)
        self._page_actions.setEnabled(bool(actions) and self._window.context is not None)

    # File

    @Slot()
    def new_catalogue(self, archive_dir: Path | None = None) -> None:
        """Ask what a new catalogue needs to know, then make it."""
        from gui.dialogs.assistant.assistant import NewCatalogueAssistant

        assistant = NewCatalogueAssistant(archive_dir, self._window)
        assistant.existing_chosen.connect(self._window.session.open)
        assistant.planned.connect(self._window.session.create)
        assistant.open()

    @Slot()
    def open_sample(self) -> None:
        """Open the catalogue of the sample archive; the first time it is made."""
        self._window.session.open_or_create(sample.plan())

    @Slot()
    def choose_catalogue(self) -> None:
        """Ask for a catalogue file and open it."""
        dialog = QFileDialog(self._window, self.tr("Open a catalogue"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("Catalogues (*{suffix})").format(suffix=SUFFIX))
        recent = self._window.preferences.recent
        if recent:
            dialog.setDirectory(str(recent[0].parent))
        dialog.fileSelected.connect(self._open_file)
        self._show(dialog)

    @Slot(str)
    def _open_file(self, path: str) -> None:
        self._window.session.open(Path(path))

    @Slot()
    def _fill_recent(self) -> None:
        self._recent.clear()
        for path in self._window.preferences.recent:
            action = self._recent.addAction(button_text(str(path)))
            action.setData(str(path))
            action.triggered.connect(self._open_recent)
        if self._recent.isEmpty():
            self._recent.addAction(self.tr("None yet")).setEnabled(False)

    @Slot()
    def _open_recent(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._window.session.open(Path(str(action.data())))

    @Slot()
    def restore_backup(self) -> None:
        """Choose a backup and put it in the place of its catalogue."""
        from gui.dialogs.restore import RestoreDialog

        context = self._window.context
        catalogue = context.catalogue.path if context is not None else None
        dialog = RestoreDialog(catalogue, self._window)
        dialog.restore_requested.connect(self._window.session.restore)
        dialog.backup_requested.connect(self.back_up)
        self.backed_up.connect(dialog.reload)
        self._show(dialog)

    @Slot()
    def back_up(self) -> None:
        """Copy the open catalogue among its backups, with every change made so far."""
        context = self._window.context
        if context is None:
            return
        backups, upkeep = context.catalogue.backups, self._window.upkeep

        def take(_saved: None) -> None:
            upkeep.submit(lambda: with_contents(backups.take(ASKED_REASON)), self._tell_backup)

        # After the changes that are being saved, but without making those to come wait.
        context.writes.submit(lambda: None, take)

    def _tell_backup(self, record: BackupRecord) -> None:
        self.said.emit(backed_up_sentence(record))
        self.backed_up.emit()

    @Slot()
    def choose_archive_dir(self) -> None:
        """Ask where the folder of images is now."""
        dialog = QFileDialog(self._window, self.tr("Folder of images"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.use_archive_dir)
        self._show(dialog)

    @Slot(str)
    def use_archive_dir(self, folder: str) -> None:
        """Look for the images in another folder from now on, and see what is there."""
        context = self._window.context
        if context is not None:
            commands = context.catalogue.commands
            context.run_command(
                lambda: commands.set_archive_dir(Path(folder)), lambda _change: self.rescan()
            )

    @Slot()
    def rescan(self) -> None:
        """Look for new, moved, changed and missing files."""
        if self._window.work is not None:
            self._window.work.start("scan")

    @Slot()
    def show_problems(self) -> None:
        """List the files that cannot be shown, with the reasons."""
        from gui.dialogs.problems import ProblemsDialog

        if self._window.context is not None:
            self._show(ProblemsDialog(self._window.context, self._window))

    @Slot()
    def show_progress(self) -> None:
        """Tell how far the archive is labelled."""
        from gui.dialogs.progress import ProgressDialog

        if self._window.context is not None:
            self._show(ProgressDialog(self._window.context, self._window))

    @Slot()
    def show_history(self) -> None:
        """List who changed what, and when."""
        from gui.dialogs.history import HistoryDialog

        if self._window.context is not None:
            self._show(HistoryDialog(self._window.context, self._window))

    @Slot()
    def import_keywords(self) -> None:
        """Ask for a table of keywords and take it in."""
        from gui.dialogs.import_keywords import ImportKeywordsDialog

        if self._window.context is not None:
            self._show(ImportKeywordsDialog(self._window.context, self._window))

    def _show_export(self) -> None:
        self._window.show_page("export")

    # Edit, View, Work, Help

    @Slot()
    def show_settings(self) -> None:
        """Preferences, and the settings of the open catalogue."""
        from gui.dialogs.settings import SettingsDialog

        dialog = SettingsDialog(self._window.preferences, self._window.context, self._window)
        dialog.theme_chosen.connect(self.use_theme)
        self._show(dialog)

    @Slot()
    def _choose_theme(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.use_theme(action.data())

    @Slot(str)
    def use_theme(self, choice: ThemeChoice) -> None:
        """Change the look at once and remember it."""
        self._window.preferences.theme = choice
        theme.apply(theme.application(), choice)
        self._mark_theme()

    def _mark_theme(self) -> None:
        for choice, action in self._theme_actions.items():
            action.setChecked(choice == self._window.preferences.theme)

    @Slot()
    def _start_work(self) -> None:
        action = self.sender()
        if isinstance(action, QAction) and self._window.work is not None:
            self._window.work.start(str(action.data()))

    @Slot()
    def _name_jobs(self) -> None:
        for action in self._jobs:
            action.show_text()

    @Slot()
    def _fill_suggesters(self) -> None:
        """The suggesters, the one in use ticked; the registry loads numerics, so only now."""
        from engine.answers.recommended import RECOMMENDABLE
        from engine.suggesters.registry import SUGGESTERS

        self._suggesters.clear()
        work = self._window.work
        if work is None or self._window.context is None:
            return
        group = QActionGroup(self._suggesters)
        first = work.recommendation.suggester
        for name in sorted(RECOMMENDABLE, key=lambda one: one != first):
            self._suggesters.addAction(self._suggester_action(name, group))
        more = self._suggesters.addMenu(self.tr("More suggesters"))
        more.setToolTipsVisible(True)
        both = self._suggesters.addMenu(self.tr("Images and captions"))
        offer_where_captions_are(both, self._window.context)
        for name, kind in SUGGESTERS.items():
            if name not in RECOMMENDABLE:
                (both if kind.needs_texts else more).addAction(self._suggester_action(name, group))
        self._suggesters.addSeparator()
        self._suggesters.addAction(self.tr("Compare them on Evaluate"), self._show_evaluate)

    def _suggester_action(self, name: str, group: QActionGroup) -> QAction:
        """An entry that lets a suggester make the suggestions."""
        work = self._window.work
        action = QAction(suggester_title(name), group)
        action.setToolTip(suggester_sentence(name))
        if work is not None and name == work.recommendation.suggester:
            action.setText(self.tr("{suggester} (recommended)").format(suggester=action.text()))
            action.setToolTip(f"{action.toolTip()} {recommendation_sentence(work.recommendation)}")
        action.setCheckable(True)
        action.setChecked(work is not None and name == work.suggester)
        action.setData(name)
        action.triggered.connect(self._use_suggester)
        return action

    @Slot()
    def _use_suggester(self) -> None:
        action = self.sender()
        if isinstance(action, QAction) and self._window.work is not None:
            self._window.work.use_suggester(str(action.data()))

    @Slot()
    def _show_evaluate(self) -> None:
        self._window.show_page("evaluate")

    @Slot()
    def show_encoders(self) -> None:
        """Choose, download or add an encoder."""
        from gui.dialogs.encoders import EncodersDialog

        if self._window.context is not None and self._window.work is not None:
            context = self._window.context
            current = str(context.settings.get("encoder.name", ""))
            dialog = EncodersDialog(current, context.tasks, self._window)
            dialog.encoder_chosen.connect(self.encode_with)
            self._show(dialog)

    @Slot(str)
    def encode_with(self, name: str) -> None:
        """Encode the images with an encoder, and use it from now on."""
        if self._window.work is not None:
            self._window.work.use_encoder(name)
            self._window.work.start("encode")

    @Slot(object)
    def show_translation(self, label_ids: Sequence[int] = ()) -> None:
        """Ask a translation service for English names, of these labels or of all without one."""
        from gui.dialogs.translate import TranslateDialog

        if self._window.context is not None:
            self._show(TranslateDialog(self._window.context, label_ids, self._window))

    @Slot()
    def show_glossary(self) -> None:
        """English names out to a table and in again."""
        from gui.dialogs.glossary import GlossaryDialog

        if self._window.context is not None:
            self._show(GlossaryDialog(self._window.context, self._window))

    @Slot()
    def show_caption_translation(self) -> None:
        """What captions would be sent where to be translated, and sending it."""
        from gui.dialogs.translate import TranslateDialog

        if self._window.context is not None:
            dialog = TranslateDialog(self._window.context, parent=self._window, captions=True)
            self._show(dialog)

    @Slot()
    def show_cleaning(self) -> None:
        """What can be taken out of captions, and taking it out."""
        from gui.dialogs.clean_captions import CleanCaptionsDialog

        if self._window.context is not None:
            self._show(CleanCaptionsDialog(self._window.context, self._window))

    @Slot()
    def show_keys(self) -> None:
        """All keys on one sheet."""
        from gui.dialogs.keys import KeysSheet

        self._show(KeysSheet(self._window.pages.current_id, self._window))

    @Slot()
    def open_log_folder(self) -> None:
        """Show the folder of the logs in the system's file browser."""
        context = self._window.context
        folder = settings.log_dir(None if context is None else context.catalogue.folder)

        def make() -> Path:
            make_folder(folder)
            return folder

        self._window.upkeep.submit(make, self._open_folder)

    def _open_folder(self, folder: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    @Slot()
    def show_about(self) -> None:
        """Version, licence and what the program is built on."""
        from gui.dialogs.about import AboutDialog

        self._show(AboutDialog(self._window))

    def _show(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()


def open_context_menu() -> None:
    """Ask the widget with the keyboard for its menu, as the menu key does that some lack."""
    widget = QApplication.focusWidget()
    if widget is not None:
        middle = widget.rect().center()
        event = QContextMenuEvent(
            QContextMenuEvent.Reason.Keyboard, middle, widget.mapToGlobal(middle)
        )
        QApplication.sendEvent(widget, event)
