"""English names from a translation service: what goes where, agreed to, then what came back."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)

from db.catalogue import Catalogue
from engine.jobs.captions.translate import caption_plan
from engine.jobs.translate import (
    TranslateSummary,
    TranslationPlan,
    consent_of,
    give_consent,
    revoke_consent,
    translation_plan,
)
from engine.language.translation.languages import LANGUAGES, TARGET
from engine.language.translation.providers import PROVIDERS, find_provider
from gui.dialogs.frame import DialogFrame, muted
from gui.services.context import CatalogueContext
from gui.services.tasks import Task, TaskState
from gui.services.translations import sentence
from gui.style.theme import spacing
from gui.widgets.plain_label import plain_label
from gui.widgets.plain_table import PlainTable
from gui.widgets.plain_text import button_text
from gui.words.amounts import counted, number
from gui.words.failures import reason_of, sentence_of
from gui.words.languages import language_title
from gui.words.times import local_time

SIZE_PX = (760, 680)
OWN_ADDRESS = "libretranslate"
"""The service that anybody can run, so that it has an address to fill in."""

WITH_REGION = "microsoft"


class TranslateDialog(DialogFrame):
    """Nothing is sent before the box is ticked that names the host and shows every word."""

    def __init__(
        self,
        context: CatalogueContext,
        label_ids: Sequence[int] = (),
        parent: QWidget | None = None,
        *,
        captions: bool = False,
    ) -> None:
        """Of labels, all where none are named; or of ``captions``."""
        super().__init__("", " ", parent, SIZE_PX)
        self._captions = captions
        self._job = "translate-captions" if captions else "translate"
        title = self.tr("Translate captions") if captions else self.tr("Translate label names")
        self.setWindowTitle(title)
        self.heading.setText(title)
        of_names = self.tr(
            "A translation service on the internet, or one of your own, names the labels in "
            "English. Names given by hand stay. Nothing is sent before you agree below."
        )
        of_captions = self.tr(
            "A translation service on the internet, or one of your own, says in English what "
            "captions say, of images that have none in English. The captions stay as they are. "
            "Nothing is sent before you agree below."
        )
        self.explanation.setText(of_captions if captions else of_names)
        self._context = context
        self._label_ids = tuple(label_ids)
        self._plan: TranslationPlan | None = None
        self._task: Task | None = None
        self._asked = 0
        self.content.addLayout(self._form())
        self.table = PlainTable(
            self.tr("What is sent, and what came back"),
            [self.tr("Sent"), self.tr("In English")],
            stretched=(0, 1),
            selectable=False,
            parent=self,
        )
        self.content.addWidget(self.table, 1)
        self.notes = muted("", self)
        self.content.addWidget(self.notes)
        self.problem = plain_label("", self, role="danger")
        self.problem.setWordWrap(True)
        self.content.addWidget(self.problem)
        self.agreement = QCheckBox(self)
        self.agreement.toggled.connect(self._follow)
        self.content.addWidget(self.agreement)
        self.revoke_button = QPushButton(self.tr("Take the agreement back"), self)
        self.revoke_button.clicked.connect(self._revoke)
        self.glossary_button = QPushButton(self.tr("Without internet…"), self)
        self.glossary_button.setToolTip(
            self.tr("A table that somebody who knows the words fills in")
        )
        self.glossary_button.clicked.connect(self._show_glossary)
        self.add_aside(self.glossary_button)
        self.add_aside(self.revoke_button)
        self.add_close_button()
        self.translate_button = self.add_button(self.tr("Translate"), primary=True)
        self.translate_button.clicked.connect(self._translate)
        self.glossary_button.setVisible(not captions)
        running = context.tasks.find(self._job)
        if running is not None:
            self._watch(running)
        self._read_settings()

    def _form(self) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(spacing.large)
        form.setVerticalSpacing(spacing.small)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.language = QComboBox(self)
        in_language = self.tr("Captions are in") if self._captions else self.tr("Labels are in")
        self.language.setAccessibleName(in_language)
        self.language.addItem(self.tr("Choose the language…"), "")
        names = {code: language_title(code) for code in LANGUAGES if code != TARGET}
        for code, name in sorted(names.items(), key=lambda item: item[1].casefold()):
            self.language.addItem(name, code)
        self.provider = QComboBox(self)
        self.provider.setAccessibleName(self.tr("Translation service"))
        for name, provider in PROVIDERS.items():
            self.provider.addItem(provider.title, name)
        self.url = QLineEdit(self)
        self.url.setAccessibleName(self.tr("Address of the service"))
        self.url.setPlaceholderText(self.tr("https://… of your own service; empty: the public one"))
        self.key = QLineEdit(self)
        self.key.setAccessibleName(self.tr("Key"))
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        form.addRow(in_language, self.language)
        form.addRow(self.tr("Service"), self.provider)
        form.addRow(self.tr("Address"), self.url)
        form.addRow(self.tr("Key"), self.key)
        self._rows = form
        return form

    # What would be sent

    def _read_settings(self) -> None:
        catalogue = self._context.catalogue

        def read() -> tuple[str, str, str]:
            agreed = consent_of(catalogue)
            language = str(catalogue.settings.get("language.archive", ""))
            return language, *((agreed.provider, agreed.url) if agreed is not None else ("", ""))

        self._context.reads.submit(read, self._take_settings, self._not_possible)

    def _take_settings(self, settings: tuple[str, str, str]) -> None:
        language, provider, url = settings
        self.language.setCurrentIndex(max(0, self.language.findData(language)))
        self.provider.setCurrentIndex(max(0, self.provider.findData(provider)))
        if provider == OWN_ADDRESS and url != find_provider(provider).url:
            self.url.setText(url)
        self.language.currentIndexChanged.connect(self._changed)
        self.provider.currentIndexChanged.connect(self._changed)
        self.url.editingFinished.connect(self._changed)
        self._changed()

    @Slot()
    def _changed(self) -> None:
        """Another language, service or address: whatever was agreed to before is not this."""
        provider = find_provider(str(self.provider.currentData()))
        self._rows.setRowVisible(self.url, provider.name == OWN_ADDRESS)
        self._rows.setRowVisible(self.key, bool(provider.key_variable))
        kept = self.tr("Empty: the one this computer's keyring has")
        with_region = self.tr("key, or key@region; empty: the one this computer's keyring has")
        self.key.setPlaceholderText(with_region if provider.name == WITH_REGION else kept)
        self.agreement.setChecked(False)
        self._plan_again()

    def _plan_again(self) -> None:
        self._plan = None
        self._asked += 1
        asked, catalogue, ids = self._asked, self._context.catalogue, self._label_ids
        provider, language = str(self.provider.currentData()), str(self.language.currentData())
        url = self.url.text().strip() if provider == OWN_ADDRESS else ""
        if not language:
            of_names = self.tr("Choose the language that the label names are in.")
            of_captions = self.tr("Choose the language of the captions to translate.")
            self._show_nothing("")
            self.notes.setText(of_captions if self._captions else of_names)
            return

        def plan() -> tuple[int, TranslationPlan]:
            if self._captions:
                address = url or find_provider(provider).url
                of_captions = caption_plan(
                    catalogue, provider=provider, url=address, language=language
                )
                return asked, of_captions
            made = translation_plan(
                catalogue,
                provider=provider,
                url=url or find_provider(provider).url,
                language=language,
                label_ids=ids,
                again=bool(ids),
            )
            return asked, made

        self._context.reads.submit(plan, self._show_plan, self._not_possible)

    def _show_plan(self, answer: tuple[int, TranslationPlan]) -> None:
        asked, plan = answer
        if asked != self._asked:
            return
        self._plan = plan
        self.problem.setText("")
        self.table.show_rows([(text, "") for text in plan.texts])
        notes = []
        if not plan.texts:
            of_names = self.tr("All labels have English names; there is nothing to send.")
            of_captions = self.tr(
                "All images with captions in this language have one in English, or none has a "
                "caption in it; there is nothing to send."
            )
            notes.append(of_captions if self._captions else of_names)
        if plan.not_sent:
            text = self.tr("Never sent, as there are no letters in them: {names}.")
            notes.append(text.replace("{names}", ", ".join(plan.not_sent[:5])))
        if not plan.is_encrypted:
            text = self.tr(
                "The way to {host} is not encrypted: others on the network can read along."
            )
            notes.append(text.replace("{host}", plan.host))
        if plan.agreed is not None:
            text = self.tr("{curator} agreed to {host} on {date}.")
            text = text.replace("{date}", local_time(plan.agreed.time))
            text = text.replace("{host}", plan.agreed.host)
            notes.append(text.replace("{curator}", plan.agreed.curator))
        self.notes.setText(" ".join(notes))
        one, many = (
            self.tr("I agree that this name is sent to {host}, and nothing else"),
            self.tr("I agree that these {count} names are sent to {host}, and nothing else"),
        )
        if self._captions:
            one = self.tr("I agree that this caption is sent to {host}, and nothing else")
            many = self.tr("I agree that these {count} captions are sent to {host}, nothing else")
        text = counted(len(plan.texts), one, many)
        # An ampersand would be taken for a menu key.
        self.agreement.setText(text.replace("{host}", button_text(plan.host)))
        if plan.is_agreed:
            self.agreement.setChecked(True)
        self._follow()

    def _not_possible(self, error: Exception) -> None:
        self._show_nothing(sentence_of(error))

    def _show_nothing(self, reason: str) -> None:
        self.table.show_rows([])
        self.notes.setText("")
        self.problem.setText(reason)
        self._follow()

    @Slot()
    def _follow(self) -> None:
        plan, is_running = self._plan, self._task is not None
        something = plan is not None and bool(plan.texts)
        self.agreement.setVisible(something)
        self.agreement.setEnabled(not is_running)
        self.translate_button.setEnabled(
            something and self.agreement.isChecked() and not is_running
        )
        self.revoke_button.setVisible(plan is not None and plan.agreed is not None)
        for widget in (self.language, self.provider, self.url, self.key):
            widget.setEnabled(not is_running)

    # Agreeing and sending

    @Slot()
    def _translate(self) -> None:
        plan = self._plan
        if plan is None or not self.agreement.isChecked():
            return
        self.translate_button.setEnabled(False)
        self.problem.setText("")
        catalogue, key = self._context.catalogue, self.key.text().strip()
        self._context.compute.submit(
            lambda: _agree(catalogue, plan, key), self._start, self._not_possible_to_start
        )

    def _not_possible_to_start(self, error: Exception) -> None:
        self.problem.setText(sentence_of(error))
        self._follow()

    def _start(self, plan: TranslationPlan) -> None:
        self.key.clear()
        options: dict[str, Any] = {
            "label_ids": self._label_ids,
            "again": bool(self._label_ids),
        }
        if self._captions:
            options = {"language": plan.source}
        tasks = self._context.tasks
        self._watch(tasks.start(self._job, provider=plan.provider, url=plan.url, **options))

    def _watch(self, task: Task) -> None:
        self._task = task
        task.changed.connect(self._show_progress)
        task.ended.connect(self._ended)
        self._follow()

    @Slot()
    def _show_progress(self) -> None:
        task = self._task
        if task is None or task.progress is None:
            return
        text = self.tr("{done} of {total} asked; the task bar below can stop it.")
        text = text.replace("{done}", number(task.progress.done))
        self.notes.setText(text.replace("{total}", number(task.progress.total)))

    @Slot()
    def _ended(self) -> None:
        task, self._task = self._task, None
        if task is None:
            return
        reasons: Mapping[str, str] = {}
        if isinstance(task.summary, TranslateSummary):
            reasons = {text: sentence(reason) for text, reason in task.summary.failed}
            self.notes.setText(_summary_sentence(task.summary))
        else:
            self.notes.setText("")
            reason = reason_of(task.failure)
            if task.state is TaskState.CANCELLED:
                reason = self.tr("Stopped. What was translated is kept.")
            self.problem.setText(reason or self.tr("The translation failed."))
        plan, catalogue = self._plan, self._context.catalogue
        names = task.summary.names if isinstance(task.summary, TranslateSummary) else {}
        if plan is not None and self._captions:
            rows = [(text, names.get(text) or reasons.get(text, "")) for text in plan.texts]
            self.table.show_rows(rows)
        elif plan is not None:
            self._context.reads.submit(
                lambda: _results(catalogue, plan, reasons), self.table.show_rows
            )
        self._follow()

    @Slot()
    def _revoke(self) -> None:
        catalogue = self._context.catalogue
        self.agreement.setChecked(False)
        self._context.writes.submit(
            lambda: revoke_consent(catalogue), lambda _there_was: self._plan_again()
        )

    @Slot()
    def _show_glossary(self) -> None:
        self._context.navigator.glossary_requested.emit()
        self.close()


def _agree(catalogue: Catalogue, plan: TranslationPlan, key: str) -> TranslationPlan:
    """Keep a key and the agreement. Raises InputError where there is no keyring."""
    provider = find_provider(plan.provider).at(plan.url)
    if key:
        from engine.language.translation.keys import store_key

        store_key(provider.host, key, provider.key_variable)
    give_consent(catalogue, plan)
    return plan


def _results(
    catalogue: Catalogue, plan: TranslationPlan, reasons: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Every name as it was sent with what it is called now, or why it is not."""
    labels = {label.id: label for label in catalogue.labels.all()}
    rows = []
    for text in plan.texts:
        found = [labels[one] for one in plan.ids[text] if one in labels]
        name = found[0].automatic_name if found else ""
        rows.append((text, name or reasons.get(text, "")))
    return rows


def _summary_sentence(summary: TranslateSummary) -> str:
    text = QCoreApplication.translate(
        "TranslateDialog", "{translated} of {asked} names translated. Undo takes them back."
    )
    if summary.what == "captions":
        text = QCoreApplication.translate(
            "TranslateDialog", "{translated} of {asked} captions translated. Undo takes them back."
        )
    text = text.replace("{translated}", number(summary.translated))
    return text.replace("{asked}", number(summary.asked))
