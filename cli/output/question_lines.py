"""What the commands on yes-or-no questions tell people."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cli.output.amounts import counted, percentage

if TYPE_CHECKING:
    from db.questions.records import QuestionRecord
    from engine.jobs.questions.evaluate import QuestionEvaluation
    from engine.jobs.questions.predict import PredictionSummary
    from engine.jobs.questions.tables import TakenAnswers
    from engine.questions.figures import Figure
    from engine.questions.measuring import QuestionReport

SHOWN = {
    "f1_yes": "F1 yes",
    "precision_yes": "prec. yes",
    "recall_yes": "recall yes",
    "f1_no": "F1 no",
    "accuracy": "accuracy",
    "roc_auc": "ROC AUC",
    "pr_auc_yes": "PR AUC",
    "calibration_error": "cal. error",
    "cost": "cost",
}
NAME_WIDTH = 26


def question_lines(questions: "Sequence[QuestionRecord]") -> list[str]:
    """A line for each question."""
    return [
        f"{one.name}  yes {one.yes}, no {one.no}, can't say {one.unsure}; "
        f"says yes from {percentage(one.threshold)}"
        for one in questions
    ] or ["There is no question yet."]


def taken_lines(taken: "TakenAnswers") -> list[str]:
    """What was taken in."""
    lines = [
        f"{counted(taken.changed, 'answer')} came or changed: yes {taken.yes}, no {taken.no}, "
        f"can't say {taken.unsure} were given"
    ]
    if taken.kept:
        lines.append(f"{counted(taken.kept, 'image')} with another answer kept it (--replace)")
    if taken.unknown:
        shown = ", ".join(taken.unknown[:5])
        lines.append(f"{counted(len(taken.unknown), 'file')} not in the catalogue: {shown}")
    return lines


def prediction_lines(found: "PredictionSummary") -> list[str]:
    """What was predicted."""
    lines = [
        f"{found.predicted} of {counted(found.images, 'image')} predicted from "
        f"{counted(found.answers, 'answer')}: {found.predicted_yes} reach "
        f"{percentage(found.threshold)} and are a yes; "
        f"about {found.expected_yes:.0f} are likely to be one",
        f"written to {found.destination}",
    ]
    if not found.calibrated:
        lines.insert(1, "With fewer than 10 yeses or noes the probabilities are a guess.")
    return lines


def evaluation_lines(found: "QuestionEvaluation") -> list[str]:
    """The figures as tables."""
    lines = _report_lines(found.all_answers, "all answers")
    if found.drawn is not None:
        lines += ["", *_report_lines(found.drawn, "answers to images drawn at random alone")]
    return [*lines, "", f"The report is in {found.folder}"]


def _report_lines(report: "QuestionReport", about: str) -> list[str]:
    head, *others = report.models
    widest = max(NAME_WIDTH, *map(len, report.models))
    lines = [
        f"{report.question}: {about}, {report.answers} held out in {report.folds} folds; yes "
        f"{percentage(report.prevalence, 1)} (chance level of PR AUC); 95 % intervals below",
        " " * widest + "".join(f"{shown:>13}" for shown in SHOWN.values()),
    ]
    for name, one in report.models.items():
        figures = [one.figures[key] for key in SHOWN]
        lines.append(f"{name:{widest}}" + "".join(f"{figure.value:13.3f}" for figure in figures))
        lines.append(" " * widest + "".join(f"{_interval(figure):>13}" for figure in figures))
    best = max(others, key=lambda name: report.models[name].figures["f1_yes"].value)
    gain = report.models[best].gain_in_f1
    if gain is not None:
        lines.append(
            f"F1 of yes, {head} less {best} (the next best): {gain[0]:+.3f} to {gain[1]:+.3f}"
        )
    cost = report.models[head].figures["cost"]
    lines.append(
        f"A wrong yes costs {report.costs.wrong_yes:g}, a missed one {report.costs.missed_yes:g}: "
        f"yes from {percentage(report.threshold)}, {cost.value:.3f} an image; always yes "
        f"{report.always['yes']:.3f}, always no {report.always['no']:.3f}; cheapest in hindsight "
        f"{report.cheapest_cost:.3f} from {percentage(report.cheapest)}"
    )
    return lines


def _interval(figure: "Figure") -> str:
    return f"{figure.low:.2f}–{figure.high:.2f}"
