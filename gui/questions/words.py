"""What the Questions page says."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale

from db.questions.records import Answer, AnswerRecord, QuestionRecord
from db.records import ImageRecord
from engine.answers.questions.queue import AskingOrder
from gui.questions.report import MeasuredQuestion
from gui.widgets.figures.model import Cell, FigureColumn, Row
from gui.words.amounts import counted, number, percentage
from gui.words.times import local_time

MOST_CAPTIONS = 3
SEPARATOR = "  ·  "


def answer_name(answer: Answer) -> str:
    """An answer, as it stands on its button."""
    names: dict[Answer, str] = {
        "yes": QCoreApplication.translate("Questions", "Yes"),
        "no": QCoreApplication.translate("Questions", "No"),
        "unsure": QCoreApplication.translate("Questions", "Can't say"),
    }
    return names[answer]


def order_name(order: AskingOrder) -> str:
    """Which images come first, as it stands in the list."""
    names: dict[AskingOrder, str] = {
        "mixed": QCoreApplication.translate("Questions", "Least certain and random in turn"),
        "uncertain": QCoreApplication.translate("Questions", "Least certain first"),
        "likely": QCoreApplication.translate("Questions", "Likeliest yes first"),
        "random": QCoreApplication.translate("Questions", "At random"),
    }
    return names[order]


def order_purpose(order: AskingOrder) -> str:
    """What an order is good for."""
    purposes: dict[AskingOrder, str] = {
        "mixed": QCoreApplication.translate(
            "Questions", "Learns fastest, and still says how common a yes is."
        ),
        "uncertain": QCoreApplication.translate(
            "Questions", "Each answer teaches the most: nothing certain is known of these images."
        ),
        "likely": QCoreApplication.translate(
            "Questions", "Finds the images that are a yes, where few are."
        ),
        "random": QCoreApplication.translate(
            "Questions", "Says how common a yes is, and lets the other answers be judged fairly."
        ),
    }
    return purposes[order]


def counts_text(question: QuestionRecord) -> str:
    """How many images have each answer: "12 yes · 80 no · 3 can't say"."""
    if not question.answered:
        return QCoreApplication.translate("Questions", "nothing answered yet")
    yes = QCoreApplication.translate("Questions", "{count} yes")
    no = QCoreApplication.translate("Questions", "{count} no")
    unsure = QCoreApplication.translate("Questions", "{count} can't say")
    parts = [
        yes.replace("{count}", number(question.yes)),
        no.replace("{count}", number(question.no)),
    ]
    if question.unsure:
        parts.append(unsure.replace("{count}", number(question.unsure)))
    return SEPARATOR.join(parts)


def left_text(left: int, expected_yes: float | None) -> str:
    """How many images have no answer, and how many of them are expected to be a yes."""
    text = counted(
        left,
        QCoreApplication.translate("Questions", "1 image left"),
        QCoreApplication.translate("Questions", "{count} images left"),
    )
    if expected_yes is None:
        return text
    gain = QCoreApplication.translate("Questions", "about {count} of them yes")
    return f"{text}, {gain.replace('{count}', number(round(expected_yes)))}"


def pace_text(last_minute: int) -> str:
    """Answers of the last minute; "" for none."""
    if not last_minute:
        return ""
    text = QCoreApplication.translate("Questions", "{count} in the last minute")
    return text.replace("{count}", number(last_minute))


def saved_text(saving: int) -> str:
    """Whether all answers are in the catalogue."""
    if saving:
        return QCoreApplication.translate("Questions", "saving…")
    return QCoreApplication.translate("Questions", "saved")


def likelihood_text(probability: float | None) -> str:
    """How likely a yes is; "" where nothing is predicted."""
    if probability is None:
        return ""
    text = QCoreApplication.translate("Questions", "yes: {percent}")
    return text.replace("{percent}", percentage(probability))


def costs_text(question: QuestionRecord) -> str:
    """What each error costs, and from which probability on it is a yes."""
    text = QCoreApplication.translate(
        "Questions", "A wrong yes costs {wrong}, a missed yes {missed}."
    )
    costs = text.replace("{wrong}", cost_text(question.cost_wrong_yes))
    costs = costs.replace("{missed}", cost_text(question.cost_missed_yes))
    return f"{costs} {threshold_text(question.cost_wrong_yes, question.cost_missed_yes)}"


def threshold_text(cost_wrong_yes: float, cost_missed_yes: float) -> str:
    """From which probability on a yes costs less than a no."""
    text = QCoreApplication.translate(
        "Questions", "So an image counts as a yes from {percent} likelihood on."
    )
    threshold = cost_wrong_yes / (cost_wrong_yes + cost_missed_yes)
    return text.replace("{percent}", percentage(threshold))


def cost_text(cost: float) -> str:
    """What an error costs, without needless decimals."""
    return QLocale().toString(cost, "g", 6)


def picture_facts(image: ImageRecord) -> str:
    """The file's name, day and folder of an image, as far as there are any."""
    name = image.path.rsplit("/", 1)[-1]
    taken = local_time(image.captured_at) if image.captured_at else ""
    return SEPARATOR.join(fact for fact in (name, taken, image.folder) if fact)


def captions_text(captions: tuple[str, ...]) -> str:
    """The captions of an image, a line each."""
    lines = [" ".join(caption.split()) for caption in captions[:MOST_CAPTIONS]]
    more = len(captions) - len(lines)
    if more > 0:
        lines.append(
            counted(
                more,
                QCoreApplication.translate("Questions", "and 1 more caption"),
                QCoreApplication.translate("Questions", "and {count} more captions"),
            )
        )
    return "\n".join(lines)


def duplicate_text(answer: Answer | None) -> str:
    """What a duplicate was answered with."""
    if answer is None:
        return QCoreApplication.translate("Questions", "no answer")
    return answer_name(answer)


def agreement(answer: Answer, probability: float) -> float:
    """How much a probability of a yes speaks for an answer, in [0, 1]; for "can't say", how
    uncertain it is itself."""
    if answer == "unsure":
        return 1.0 - abs(2.0 * probability - 1.0)
    return probability if answer == "yes" else 1.0 - probability


def disagrees(answer: Answer, probability: float, threshold: float) -> bool:
    """Whether the other would be said of the image, from a threshold on."""
    return answer != "unsure" and (answer == "yes") != (probability >= threshold)


def doubtful_text(count: int) -> str:
    """How many answers the others speak against."""
    return counted(
        count,
        QCoreApplication.translate("Questions", "the other answers speak against 1"),
        QCoreApplication.translate("Questions", "the other answers speak against {count}"),
    )


def given_text(record: AnswerRecord) -> str:
    """An answer, who gave it and when."""
    parts = [answer_name(record.answer), record.decider, local_time(record.decided_at)]
    return SEPARATOR.join(filter(None, parts))


def model_name(name: str) -> str:
    """A model of a measurement, in plain words; a setting of an optimiser stays as it is."""
    names = {
        "head": QCoreApplication.translate("Questions", "Picture and words"),
        "image alone": QCoreApplication.translate("Questions", "Picture alone"),
        "text alone": QCoreApplication.translate("Questions", "Meaning of the words alone"),
        "words of the text": QCoreApplication.translate("Questions", "Which words there are"),
        "majority": QCoreApplication.translate("Questions", "Always the commoner answer"),
    }
    return names.get(name, name)


SHOWN_FIGURES = (
    *("precision_yes", "recall_yes", "f1_yes", "precision_no", "recall_no", "f1_no"),
    *("pr_auc_yes", "calibration_error", "cost"),
)
LOW_IS_GOOD = ("calibration_error", "cost")


def figure_columns() -> tuple[FigureColumn, ...]:
    """The headings of the table of models."""
    translate = QCoreApplication.translate
    precision = translate(
        "Questions", "Of those that are said to be it, the share that is (precision)"
    )
    recall = translate("Questions", "Of those that are it, the share that is found (recall)")
    both = translate("Questions", "Both in one figure (F1), with its 95 % interval")
    return (
        FigureColumn(translate("Questions", "What it goes by"), numeric=False),
        FigureColumn(translate("Questions", "Yes: right"), precision),
        FigureColumn(translate("Questions", "Yes: found"), recall),
        FigureColumn(translate("Questions", "Yes: both (F1)"), both),
        FigureColumn(translate("Questions", "No: right"), precision),
        FigureColumn(translate("Questions", "No: found"), recall),
        FigureColumn(translate("Questions", "No: both (F1)"), both),
        FigureColumn(
            translate("Questions", "Order of yes"),
            translate(
                "Questions",
                "Area under precision and recall (PR-AUC): 1 where every yes is before every no",
            ),
        ),
        FigureColumn(
            translate("Questions", "Likelihood off by"),
            translate(
                "Questions",
                "Expected calibration error: how far the likelihoods are from what came true",
            ),
        ),
        FigureColumn(
            translate("Questions", "Cost an image"),
            translate("Questions", "At the threshold that the costs name, with its 95 % interval"),
        ),
    )


def figure_rows(measured: MeasuredQuestion) -> dict[str, Row]:
    """A row for each model, by its name; the best of each column stands out."""
    best: dict[str, float] = {}
    for name in SHOWN_FIGURES:
        values = [model.figures[name].value for model in measured.models]
        known = [value for value in values if value == value]
        if known:
            best[name] = min(known) if name in LOW_IS_GOOD else max(known)
    rows: dict[str, Row] = {}
    for place, model in enumerate(measured.models):
        cells = [Cell(model_name(model.name), place)]
        for name in SHOWN_FIGURES:
            found = model.figures[name]
            spread = f"{short_figure(found.low)}–{short_figure(found.high)}"
            cells.append(
                Cell(
                    short_figure(found.value),
                    found.value,
                    tooltip=spread,
                    best=found.value == best.get(name),
                )
            )
        rows[model.name] = tuple(cells)
    return rows


def short_figure(value: float) -> str:
    """A figure with two decimals as the language writes them, a dash for none."""
    return "–" if value != value else QLocale().toString(float(value), "f", 2)


def measured_text(measured: MeasuredQuestion) -> str:
    """What was measured."""
    if measured.drawn_only:
        text = QCoreApplication.translate(
            "Questions",
            "Measured on {answers} answers to images drawn at random, {yes} of them yes, each by "
            "models that had not seen it",
        )
    else:
        text = QCoreApplication.translate(
            "Questions",
            "Measured on {answers} answers, {yes} of them yes, each by models that had not seen it",
        )
    return text.replace("{answers}", number(measured.answers)).replace(
        "{yes}", number(measured.yes)
    )


def verdict_text(measured: MeasuredQuestion) -> str:
    """Whether the head is worth its name: better than everything simpler, and surely so."""
    own = measured.head.figures["f1_yes"]
    others = measured.models[1:]
    best = max((one.figures["f1_yes"].value for one in others), default=0.0)
    is_sure = all(one.least_gain is not None and one.least_gain > 0.0 for one in others)
    if own.value > best and not is_sure:
        text = QCoreApplication.translate(
            "Questions",
            "Finds {found} of the images that are a yes, and {right} of what it says is one is. "
            "Better than everything simpler, though that may be chance: more answers will tell.",
        )
    elif own.value > best:
        text = QCoreApplication.translate(
            "Questions",
            "Finds {found} of the images that are a yes, and {right} of what it says is one is. "
            "Better than everything simpler.",
        )
    else:
        text = QCoreApplication.translate(
            "Questions",
            "Finds {found} of the images that are a yes, and {right} of what it says is one is. "
            "Something simpler does as well: more answers may help.",
        )
    figures = measured.head.figures
    found = percentage(figures["recall_yes"].value)
    return text.replace("{found}", found).replace(
        "{right}", percentage(figures["precision_yes"].value)
    )


def cost_sentence(measured: MeasuredQuestion) -> str:
    """What the threshold costs that the costs name, and what would have cost least."""
    text = QCoreApplication.translate(
        "Questions",
        "From {threshold} on an image costs {cost}. With hindsight {cheapest} would have cost "
        "least: {least}. Always no costs {no}, always yes {yes}.",
    )
    values = {
        "{threshold}": percentage(measured.threshold),
        "{cost}": short_figure(measured.head.figures["cost"].value),
        "{cheapest}": percentage(measured.cheapest),
        "{least}": short_figure(measured.cheapest_cost),
        "{no}": short_figure(measured.always_no),
        "{yes}": short_figure(measured.always_yes),
    }
    for name, value in values.items():
        text = text.replace(name, value)
    return text


def written_text(count: int, file: Path) -> str:
    """How many answers went into a file."""
    text = counted(
        count,
        QCoreApplication.translate("Questions", "1 answer was written to {file}."),
        QCoreApplication.translate("Questions", "{count} answers were written to {file}."),
    )
    return text.replace("{file}", str(file))


def taken_text(came: int, kept: int, missing: Sequence[str]) -> str:
    """What was taken in of a table, and what was not."""
    translate = QCoreApplication.translate
    texts = [
        counted(
            came,
            translate("Questions", "1 answer came or changed."),
            translate("Questions", "{count} answers came or changed."),
        )
    ]
    if kept:
        texts.append(
            counted(
                kept,
                translate("Questions", "1 image has another answer and kept it."),
                translate("Questions", "{count} images have another answer and kept it."),
            )
        )
    if missing:
        text = counted(
            len(missing),
            translate("Questions", "1 file of the table is not in the catalogue: {file}."),
            translate(
                "Questions", "{count} files of the table are not in the catalogue, such as {file}."
            ),
        )
        texts.append(text.replace("{file}", missing[0]))
    return " ".join(texts)
