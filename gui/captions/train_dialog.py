"""What is trained, from which encoder, by which settings; time and memory are said first."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLineEdit, QWidget

from engine.answers.encoders_used import UsedEncoder
from engine.answers.language import finished
from engine.encoders.built_in import BUILT_IN
from engine.encoders.trained import NAME
from engine.jobs.process import JobRequest, asked_apart
from engine.jobs.training.estimate import Estimate, estimate_training
from engine.jobs.training.request import TrainRequest
from engine.progress import NeverCancelled
from engine.training.presets import PRESETS
from gui.captions.training_words import (
    estimate_sentence,
    method_about,
    preset_title,
    training_methods,
)
from gui.dialogs.frame import DialogFrame
from gui.services.context import CatalogueContext
from gui.services.latest import LatestAnswer
from gui.style import theme
from gui.style.theme import spacing
from gui.widgets.plain_label import plain_label
from gui.words.encoders import encoder_name
from gui.words.failures import sentence_of

SIZE_PX = (560, 460)
HEADS, CONTRASTIVE, DUAL, MIXED = "heads", "contrastive", "dual", "wise-ft"
FIRST_NAME = "own"
CLEANING = "urls,users,hashtags,emoji,empty"
ESTIMATE_JOB = "estimate-training"


class TrainDialog(DialogFrame):
    """Emits ``asked`` with the options of the job."""

    asked = Signal(object)

    def __init__(
        self,
        context: CatalogueContext,
        encoders: Sequence[UsedEncoder],
        trained: Sequence[str],
        taken: Sequence[str],
        parent: QWidget | None,
    ) -> None:
        """``encoders``: with features, the one in use first; ``trained``: encoders that may be
        mixed; ``taken``: names that are there already."""
        super().__init__("", "", parent, SIZE_PX)
        self.setWindowTitle(self.tr("Train an encoder"))
        self.heading.setText(self.tr("Train an encoder on your captions"))
        self.explanation.setText(
            self.tr(
                "The encoder learns which captions belong to which images. It becomes an encoder "
                "of its own; the one it begins from, and all its features, stay as they are."
            )
        )
        self.explanation.show()
        self._context = context
        self._encoders, self._trained = list(encoders), list(trained)
        self._taken = {one.casefold() for one in taken}
        self._latest = LatestAnswer("training-estimate", self)
        self.name = QLineEdit(_free_name(self._taken), self)
        self.method = QComboBox(self)
        for method, title in training_methods().items():
            if self._bases_of(method):
                self.method.addItem(title, method)
        self.about = plain_label("", self, role="muted")
        self.about.setWordWrap(True)
        self.base = QComboBox(self)
        self.preset = QComboBox(self)
        for preset in PRESETS:
            self.preset.addItem(preset_title(preset), preset)
        self.sweep = QCheckBox(self.tr("Try five learning rates for a short while first"), self)
        self.clean = QCheckBox(
            self.tr("Without web addresses, user names, emoji and empty captions"), self
        )
        self.not_worse = QCheckBox(
            self.tr("Find labels no worse than the encoder it begins from"), self
        )
        self.text_tower = QLineEdit(self)
        self.text_tower.setPlaceholderText(
            self.tr("Built-in; or an encoder's name, or the folder of a text model")
        )
        self.outlook = plain_label("", self)
        self.outlook.setWordWrap(True)
        self._build()
        self._follow_method()

    def _build(self) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(spacing.small)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for title, field in (
            (self.tr("Name"), self.name),
            (self.tr("Method"), self.method),
            ("", self.about),
            (self.tr("Begin from"), self.base),
            (self.tr("Text tower"), self.text_tower),
            (self.tr("Settings"), self.preset),
            (self.tr("Captions"), self.clean),
            ("", self.sweep),
            ("", self.not_worse),
        ):
            form.addRow(title, field)
            if title:
                field.setAccessibleName(title)
        self._form = form
        self.content.addLayout(form)
        self.content.addStretch(1)
        self.content.addWidget(self.outlook)
        cancel = self.add_button(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.train_button = self.add_button(self.tr("Train"), primary=True)
        self.train_button.clicked.connect(self._ask)
        self.method.currentIndexChanged.connect(self._follow_method)
        self.base.currentIndexChanged.connect(self._estimate)
        self.preset.currentIndexChanged.connect(self._estimate)
        self.sweep.toggled.connect(self._estimate)
        self.clean.toggled.connect(self._estimate)
        self.text_tower.editingFinished.connect(self._estimate)
        self.name.textChanged.connect(self._follow_name)
        self.finished.connect(self._latest.close)

    @property
    def options(self) -> Mapping[str, Any]:
        """What the job is started with."""
        method = str(self.method.currentData())
        base = str(self.base.currentData() or "")
        found: dict[str, Any] = {
            "name": self.name.text().strip(),
            "method": method,
            "bases": (base,) if base else (),
        }
        if method == MIXED:
            found["not_worse"] = self.not_worse.isChecked()
        else:
            found["preset"] = str(self.preset.currentData())
            found["sweep"] = self.sweep.isChecked()
            if self.clean.isChecked():
                found["clean"] = CLEANING
        if method == DUAL and self.text_tower.text().strip():
            found["extra"] = {"text_tower": self.text_tower.text().strip()}
        return found

    def _bases_of(self, method: str) -> list[str]:
        """The encoders that a method can begin from."""
        if method == MIXED:
            return self._trained
        names = [one.name for one in self._encoders]
        if method == CONTRASTIVE:  # only open_clip's models have weights that can be changed
            return [one for one in names if one != BUILT_IN and one.casefold() not in self._taken]
        return names

    @Slot()
    def _follow_method(self) -> None:
        method = str(self.method.currentData())
        self.about.setText(method_about(method))
        is_mixed = method == MIXED
        self.base.blockSignals(True)
        self.base.clear()
        for name in self._bases_of(method):
            self.base.addItem(encoder_name(name), name)
        self.base.blockSignals(False)
        for field, shown in (
            (self.preset, not is_mixed),
            (self.sweep, not is_mixed),
            (self.clean, not is_mixed),
            (self.not_worse, is_mixed),
            (self.text_tower, method == DUAL),
        ):
            self._form.setRowVisible(field, shown)
        self._estimate()

    @Slot()
    def _estimate(self) -> None:
        """Ask what it takes; only a mix is not foretold, which is made in minutes."""
        options = self.options
        is_tried = options["method"] == CONTRASTIVE and bool(options["bases"])
        if options["method"] == MIXED:
            self._latest.forget()
            self._say(
                self.tr("How long it takes is seen once it runs; it can be stopped any time.")
            )
            return
        self._say(self.tr("Looking how long it takes…"))
        catalogue = self._context.catalogue
        request = replace(TrainRequest(**options), name=options["name"] or FIRST_NAME)

        def look() -> Estimate:
            if is_tried:
                asked = JobRequest(
                    ESTIMATE_JOB, catalogue.path, catalogue.curator, request.options()
                )
                found: Estimate = asked_apart(asked)
                return found
            return finished(estimate_training(catalogue, request, cancel=NeverCancelled()))

        self._latest.ask(look, self._take_estimate, self._cannot)

    def _take_estimate(self, found: Estimate) -> None:
        self._say(estimate_sentence(found))
        self._follow_name()

    def _cannot(self, error: Exception) -> None:
        self._say(sentence_of(error), is_wrong=True)
        self.train_button.setEnabled(False)

    def _say(self, text: str, *, is_wrong: bool = False) -> None:
        self.outlook.setText(text)
        theme.set_role(self.outlook, "danger" if is_wrong else "")
        self._grow()
        self._follow_name()

    def _grow(self) -> None:
        """A layout asks for no more height where texts wrap, and would cut the last one off."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.resize(self.width(), max(self.height(), layout.heightForWidth(self.width())))

    @Slot()
    def _follow_name(self) -> None:
        name = self.name.text().strip()
        is_free = bool(NAME.fullmatch(name)) and name.casefold() not in self._taken
        self.train_button.setEnabled(is_free and self.base.count() > 0)
        tooltip = self.tr("Letters, digits, dots, dashes and blanks; a name that is not taken")
        self.train_button.setToolTip("" if is_free else tooltip)

    @Slot()
    def _ask(self) -> None:
        self.asked.emit(self.options)
        self.accept()


def _free_name(taken: set[str]) -> str:
    number = 1
    while (name := FIRST_NAME if number == 1 else f"{FIRST_NAME}-{number}") in taken:
        number += 1
    return name
