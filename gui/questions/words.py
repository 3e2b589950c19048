"""What the Questions page says."""

from PySide6.QtCore import QCoreApplication, QLocale

from db.questions.records import Answer, QuestionRecord
from db.records import ImageRecord
from gui.questions.reading import AskOrder
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


def order_name(order: AskOrder) -> str:
    """Which images come first, as it stands in the list."""
    names = {
        AskOrder.UNCERTAIN: QCoreApplication.translate("Questions", "Least certain first"),
        AskOrder.LIKELY: QCoreApplication.translate("Questions", "Likeliest yes first"),
        AskOrder.RANDOM: QCoreApplication.translate("Questions", "At random"),
    }
    return names[order]


def order_purpose(order: AskOrder) -> str:
    """What an order is good for."""
    purposes = {
        AskOrder.UNCERTAIN: QCoreApplication.translate(
            "Questions", "Each answer teaches the most: nothing certain is known of these images."
        ),
        AskOrder.LIKELY: QCoreApplication.translate(
            "Questions", "Finds the images that are a yes, where few are."
        ),
        AskOrder.RANDOM: QCoreApplication.translate(
            "Questions",
            "Says how common a yes is, and lets the other answers be judged fairly.",
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
