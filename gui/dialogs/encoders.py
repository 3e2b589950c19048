"""Encoders: which there are, which can be fetched and from where, and which one to use."""

import os
from urllib.parse import urlparse

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from engine.encoders.registry import (
    EncoderInfo,
    available_encoders,
    by_purpose,
    encoders_dir,
    find_source,
)
from gui.dialogs.frame import DialogFrame, muted
from gui.services.lanes import Lane
from gui.services.tasks import Task, TaskRunner, TaskState
from gui.services.translations import sentence
from gui.style import theme
from gui.style.theme import spacing
from gui.widgets.plain_label import plain_label
from gui.words import amounts
from gui.words.amounts import number
from gui.words.encoders import encoder_sentence, encoder_state, encoder_title
from gui.words.failures import reason_of, sentence_of
from gui.words.progress import done_of_total, rate, time_left

SIZE_PX = (860, 560)
DEFAULT_HOST = "https://huggingface.co"
FINGERPRINT_GROUP = 8


def download_host() -> str:
    """The computer that encoders are fetched from."""
    endpoint = os.environ.get("HF_ENDPOINT") or DEFAULT_HOST
    return urlparse(endpoint).hostname or endpoint


class EncodersDialog(DialogFrame):
    """A list on the left, what is known of the chosen one and what can be done on the right."""

    encoder_chosen = Signal(str)
    """The name, or the path of a local file or folder, of the encoder to use from now on."""

    def __init__(self, current: str, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__("", " ", parent, SIZE_PX)
        self.setWindowTitle(self.tr("Encoders"))
        self.heading.setText(self.tr("Encoders"))
        self.explanation.setText(
            self.tr(
                "An encoder turns images into numbers that can be compared. The larger ones find "
                "better suggestions and take longer. Changing it keeps all labels; images are "
                "encoded again."
            )
        )
        self._current = current
        self._runner = runner
        self._lane = Lane("encoders", self)
        self._encoders: list[EncoderInfo] = []
        self._task: Task | None = None
        self._path = ""
        self._wanted = ""
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setChildrenCollapsible(False)
        self.list = QListWidget(splitter)
        self.list.setAccessibleName(self.tr("Encoders"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(self._follow)
        splitter.addWidget(self._with_search())
        splitter.addWidget(self._details())
        splitter.setSizes([380, 440])
        self.content.addWidget(splitter, 1)
        self.file_button = QPushButton(self.tr("From a file…"), self)
        self.file_button.clicked.connect(self._browse_file)
        self.folder_button = QPushButton(self.tr("From a folder…"), self)
        self.folder_button.clicked.connect(self._browse_folder)
        for button in (self.file_button, self.folder_button):
            self.add_aside(button)
        self.add_close_button()
        running = runner.find("download")
        if running is not None:
            self._watch(running)
        self.finished.connect(self._end)
        self._read()

    def _with_search(self) -> QWidget:
        self.search = QLineEdit(self)
        self.search.setAccessibleName(self.tr("Search encoders"))
        self.search.setPlaceholderText(self.tr("Search encoders"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.more = QPushButton(self.tr("More encoders…"), self)
        self.more.setCheckable(True)
        self.more.setAutoDefault(False)
        theme.set_role(self.more, "link")
        self.more.toggled.connect(self._filter)
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, spacing.small, 0)
        column.setSpacing(spacing.small)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        return left

    def _details(self) -> QWidget:
        panel = QFrame(self)
        theme.set_role(panel, "card")
        self._title = plain_label("", panel, role="heading")
        self._title.setWordWrap(True)
        self._about = muted("", panel)
        self._facts = QFormLayout()
        self._facts.setHorizontalSpacing(spacing.medium)
        self._fact_values = {}
        for key, name in (
            ("state", self.tr("State")),
            ("size", self.tr("Size")),
            ("features", self.tr("Numbers per image")),
            ("memory", self.tr("Memory")),
            ("licence", self.tr("Licence")),
            ("source", self.tr("From")),
            ("weights", self.tr("SHA-256")),
        ):
            value = plain_label("", panel)
            value.setWordWrap(True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._facts.addRow(plain_label(name, panel, role="muted"), value)
            self._fact_values[key] = value
        self._network = muted("", panel)
        self.download_button = QPushButton(panel)
        self.download_button.setAccessibleName(self.tr("Download this encoder"))
        self.download_button.setAutoDefault(False)
        self.download_button.clicked.connect(self._download)
        self.progress = QProgressBar(panel)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("Progress of the download"))
        self._progress_text = muted("", panel)
        self.cancel_button = QPushButton(self.tr("Cancel download"), panel)
        self.cancel_button.setAutoDefault(False)
        self.cancel_button.clicked.connect(self._cancel)
        self.use_button = QPushButton(self.tr("Use this encoder"), panel)
        self.use_button.setAutoDefault(False)
        theme.set_role(self.use_button, "primary")
        self.use_button.clicked.connect(self._use)
        self.problem = plain_label("", panel, role="danger")
        self.problem.setWordWrap(True)
        self.architecture = QComboBox(panel)
        self.architecture.setAccessibleName(self.tr("Architecture of the file"))
        self.architecture.setEditable(True)
        self.architecture_button = QPushButton(self.tr("Use with this architecture"), panel)
        self.architecture_button.setAutoDefault(False)
        self.architecture_button.clicked.connect(self._try_architecture)
        column = QVBoxLayout(panel)
        column.setContentsMargins(spacing.large, spacing.large, spacing.large, spacing.large)
        column.setSpacing(spacing.small)
        column.addWidget(self._title)
        column.addWidget(self._about)
        column.addLayout(self._facts)
        column.addStretch(1)
        for widget in (self._network, self.problem, self.progress, self._progress_text):
            column.addWidget(widget)
        architecture = QHBoxLayout()
        architecture.addWidget(self.architecture, 1)
        architecture.addWidget(self.architecture_button)
        column.addLayout(architecture)
        self.architecture.hide()
        self.architecture_button.hide()
        row = QHBoxLayout()
        row.addStretch(1)
        for button in (self.cancel_button, self.download_button, self.use_button):
            row.addWidget(button)
        column.addLayout(row)
        return panel

    # The list

    def _read(self) -> None:
        self._lane.submit(available_encoders, self._show, self._not_read)

    def _not_read(self, error: Exception) -> None:
        self.problem.setText(sentence_of(error))

    def _show(self, encoders: list[EncoderInfo]) -> None:
        selected = self._selected()
        wanted = selected.name if selected is not None else self._wanted or self._current
        first = by_purpose(encoders)
        encoders = [*first, *(one for one in encoders if one not in first)]
        self._encoders = encoders
        self.list.clear()
        for position, info in enumerate(encoders):
            state = encoder_state(info)
            if info.name == self._current:
                state = self.tr("in use")
            text = f"{encoder_title(info)}  ·  {state}"
            if info.purpose is not None:
                text = f"{sentence(info.purpose.title)}  ·  {state}"
            QListWidgetItem(text, self.list)
            if info.name == wanted:
                self.list.setCurrentRow(position)
        if self.list.currentRow() < 0 and encoders:
            self.list.setCurrentRow(0)
        architectures = {info.name.split("/")[0] for info in encoders if "/" in info.name}
        self.architecture.clear()
        self.architecture.addItems(sorted(architectures))
        self._filter()
        self._follow()

    @Slot()
    def _filter(self) -> None:
        """Show what is searched for; else the short list and what is here, or everything."""
        wanted = self.search.text().casefold().split()
        for row in range(self.list.count()):
            item, info = self.list.item(row), self._encoders[row]
            shown = f"{item.text()} {encoder_title(info)}".casefold()
            is_near = info.purpose is not None or info.installed or info.name == self._current
            found = all(word in shown for word in wanted) and (bool(wanted) or is_near)
            item.setHidden(not (found or (self.more.isChecked() and not wanted)))
        count = sum(one.purpose is None and not one.installed for one in self._encoders)
        self.more.setVisible(not wanted and count > 0)
        self.more.setText(
            self.tr("Fewer encoders")
            if self.more.isChecked()
            else self.tr("More encoders ({count})").format(count=number(count))
        )

    def _selected(self) -> EncoderInfo | None:
        row = self.list.currentRow()
        return self._encoders[row] if 0 <= row < len(self._encoders) else None

    def select(self, name: str) -> None:
        """Choose an encoder's row, now or as soon as the list is there."""
        self._wanted = name
        for position, info in enumerate(self._encoders):
            if info.name == name:
                self.list.setCurrentRow(position)

    @Slot()
    def _follow(self) -> None:
        info = self._selected()
        downloading = self._task is not None
        for widget in (self.progress, self._progress_text, self.cancel_button):
            widget.setVisible(downloading)
        if info is None:
            self.use_button.setEnabled(False)
            self.download_button.hide()
            return
        size = amounts.size(info.size_bytes) if info.size_bytes else ""
        self._title.setText(encoder_title(info))
        self._about.setText(encoder_sentence(info))
        facts = {
            "state": encoder_state(info),
            "size": size,
            "features": number(info.feature_size) if info.feature_size else "",
            "memory": amounts.size(info.purpose.memory_bytes) if info.purpose else "",
            "licence": self._licence(info),
            "source": sentence(info.source),
            "weights": _grouped(info.weights_sha256 or ""),
        }
        for row, (key, value) in enumerate(facts.items()):
            self._fact_values[key].setText(value)
            self._facts.setRowVisible(row, bool(value))
        host = download_host()
        lacking = not info.installed or not info.reads_words
        self._network.setVisible(lacking)
        self._network.setText(
            self.tr(
                "Fetching it contacts {host}. Nothing of yours is sent. On a computer without "
                "internet, bring the file and choose “From a file”."
            ).format(host=host)
        )
        self.download_button.setVisible(lacking and not downloading)
        fetch = self.tr("Download {size} from {host}") if size else self.tr("Download from {host}")
        if info.installed:
            fetch = self.tr("Download what reads words from {host}")
        self.download_button.setText(fetch.format(size=size, host=host))
        self.use_button.setVisible(info.installed)
        self.use_button.setEnabled(info.name != self._current)

    def _licence(self, info: EncoderInfo) -> str:
        if info.licence or info.source.code != "encoder-hub-source":
            return info.licence
        return self.tr("unknown; its page on the hub has it")

    # Fetching

    @Slot()
    def _download(self) -> None:
        info = self._selected()
        if info is None:
            return
        self.problem.setText("")
        self._watch(self._runner.start("download", name=info.name))

    def _watch(self, task: Task) -> None:
        self._task = task
        task.changed.connect(self._show_progress)
        task.ended.connect(self._download_ended)
        self._show_progress()
        self._follow()

    @Slot()
    def _show_progress(self) -> None:
        task = self._task
        if task is None or task.progress is None:
            self.progress.setRange(0, 0)
            self._progress_text.setText(self.tr("Starting…"))
            return
        # Qt counts in 32 bits, encoders are larger.
        self.progress.setRange(0, max(1, task.progress.total // 1024))
        self.progress.setValue(task.progress.done // 1024)
        parts = [done_of_total(task.progress, task.kind.unit)]
        if task.rate_per_s:
            parts.append(rate(task.rate_per_s, task.kind.unit))
        if task.left_s is not None:
            parts.append(time_left(task.left_s))
        self._progress_text.setText("  ·  ".join(parts))

    @Slot()
    def _download_ended(self) -> None:
        task, self._task = self._task, None
        if task is not None and task.state is TaskState.FAILED and task.failure is not None:
            self.problem.setText(reason_of(task.failure) or self.tr("The download failed."))
        self._follow()
        self._read()

    @Slot()
    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    # Choosing

    @Slot()
    def _use(self) -> None:
        info = self._selected()
        if info is not None:
            self._choose(info.name)

    def _choose(self, name: str) -> None:
        self.encoder_chosen.emit(name)
        self.accept()

    @Slot()
    def _browse_file(self) -> None:
        dialog = QFileDialog(self, self.tr("Encoder from a file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("Weights (*.safetensors *.pt *.bin)"))
        dialog.fileSelected.connect(self._take_path)
        dialog.open()

    @Slot()
    def _browse_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("Encoder from a folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self._take_path)
        dialog.open()

    @Slot(str)
    def _take_path(self, path: str) -> None:
        self._path = path
        self._try(path)

    @Slot()
    def _try_architecture(self) -> None:
        self._try(f"{self.architecture.currentText().strip()}:{self._path}")

    def _try(self, name: str) -> None:
        """Look whether an encoder can be made of this; large files take a moment."""
        self.problem.setText(self.tr("Looking at the file…"))
        self._lane.submit(
            lambda: find_source(name, encoders_dir()),
            lambda source: self._choose(source.name),
            self._not_usable,
        )

    def _not_usable(self, error: Exception) -> None:
        self.problem.setText(sentence_of(error))
        self.architecture.show()
        self.architecture_button.show()

    @Slot()
    def _end(self) -> None:
        self._lane.close()


def _grouped(fingerprint: str) -> str:
    """A long hash in groups that wrap."""
    starts = range(0, len(fingerprint), FINGERPRINT_GROUP)
    return " ".join(fingerprint[start : start + FINGERPRINT_GROUP] for start in starts)
