"""The Service page: whether it runs and at which port, how programs ask it, and how it fares."""

from PySide6.QtCore import QDateTime, QTimer, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from gui.services import shortcuts
from gui.services.context import CatalogueContext
from gui.services.latest import LatestAnswer
from gui.serving import words
from gui.serving.access import AccessPanel
from gui.serving.curl import Choices, read_choices
from gui.serving.process import HOST, ServiceProcess, ServiceState
from gui.serving.rate_line import RateLine
from gui.serving.token import Token, kept_token
from gui.serving.watching import Watcher
from gui.style import theme
from gui.style.number_fields import with_air
from gui.style.theme import spacing
from gui.widgets.plain_label import IconLabel, plain_label
from gui.words.failures import sentence_of

PORT_VIEW = "serving/port"
USUAL_PORT = 8765
ANY_PORT = 1023
"""Below the ports that a person may have; it stands for any that is free."""
LAST_PORT = 65_535
ERRORS_KEPT = 100
SAID_FOR_MS = 4000
LEFT_WIDTH_PX, RIGHT_WIDTH_PX = 380, 260


class ServicePage(QWidget):
    """Starts, stops and watches the service of the open catalogue."""

    def __init__(self, context: CatalogueContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._is_stale = True
        self._token: Token | None = None
        self.service = ServiceProcess(context.catalogue.path, self)
        self.watcher = Watcher(self)
        self._tokens = LatestAnswer("token", self)
        self.mark = IconLabel("circle-dashed", "text_muted", self)
        self.state = plain_label("", self, role="title")
        self.warm = plain_label("", self, role="muted")
        self.said = plain_label("", self, role="muted")
        self.port = with_air(QSpinBox(self))
        self.switch = QPushButton(self)
        self.access = AccessPanel(self)
        self.rate = plain_label("", self, role="title")
        self.line = RateLine(self)
        self.counts = plain_label("", self, role="muted")
        self.errors = QListWidget(self)
        self.no_errors = plain_label(self.tr("What goes wrong is shown here."), self, role="muted")
        self._said_timer = QTimer(self, singleShot=True, interval=SAID_FOR_MS)
        self._prepare()
        self._build()
        self._connect()
        self._show_state()
        self._show_figures()

    def _prepare(self) -> None:
        self.state.setWordWrap(True)
        self.warm.setWordWrap(True)
        self.counts.setWordWrap(True)
        self.rate.setFont(theme.font("title", bold=True))
        self.port.setRange(ANY_PORT, LAST_PORT)
        self.port.setSpecialValueText(self.tr("any free"))
        self.port.setGroupSeparatorShown(False)
        self.port.setAccessibleName(self.tr("Port"))
        self.port.setToolTip(self.tr("Where the service listens on this computer"))
        self.port.setValue(self._context.view.number(PORT_VIEW, USUAL_PORT))
        self.errors.setAccessibleName(self.tr("Last errors"))
        self.errors.setWordWrap(True)
        self.switch.setEnabled(False)
        theme.set_role(self.switch, "primary")

    def _build(self) -> None:
        across = QHBoxLayout()
        across.setSpacing(spacing.large)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(spacing.large)
        left.addWidget(self._build_state())
        left.addWidget(self.access)
        left.addStretch(1)
        right.addWidget(self._build_rate())
        right.addWidget(self._build_errors(), 1)
        across.addLayout(left, 3)
        across.addLayout(right, 2)
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(spacing.wide, spacing.large, spacing.wide, spacing.large)
        column.setSpacing(spacing.large)
        about = plain_label(
            self.tr(
                "Other programs on this computer send pictures here and get labels back, with the "
                "labelled images behind each. The catalogue is only read; what you decide "
                "meanwhile is in the next answer. The service ends when the catalogue is closed."
            ),
            self,
            role="muted",
        )
        about.setWordWrap(True)
        column.addWidget(about)
        column.addLayout(across, 1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inside)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(area)

    def _build_state(self) -> QWidget:
        card, column = _card(self, LEFT_WIDTH_PX)
        first = QHBoxLayout()
        first.setSpacing(spacing.small)
        first.addWidget(self.mark)
        first.addWidget(self.state, 1)
        second = QHBoxLayout()
        second.setSpacing(spacing.small)
        second.addWidget(plain_label(self.tr("Port"), self))
        second.addWidget(self.port)
        second.addWidget(self.switch)
        second.addStretch(1)
        second.addWidget(self.said)
        column.addLayout(first)
        column.addWidget(self.warm)
        column.addLayout(second)
        return card

    def _build_rate(self) -> QWidget:
        card, column = _card(self, RIGHT_WIDTH_PX)
        column.addWidget(self.rate)
        column.addWidget(self.line)
        column.addWidget(self.counts)
        return card

    def _build_errors(self) -> QWidget:
        card, column = _card(self, RIGHT_WIDTH_PX)
        column.addWidget(plain_label(self.tr("Last errors"), self, role="heading"))
        column.addWidget(self.no_errors)
        column.addWidget(self.errors, 1)
        self.errors.hide()
        column.addStretch(0)
        return card

    def _connect(self) -> None:
        access = self.access
        for name, button, call in (
            ("switch", self.switch, self.turn),
            ("copy_address", access.copy_address_button, access.copy_address),
            ("copy_token", access.copy_token_button, access.copy_token),
            ("copy_curl", access.copy_curl_button, access.copy_curl),
        ):
            action = shortcuts.action(f"serving.{name}", self, call)
            button.clicked.connect(call)
            button.setToolTip(action.toolTip())
        access.copied.connect(self._say)
        access.new_token_requested.connect(self.make_token)
        self.port.valueChanged.connect(self._keep_port)
        self._said_timer.timeout.connect(self.said.clear)
        self.service.changed.connect(self._show_state)
        self.service.said.connect(self._note)
        self.watcher.changed.connect(self._show_figures)
        self.watcher.refused.connect(self._note_refusal)
        self._context.hub.changed.connect(self._make_stale)
        self._context.hub.refreshed.connect(self._make_stale)

    # The window's side

    def activate(self) -> None:
        """The page is shown: read the token, and what may be asked."""
        if self._token is None:
            self._tokens.ask(kept_token, self._take_token, self._show_failure)
        self._read_choices()

    def shutdown(self) -> None:
        """Have the service end, as soon as it has answered what it was asked; nobody waits."""
        self.watcher.rest()
        self.service.leave()
        self._tokens.close()

    def showEvent(self, event: QShowEvent) -> None:
        """What changed meanwhile is followed now."""
        super().showEvent(event)
        self._read_choices()
        self._watch()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks at figures of a page that is not on show."""
        super().hideEvent(event)
        self.watcher.rest()

    def focusInEvent(self, _event: object) -> None:
        """The keyboard goes to what a person came for."""
        self.switch.setFocus()

    def _read_choices(self) -> None:
        if not self._is_stale or not self.isVisible():
            return
        self._is_stale = False
        if self.access.asked.count() == 0:
            self.said.setText(self.tr("Looking at what may be asked…"))
        catalogue = self._context.catalogue

        def take(choices: Choices) -> None:
            self.said.clear()
            self.access.show_choices(choices)

        self._context.reads.submit(lambda: read_choices(catalogue), take, self._show_failure)

    @Slot()
    def _make_stale(self) -> None:
        self._is_stale = True

    def _take_token(self, token: Token) -> None:
        self._token = token
        self.access.show_token(token)
        self._show_state()

    # What a person does

    def turn(self) -> None:
        """Start the service, or stop it."""
        if self.service.is_running:
            self.service.stop()
        elif self._token is not None:
            self.watcher.course.clear()
            self.service.start(0 if self.port.value() == ANY_PORT else self.port.value())
            self._show_figures()

    @Slot()
    def make_token(self) -> None:
        """Put another token in the place of this one."""
        self._tokens.ask(lambda: kept_token(new=True), self._take_token, self._show_failure)

    @Slot(int)
    def _keep_port(self, port: int) -> None:
        self._context.view.set(PORT_VIEW, port)
        self._show_address()

    # What is shown

    @Slot()
    def _show_state(self) -> None:
        service = self.service
        self.mark.show_icon(*words.state_icon(service))
        self._show_sentence()
        self.warm.setText(words.warm_text(service))
        self.warm.setVisible(bool(self.warm.text()))
        ends = service.state in (ServiceState.STARTING, ServiceState.READY, ServiceState.STOPPING)
        self.switch.setText(self.tr("Stop the service") if ends else self.tr("Start the service"))
        theme.set_role(self.switch, "" if ends else "primary")
        self.switch.setEnabled(
            self._token is not None and service.state is not ServiceState.STOPPING
        )
        self.port.setEnabled(not ends)
        self.access.new_button.setEnabled(not ends and self._token is not None)
        self._show_address()
        self._watch()
        if words.is_port_taken(service):
            self.port.setFocus()
            self.port.selectAll()

    def _watch(self) -> None:
        """Ask how it fares while it runs and somebody looks."""
        about = self.service.about
        if about is None or self._token is None or not self.isVisible():
            self.watcher.rest()
        elif not self.watcher.is_watching:
            self.watcher.watch(about.address, self._token.text)

    def _show_sentence(self) -> None:
        figures = self.watcher.course.newest if self.watcher.is_watching else None
        said = words.state_sentence(self.service, figures)
        if said != self.state.text():
            self.state.setText(said)

    def _show_address(self) -> None:
        about = self.service.about
        port = USUAL_PORT if self.port.value() == ANY_PORT else self.port.value()
        self.access.show_address("" if about is None else about.address, f"http://{HOST}:{port}")

    @Slot()
    def _show_figures(self) -> None:
        course = self.watcher.course
        self.rate.setText(words.rate_text(course))
        self.counts.setText(words.counts_text(course))
        self.line.show_rates(course.rates, self.rate.text())
        self._show_sentence()

    @Slot(str, int)
    def _note_refusal(self, code: str, count: int) -> None:
        self._note(words.refusal_text(code, count))

    @Slot(str)
    def _note(self, text: str) -> None:
        """Put an error on top of the list, with the time."""
        now = QDateTime.currentDateTime().toString("HH:mm:ss")
        self.errors.insertItem(0, f"{now}  {text}")
        while self.errors.count() > ERRORS_KEPT:
            self.errors.takeItem(self.errors.count() - 1)
        self.no_errors.hide()
        self.errors.show()

    @Slot(str)
    def _say(self, text: str) -> None:
        self.said.setText(text)
        self._said_timer.start()

    def _show_failure(self, error: Exception) -> None:
        self.said.clear()
        self._note(sentence_of(error))


def _card(parent: QWidget, width_px: int) -> tuple[QFrame, QVBoxLayout]:
    card = QFrame(parent)
    theme.set_role(card, "card")
    card.setMinimumWidth(width_px)
    column = QVBoxLayout(card)
    column.setContentsMargins(spacing.large, spacing.large, spacing.large, spacing.large)
    column.setSpacing(spacing.medium)
    return card, column
