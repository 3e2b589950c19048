"""The text rule of a label: its words, what they would do, and doing it."""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, QTimer, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from db.captions.records import TextRule
from db.records import ChangeSet
from gui.dialogs.frame import DialogFrame, muted
from gui.labels.marked_captions import MarkedCaptions
from gui.labels.rows import LabelRow
from gui.services.context import CatalogueContext
from gui.services.latest import LatestAnswer
from gui.services.translations import sentence
from gui.style import theme
from gui.style.theme import spacing
from gui.widgets.plain_label import plain_label
from gui.widgets.plain_text import window_title
from gui.words.amounts import counted, number
from gui.words.failures import sentence_of
from gui.words.languages import title_of_code

if TYPE_CHECKING:
    from engine.jobs.captions.text_rules import Found, RuleOutlook, TextRuleSummary

SIZE_PX = (900, 640)
TYPING_PAUSE_MS = 250
WORD_LINES, OTHER_LINES = 5, 3


class TextRuleDialog(DialogFrame):
    """Foretells the rule away from the window's thread at each change of it."""

    def __init__(
        self, context: CatalogueContext, row: LabelRow, parent: QWidget | None = None
    ) -> None:
        super().__init__("", " ", parent, SIZE_PX)
        self._context = context
        self._label_id = row.label.id
        self._kept = row.label.text_rule or TextRule()
        self._found: Found | None = None
        self._given = 0
        self._stop = threading.Event()
        self._answer = LatestAnswer("text-rule", self)
        self._pause = QTimer(self, singleShot=True, interval=TYPING_PAUSE_MS)
        self._pause.timeout.connect(self.foretell)
        title = self.tr("“{name}” from captions").replace("{name}", row.label.shown)
        self.setWindowTitle(window_title(title))
        self.heading.setText(title)
        self.explanation.setText(
            self.tr(
                "Images get the label where a caption has one of the words. Nothing is taken off, "
                "what somebody rejected does not come back, and one undo takes everything back."
            )
        )
        self.words = self._lines(
            self.tr("Words and phrases, one a line"),
            WORD_LINES,
            self.tr("Whole words, whether large or small. flood* finds floods and flooding too."),
        )
        self.exclusions = self._lines(
            self.tr("Not where the caption has"),
            OTHER_LINES,
            self.tr("Words and phrases, one a line, that rule a caption out."),
        )
        self.patterns = self._lines(
            self.tr("Patterns (regular expressions)"),
            OTHER_LINES,
            self.tr("One a line, for what words cannot say: \\bm/s \\w+"),
        )
        self.language = QComboBox(self)
        self.language.setAccessibleName(self.tr("Language of the captions"))
        self.reviewed = QCheckBox(self.tr("Also images that are reviewed"), self)
        self.said = muted("", self)
        self.problem = plain_label("", self)
        self.problem.setWordWrap(True)
        self.problem.hide()
        self.captions = MarkedCaptions(self)
        self._build()
        self._add_buttons()
        self._fill()
        self._connect()
        self.foretell()

    @property
    def rule(self) -> TextRule:
        """The rule as it is typed."""
        return TextRule(
            _typed(self.words),
            _typed(self.patterns),
            _typed(self.exclusions),
            str(self.language.currentData() or ""),
        )

    # Building

    def _lines(self, name: str, lines: int, hint: str) -> QPlainTextEdit:
        edit = QPlainTextEdit(self)
        edit.setAccessibleName(name)
        edit.setTabChangesFocus(True)
        edit.setToolTip(hint)
        height = edit.fontMetrics().lineSpacing() * lines
        edit.setMinimumHeight(height + 2 * spacing.small + 2)
        return edit

    def _build(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(spacing.tiny)
        for edit, stretch in ((self.words, 3), (self.exclusions, 2), (self.patterns, 2)):
            left.addWidget(plain_label(edit.accessibleName(), self, role="small"))
            left.addWidget(edit, stretch)
        left.addWidget(plain_label(self.language.accessibleName(), self, role="small"))
        left.addWidget(self.language)
        left.addWidget(self.reviewed)
        right = QVBoxLayout()
        right.setSpacing(spacing.small)
        right.addWidget(self.said)
        right.addWidget(self.problem)
        right.addWidget(self.captions, 1)
        across = QHBoxLayout()
        across.setSpacing(spacing.wide)
        across.addLayout(left, 2)
        across.addLayout(right, 3)
        self.content.addLayout(across, 1)

    def _add_buttons(self) -> None:
        self.withdraw_button = QPushButton(self.tr("Take back"), self)
        self.withdraw_button.setToolTip(
            self.tr(
                "Take the label off the images that have it of this rule and where nobody has "
                "confirmed it"
            )
        )
        self.add_aside(self.withdraw_button)
        self.add_close_button()
        self.save_button = self.add_button(self.tr("Save rule"))
        self.save_button.setToolTip(self.tr("Keep the rule, and change no image"))
        self.apply_button = self.add_button(self.tr("Add label"), primary=True)

    def _fill(self) -> None:
        self.words.setPlainText("\n".join(self._kept.words))
        self.exclusions.setPlainText("\n".join(self._kept.exclusions))
        self.patterns.setPlainText("\n".join(self._kept.patterns))
        self._offer_languages({})
        self._context.reads.submit(
            self._context.catalogue.captions.languages, self._offer_languages
        )

    def _offer_languages(self, counts: dict[str, int]) -> None:
        chosen = str(self.language.currentData() or self._kept.language)
        codes = {code.partition("-")[0] for code in counts} | {chosen}
        with QSignalBlocker(self.language):
            self.language.clear()
            self.language.addItem(self.tr("Any language"), "")
            for code in sorted(filter(None, codes), key=title_of_code):
                self.language.addItem(title_of_code(code), code)
            self.language.setCurrentIndex(max(self.language.findData(chosen), 0))

    def _connect(self) -> None:
        for edit in (self.words, self.exclusions, self.patterns):
            edit.textChanged.connect(self._wait)
        self.language.currentIndexChanged.connect(self._wait)
        self.reviewed.toggled.connect(self._wait)
        self.withdraw_button.clicked.connect(self.withdraw)
        self.save_button.clicked.connect(self.save)
        self.apply_button.clicked.connect(self.apply)
        self._context.hub.changed.connect(self._wait)
        self._context.hub.refreshed.connect(self._wait)
        self.finished.connect(self._end)

    # What it would do

    @Slot()
    def _wait(self) -> None:
        self._found = None
        self._follow()
        self._pause.start()

    @Slot()
    def foretell(self) -> None:
        """Show what the rule would do; what was asked before is looked for no longer."""
        self._stop.set()
        self._stop = stop = threading.Event()
        self.said.setText(self.tr("Looking at the captions…"))
        catalogue, label_id = self._context.catalogue, self._label_id
        rule, also_reviewed = self.rule, self.reviewed.isChecked()

        def work() -> "tuple[TextRuleSummary, Found, TextRule]":
            from engine.jobs.captions.text_rules import foretold

            found = foretold(catalogue, {label_id: rule}, also_reviewed=also_reviewed, cancel=stop)
            stored = catalogue.labels.get(label_id).text_rule
            return (*found, stored or TextRule())

        self._answer.ask(work, self._show, self._fail)
        self._follow()

    def _show(self, answer: "tuple[TextRuleSummary, Found, TextRule]") -> None:
        summary, found, self._kept = answer
        (outlook,) = summary.labels
        self._found = found if outlook.is_usable else None
        self._given = outlook.given
        self.said.setText(self._sentence(outlook))
        # Whoever has typed nothing yet knows that nothing is found.
        told = [] if outlook.rule.is_empty else [sentence(one) for one in outlook.problems]
        self._say("\n".join(told), is_wrong=not outlook.is_usable)
        self.captions.show_examples(outlook.examples)
        new = counted(outlook.new, self.tr("Add to 1 image"), self.tr("Add to {count} images"))
        self.apply_button.setText(new if outlook.new else self.tr("Add label"))
        self._follow(new=outlook.new)

    def _sentence(self, outlook: "RuleOutlook") -> str:
        if outlook.rule.is_empty:
            return self.tr("Type a word that captions of this label have.")
        found = counted(outlook.matched, self.tr("1 image"), self.tr("{count} images"))
        parts = [self.tr("{images} found, {new} without the label").replace("{images}", found)]
        parts[0] = parts[0].replace("{new}", number(outlook.new))
        for count, text in (
            (outlook.carried, self.tr("{count} have it")),
            (outlook.decided, self.tr("{count} where it was rejected")),
            (outlook.reviewed, self.tr("{count} reviewed without it")),
        ):
            if count:
                parts.append(text.replace("{count}", number(count)))
        return ", ".join(parts) + "."

    def _fail(self, error: Exception) -> None:
        self.said.setText("")
        self.captions.show_examples([])
        self._say(sentence_of(error), is_wrong=True)
        self._follow()

    def _say(self, text: str, *, is_wrong: bool) -> None:
        """Show what is odd about the rule, or why it cannot be run."""
        theme.set_role(self.problem, "danger" if is_wrong else "")
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def _follow(self, *, new: int = 0) -> None:
        is_known = self._found is not None
        self.apply_button.setEnabled(is_known and new > 0)
        self.save_button.setEnabled(is_known and self.rule != self._kept)
        self.withdraw_button.setEnabled(self._given > 0)

    # Doing it

    @Slot()
    def apply(self) -> None:
        """Put the label on, and keep the rule."""
        found, commands = self._found, self._context.catalogue.commands
        rules, also_reviewed = {self._label_id: self.rule}, self.reviewed.isChecked()
        if found is not None:
            self._run(
                lambda: commands.apply_text_rules(found, rules=rules, also_reviewed=also_reviewed)
            )

    @Slot()
    def save(self) -> None:
        """Keep the rule alone; an empty one is none."""
        commands, rules = self._context.catalogue.commands, {self._label_id: self.rule}
        self._run(lambda: commands.set_text_rules(rules))

    @Slot()
    def withdraw(self) -> None:
        """Take off what the rule has put on; the rule stays."""
        commands, label_id = self._context.catalogue.commands, self._label_id
        self._run(lambda: commands.withdraw_text_rules([label_id], keep_rules=True))

    def _run(self, command: Callable[[], ChangeSet]) -> None:
        self._found, self._given = None, 0
        self._follow()
        # The change is told to all, this dialog too, which looks anew.
        self._context.run_command(command, None, self._fail)

    @Slot()
    def _end(self) -> None:
        self._stop.set()
        self._answer.close()


def _typed(edit: QPlainTextEdit) -> tuple[str, ...]:
    return tuple(line.strip() for line in edit.toPlainText().splitlines() if line.strip())
