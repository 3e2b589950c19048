"""What is said of labels: headings, cells, tooltips and sentences, in the person's language."""

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from engine.answers.name_figures import NameFigure
from gui.labels.rows import Column, LabelRow, Show
from gui.services.translations import QT_TRANSLATE_NOOP
from gui.words.amounts import counted, number, percentage
from gui.words.suggesters import suggester_title

if TYPE_CHECKING:
    from engine.language.same_labels import SameLabels

NOT_KNOWN = "–"

TITLES = {
    Column.NAME: QT_TRANSLATE_NOOP("Labels", "Name"),
    Column.ENGLISH: QT_TRANSLATE_NOOP("Labels", "In English"),
    Column.ORIGIN: QT_TRANSLATE_NOOP("Labels", "Translated"),
    Column.PARENT: QT_TRANSLATE_NOOP("Labels", "Under"),
    Column.ALIASES: QT_TRANSLATE_NOOP("Labels", "Also called"),
    Column.IMAGES: QT_TRANSLATE_NOOP("Labels", "Images"),
    Column.F_SCORE: QT_TRANSLATE_NOOP("Labels", "Quality (F2)"),
    Column.BY_NAME: QT_TRANSLATE_NOOP("Labels", "By name alone"),
}

EXPLANATIONS = {
    Column.NAME: QT_TRANSLATE_NOOP("Labels", "The label as it is written in the catalogue"),
    Column.ENGLISH: QT_TRANSLATE_NOOP(
        "Labels", "What the label is called in English: the name that images are compared with"
    ),
    Column.ORIGIN: QT_TRANSLATE_NOOP(
        "Labels",
        "Where the label's English name is from: given by hand, by a translation service, from "
        "nowhere yet, or not needed as the label is in English",
    ),
    Column.PARENT: QT_TRANSLATE_NOOP("Labels", "The label it lies under (parent)"),
    Column.ALIASES: QT_TRANSLATE_NOOP("Labels", "Other names it is found by (aliases)"),
    Column.IMAGES: QT_TRANSLATE_NOOP("Labels", "Images that carry the label or one under it"),
    Column.F_SCORE: QT_TRANSLATE_NOOP(
        "Labels",
        "How well the label is suggested, in the newest report of the Evaluate page (F2): 100 % "
        "finds all of its images and suggests no wrong one",
    ),
    Column.BY_NAME: QT_TRANSLATE_NOOP(
        "Labels",
        "How well the encoder tells the label's images from others by its English name alone "
        "(zero-shot ROC AUC with its 95 % interval): 100 % always, 50 % like tossing a coin",
    ),
}

ORIGINS = {
    "manual": QT_TRANSLATE_NOOP("Labels", "by hand"),
    "automatic": QT_TRANSLATE_NOOP("Labels", "by a service"),
    "original": QT_TRANSLATE_NOOP("Labels", "not yet"),
    "itself": QT_TRANSLATE_NOOP("Labels", "not needed"),
}

SHOWN = {
    Show.ALL: QT_TRANSLATE_NOOP("Labels", "All labels ({count})"),
    Show.UNUSABLE: QT_TRANSLATE_NOOP("Labels", "Names that find nothing ({count})"),
    Show.UNTRANSLATED: QT_TRANSLATE_NOOP("Labels", "Untranslated ({count})"),
    Show.NO_IMAGES: QT_TRANSLATE_NOOP("Labels", "No images ({count})"),
}


class LabelWords:
    """The texts of the vocabulary's cells."""

    def title(self, column: Column) -> str:
        """A column's heading."""
        return translate(TITLES[column])

    def explanation(self, column: Column) -> str:
        """What a column says, with the technical words."""
        return translate(EXPLANATIONS[column])

    def cell(self, row: LabelRow, column: Column) -> str:
        """A cell's text."""
        label = row.label
        if column is Column.NAME:
            return label.name
        if column is Column.ENGLISH:
            return row.english
        if column is Column.ORIGIN:
            return origin(row)
        if column is Column.PARENT:
            return row.parent_name
        if column is Column.ALIASES:
            return ", ".join(label.aliases)
        if column is Column.IMAGES:
            return number(label.total_count)
        if column is Column.F_SCORE:
            return NOT_KNOWN if row.f_score is None else percent(row.f_score)
        return NOT_KNOWN if row.figure is None else figure_text(row.figure)

    def tooltip(self, row: LabelRow, column: Column, reason: str = "") -> str | None:
        """What a cell has no room for; ``reason``: why no figure is there."""
        text = self._tooltip(row, column)
        if column is Column.BY_NAME and row.figure is None:
            text = reason or translate(
                QT_TRANSLATE_NOOP("Labels", "Not known: fewer than 3 encoded images carry it")
            )
        return text

    def _tooltip(self, row: LabelRow, column: Column) -> str | None:
        if column is Column.IMAGES and row.label.below_count:
            text = translate(
                QT_TRANSLATE_NOOP("Labels", "{own} carry it, {below} only a label under it")
            )
            return text.format(
                own=number(row.label.image_count), below=number(row.label.below_count)
            )
        if column is Column.ORIGIN and row.label.automatic_from and row.origin == "automatic":
            return row.label.automatic_from
        if column is Column.BY_NAME and row.figure is not None and not row.figure.is_usable:
            return translate(
                QT_TRANSLATE_NOOP(
                    "Labels", "Hardly better than chance: another name or a description may help"
                )
            )
        if column in (Column.NAME, Column.ENGLISH, Column.PARENT, Column.ALIASES):
            return self.cell(row, column) or None
        return None

    def spoken(self, row: LabelRow, column: Column) -> str:
        """A cell for a screen reader: the heading and the text."""
        text = self.cell(row, column)
        if text == NOT_KNOWN:
            text = translate(QT_TRANSLATE_NOOP("Labels", "not known"))
        return text if column is Column.NAME else f"{self.title(column)}: {text}"


def translate(text: str) -> str:
    """A text of this table in the person's language."""
    return QCoreApplication.translate("Labels", text)


def origin(row: LabelRow) -> str:
    """Who gave a label its English name."""
    return translate(ORIGINS[row.origin])


def percent(value: float, decimals: int = 0) -> str:
    """A share as a percentage."""
    return percentage(value, decimals)


def interval(value: NameFigure) -> str:
    """The ends of an area's interval, in percent: "65–77"."""
    low, high = (QLocale().toString(100 * end, "f", 0) for end in (value.low, value.high))
    return f"{low}–{high}"


def figure_text(value: NameFigure) -> str:
    """An area under the curve with its interval: "71 % (65–77)"."""
    return f"{percent(value.auc)} ({interval(value)})"


def shown_name(show: Show, count: int) -> str:
    """A kind of labels with how many there are."""
    return translate(SHOWN[show]).replace("{count}", number(count))


def origin_sentence(row: LabelRow) -> str:
    """Where the English name comes from, where that is worth a line."""
    label = row.label
    if label.automatic_name and row.origin in ("manual", "automatic"):
        text = translate(QT_TRANSLATE_NOOP("Labels", "Translated by {origin}: “{name}”"))
        return text.replace("{origin}", label.automatic_from or "?").replace(
            "{name}", label.automatic_name
        )
    return ""


def counts_sentence(row: LabelRow) -> str:
    """How many images carry a label."""
    label = row.label
    own = counted(
        label.image_count,
        translate(QT_TRANSLATE_NOOP("Labels", "1 image carries it")),
        translate(QT_TRANSLATE_NOOP("Labels", "{count} images carry it")),
    )
    if not label.below_count:
        return own
    below = translate(QT_TRANSLATE_NOOP("Labels", "{own}, {below} more a label under it"))
    return below.replace("{own}", own).replace("{below}", number(label.below_count))


def report_sentence(made_at: str, suggester: str) -> str:
    """Where the column of F2 comes from, or where it would."""
    if not made_at:
        return translate(
            QT_TRANSLATE_NOOP("Labels", "Quality: not measured yet, the Evaluate page does it")
        )
    text = translate(QT_TRANSLATE_NOOP("Labels", "Quality: report of {time}, {suggester}"))
    moment = datetime.fromisoformat(made_at).astimezone()
    date = QLocale().toString(
        QDate(moment.year, moment.month, moment.day), QLocale.FormatType.ShortFormat
    )
    return text.replace("{time}", f"{date} {moment:%H:%M}").replace(
        "{suggester}", suggester_title(suggester)
    )


def reason_text(reason: str) -> str:
    """Why there are no figures of names, in the person's language."""
    if "not encoded" in reason:
        return translate(
            QT_TRANSLATE_NOOP(
                "Labels", "By name alone: the images are not encoded yet, see the Work menu."
            )
        )
    if "no text tower" in reason:
        return translate(
            QT_TRANSLATE_NOOP(
                "Labels",
                "By name alone: the encoder in use cannot read words. Choose another one in the "
                "Work menu.",
            )
        )
    return reason


SAME_REASONS = {
    "punctuation": QT_TRANSLATE_NOOP("Labels", "spaces or punctuation: “{one}”, “{other}”"),
    "number": QT_TRANSLATE_NOOP("Labels", "singular and plural: “{one}”, “{other}”"),
    "word order": QT_TRANSLATE_NOOP("Labels", "order of the words: “{one}”, “{other}”"),
    "spelling": QT_TRANSLATE_NOOP("Labels", "spelling: “{one}”, “{other}”"),
    "english name": QT_TRANSLATE_NOOP("Labels", "same English name: “{one}”, “{other}”"),
    "images": QT_TRANSLATE_NOOP("Labels", "{shared} of {all} images are the same"),
}


def same_title(source: LabelRow, target: LabelRow) -> str:
    """Two labels of which the first would become the second."""
    left, right = source.label, target.label
    return (
        f"{left.name} ({number(left.image_count)})  →  {right.name} ({number(right.image_count)})"
    )


def same_reasons(pair: "SameLabels") -> str:
    """Why two labels may be the same, the strongest reason first."""
    told = []
    for reason in pair.reasons:
        text = translate(SAME_REASONS[str(reason.kind)])
        for blank, value in (
            ("{one}", reason.names[0]),
            ("{other}", reason.names[1]),
            ("{shared}", number(reason.shared_images)),
            ("{all}", number(reason.all_images)),
        ):
            text = text.replace(blank, value)
        told.append(text)
    return "; ".join(told)
