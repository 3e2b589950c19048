"""Measure how good a question's head is, beside its baselines and other settings, on answers that
each model did not learn from."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from db.catalogue import Catalogue
from engine.answers.questions.fitted import archive_sample, read_answers, require_answers
from engine.answers.questions.pairs import PairReader
from engine.evaluation.report.writing import JSON_NAME, drawn_plots, write_files
from engine.exchange.destination import check_destination
from engine.progress import CancelToken, Job, Progress, stop_if_cancelled
from engine.questions.figures import BoolArray, Costs, FigureArray, IntArray
from engine.questions.folds import answer_folds
from engine.questions.measuring import QuestionReport, question_report, rows_drawn
from engine.questions.models import MODELS, Examples, QuestionModel, cross_fitted
from engine.questions.optimisers import models_of, typed_settings
from engine.questions.plots import question_plots
from engine.whole_file import refuse_unwritable
from messages.message import Message

STOPPED = "nothing-written"
KEPT_FOLDER = "question-reports"
"""Within the catalogue's folder, where the window keeps its reports."""


@dataclass(frozen=True, slots=True)
class QuestionEvaluation:
    """The report on all answers and, where there are enough of these beside others, on those to
    images drawn at random alone. ``folder``: where it was written."""

    all_answers: QuestionReport
    drawn: QuestionReport | None
    folder: Path

    @property
    def message(self) -> Message:
        """How good the head is."""
        report = self.drawn or self.all_answers
        head = next(iter(report.models.values())).figures
        return Message(
            "job-evaluate-question-done",
            {
                "question": report.question,
                "f1": round(head["f1_yes"].value, 2),
                "answers": report.answers,
                "folder": self.folder,
            },
        )

    def as_json(self) -> dict[str, Any]:
        """What ``report.json`` holds."""
        return {
            "all_answers": self.all_answers.as_json(),
            "drawn_at_random": None if self.drawn is None else self.drawn.as_json(),
            "folder": str(self.folder),
        }


def evaluate_question(
    catalogue: Catalogue,
    *,
    cancel: CancelToken,
    question_id: int,
    out: Path,
    settings: str = "",
    overwrite: bool = False,
) -> Job[QuestionEvaluation]:
    """Measure a question by cross-fitting in stratified folds that share no duplicates, with
    bootstrap intervals, and write report.json and plots into the folder ``out``. ``settings``:
    layers learned by an optimiser beside the head (``typed_settings``), "" for none.

    Raises InputError where nothing is encoded, answers are too few, or the folder is unusable.
    """
    models: dict[str, QuestionModel] = dict(MODELS)
    if settings:
        models |= models_of(typed_settings(settings))
    folder = _checked_folder(catalogue, out)
    yield Progress("learning-question", 0, 0)
    reader = PairReader(catalogue)
    answers = read_answers(catalogue, question_id, reader)
    require_answers(answers)
    archive = archive_sample(catalogue.images.readable_in_use(), reader)
    examples = Examples(answers.pairs, answers.groups, answers.texts, answers.drawn)
    folds = answer_folds(answers.yes, answers.groups)
    found: dict[str, FigureArray] = {}
    for number, (name, model) in enumerate(models.items()):
        yield Progress("measuring-question", number, len(models))
        stop_if_cancelled(cancel, STOPPED)
        found[name] = cross_fitted(model, examples, answers.yes, folds, archive)
    costs = Costs(answers.question.cost_wrong_yes, answers.question.cost_missed_yes)

    def report(rows: IntArray | None = None) -> QuestionReport:
        return question_report(
            answers.question.name,
            found,
            answers.yes,
            answers.groups,
            costs,
            rows=rows,
            unsure=answers.unsure,
            folds=int(folds.max()) + 1,
        )

    rows = rows_drawn(answers.drawn, answers.yes)
    evaluation = QuestionEvaluation(report(), None if rows is None else report(rows), folder)
    yield Progress("drawing-plots", 0, 0)
    _write(evaluation, found, answers.yes, folder, overwrite=overwrite)
    return evaluation


def _checked_folder(catalogue: Catalogue, out: Path) -> Path:
    forbidden: tuple[Path, ...] = (catalogue.archive_dir, catalogue.folder, catalogue.path)
    if (catalogue.folder / KEPT_FOLDER).resolve() in out.expanduser().resolve().parents:
        forbidden = (catalogue.archive_dir,)
    folder = check_destination(out, forbidden=forbidden, overwrite=True, is_folder=True)
    refuse_unwritable(folder)
    return folder


def _write(
    evaluation: QuestionEvaluation,
    found: Mapping[str, FigureArray],
    yes: BoolArray,
    folder: Path,
    *,
    overwrite: bool,
) -> None:
    contents, _ = drawn_plots(question_plots(evaluation.all_answers, found, yes))
    document = json.dumps(evaluation.as_json(), ensure_ascii=False, indent=1, allow_nan=False)
    contents[JSON_NAME] = document.encode()
    write_files(folder, contents, overwrite=overwrite)
