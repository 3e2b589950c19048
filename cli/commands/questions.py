"""Commands on yes-or-no questions: list, add, answer, predict and measure them."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.output.amounts import percentage
from cli.output.question_lines import (
    evaluation_lines,
    prediction_lines,
    question_lines,
    taken_lines,
)
from cli.output.typed import typed_command
from cli.output.words import answer
from cli.running import steps
from cli.running.choosing import image_filter
from cli.running.jobs import run_job
from cli.running.options import (
    AsJson,
    CaptionFrom,
    CaptionLanguages,
    CataloguePath,
    Folder,
    Force,
    Raw,
    StatusOption,
    WithCaptions,
    WithLabels,
)
from cli.running.tables import table_place, tell
from db.questions.records import Answer, GivenAnswer
from db.records import Status
from engine.errors import InputError

if TYPE_CHECKING:
    from db.catalogue import Catalogue
    from db.questions.records import QuestionRecord
    from db.records import ChangeSet

commands = typer.Typer()
question = typer.Typer(
    help='Yes-or-no questions about images ("a map?"): yes, no and can\'t say are answers, and no '
    "answer is none of them. Every change can be undone.",
    epilog='Example: python main.py question add photos.nabolag.sqlite "A map?" --json',
    rich_markup_mode=None,
)
commands.add_typer(question, name="question")

Name = Annotated[str, typer.Argument(metavar="NAME", help='The question, such as "A map?".')]
CostWrong = Annotated[
    float | None,
    typer.Option("--cost-wrong-yes", metavar="N", help="What a yes that is none costs."),
]
CostMissed = Annotated[
    float | None,
    typer.Option("--cost-missed-yes", metavar="N", help="What a yes that is missed costs."),
]
Help = Annotated[
    str | None, typer.Option("--help-text", metavar="TEXT", help="When an image is a yes.")
]
Replace = Annotated[
    bool, typer.Option("--replace", help="Also where an image has another answer already.")
]


@commands.command(epilog="Example: python main.py questions photos.nabolag.sqlite --json")
def questions(catalogue: CataloguePath, as_json: AsJson = False) -> None:
    """List the yes-or-no questions: how many images have each answer, and from which probability
    they say yes by what each error costs."""
    with steps.opened(catalogue) as opened:
        found = opened.questions.all()
    answer([_document(one) for one in found], question_lines(found), as_json)


@question.command(
    epilog='Example: python main.py question add photos.nabolag.sqlite "A map?" --cost-missed-yes 5'
)
def add(
    catalogue: CataloguePath,
    name: Name,
    help_text: Help = None,
    cost_wrong_yes: CostWrong = None,
    cost_missed_yes: CostMissed = None,
    as_json: AsJson = False,
) -> None:
    """Add a question. Only how the two costs relate counts; both are 1 otherwise."""
    with steps.opened(catalogue) as opened:
        change = opened.commands.add_question(
            name,
            help_text=help_text or "",
            cost_wrong_yes=1.0 if cost_wrong_yes is None else cost_wrong_yes,
            cost_missed_yes=1.0 if cost_missed_yes is None else cost_missed_yes,
        )
    _tell_change(catalogue, change, f"The question ‘{change.details['question']}’ is new.", as_json)


@question.command(
    epilog='Example: python main.py question change photos.nabolag.sqlite "A map?" '
    "--cost-missed-yes 5"
)
def change(
    catalogue: CataloguePath,
    name: Name,
    help_text: Help = None,
    cost_wrong_yes: CostWrong = None,
    cost_missed_yes: CostMissed = None,
    as_json: AsJson = False,
) -> None:
    """Change the help or the costs of a question; what is not named stays."""
    with steps.opened(catalogue) as opened:
        done = opened.commands.change_question(
            _found(opened, name).id,
            help_text=help_text,
            cost_wrong_yes=cost_wrong_yes,
            cost_missed_yes=cost_missed_yes,
        )
        threshold = _found(opened, name).threshold
    line = f"‘{done.details['question']}’ says yes from {percentage(threshold)}."
    _tell_change(catalogue, done, line, as_json)


@question.command(
    epilog='Example: python main.py question rename photos.nabolag.sqlite "A map?" "A chart?"'
)
def rename(
    catalogue: CataloguePath,
    name: Name,
    new_name: Annotated[str, typer.Argument(metavar="NEW")],
    as_json: AsJson = False,
) -> None:
    """Give a question another name."""
    with steps.opened(catalogue) as opened:
        done = opened.commands.change_question(_found(opened, name).id, name=new_name)
    line = f"‘{done.details['question']}’ is now ‘{done.details['name']}’."
    _tell_change(catalogue, done, line, as_json)


@question.command(epilog='Example: python main.py question remove photos.nabolag.sqlite "A map?"')
def remove(catalogue: CataloguePath, name: Name, as_json: AsJson = False) -> None:
    """Remove a question with all its answers; undo brings both back."""
    with steps.opened(catalogue) as opened:
        done = opened.commands.remove_question(_found(opened, name).id)
    line = f"‘{done.details['question']}’ is gone, with {done.details['answers']} answers."
    _tell_change(catalogue, done, line, as_json)


@question.command(
    "answer",
    epilog='Example: python main.py question answer photos.nabolag.sqlite "A map?" yes a.jpg b.jpg',
)
def give_answer(
    catalogue: CataloguePath,
    name: Name,
    said: Annotated[str, typer.Argument(metavar="ANSWER", help="yes, no, unsure or none.")],
    images: Annotated[list[str], typer.Argument(metavar="IMAGE…", help="Files of the archive.")],
    as_json: AsJson = False,
) -> None:
    """Answer a question for some images; none takes their answers back."""
    from engine.exchange.answer_table import ANSWERS

    with steps.opened(catalogue) as opened:
        asked = _found(opened, name)
        ids = steps.image_ids(opened, images)
        if said.casefold() == "none":
            done = opened.commands.take_back_answers(asked.id, ids)
        else:
            meant: Answer | None = ANSWERS.get(said.casefold())
            if meant is None:
                raise InputError("cli-question-answer-odd", answer=said)
            done = opened.commands.answer_images(asked.id, [GivenAnswer(one, meant) for one in ids])
    line = f"Answers that came or changed: {done.details['images']} of {len(ids)}."
    _tell_change(catalogue, done, line, as_json)


@question.command(
    "import",
    epilog='Example: python main.py question import photos.nabolag.sqlite "A map?" answers.csv',
)
def take_in(
    catalogue: CataloguePath,
    name: Name,
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    replace: Replace = False,
    as_json: AsJson = False,
) -> None:
    """Take in answers: a CSV with the columns file and answer (yes, no, unsure), and decider and
    decided_at where it has them."""
    from engine.jobs.questions.tables import import_answers

    with steps.opened(catalogue) as opened:
        opened.backups.take_if_due()
        taken = import_answers(opened, _found(opened, name).id, file, replace=replace)
    answer(taken, [*taken_lines(taken), _end(catalogue, taken.changed > 0)], as_json)


@question.command(
    epilog='Example: python main.py question export photos.nabolag.sqlite "A map?" answers.csv'
)
def export(
    catalogue: CataloguePath,
    name: Name,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV or .jsonl; - for the screen.")],
    raw: Raw = False,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Write the answers with where they are from, by whom and when."""
    from engine.jobs.questions.tables import export_answers

    with steps.opened(catalogue) as opened, table_place(file, as_json=as_json) as place:
        assert place is not None
        asked = _found(opened, name)
        written = export_answers(opened, asked.id, place, raw=raw, overwrite=force)
    document = {"question": asked.name, "answers": written, "destination": file}
    tell(document, [f"{written} answers written to {file}"], [file], as_json)


@question.command(
    "from-label",
    epilog='Example: python main.py question from-label photos.nabolag.sqlite "A map?" map '
    "--folder 1990 --most 300",
)
def from_label(
    catalogue: CataloguePath,
    name: Name,
    label: Annotated[
        str, typer.Argument(metavar="LABEL", help="Its name, or its path: vehicles|truck.")
    ],
    everything: Annotated[
        bool, typer.Option("--all", help="State that the label is complete on all images.")
    ] = False,
    folder: Folder = None,
    labels: WithLabels = None,
    status: StatusOption = Status.ANY,
    most: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="So many of these images, drawn at random."),
    ] = None,
    seed: Annotated[int, typer.Option(help="Another number draws others.")] = 0,
    replace: Replace = False,
    as_json: AsJson = False,
) -> None:
    """Answer a question by a label: yes where an image carries it, no where it does not.

    A missing label is a no only where somebody has looked: say for which images the label is
    complete, by folder, label or status (reviewed), or --all. Of these, --most are drawn at random.
    Images that carry the label elsewhere are a yes as well, and count for learning only: they do
    not say how common a yes is.
    """
    from engine.jobs.questions.tables import answers_of_label

    if not (everything or folder or labels or status is not Status.ANY):
        raise InputError("cli-question-say-complete")
    with steps.opened(catalogue) as opened:
        opened.backups.take_if_due()
        meant = opened.labels.find(label)
        if meant is None:
            raise InputError("cli-no-such-label", label=label)
        complete = image_filter(opened, labels=labels or (), folder=folder, status=status)
        asked = _found(opened, name)
        taken = answers_of_label(
            opened, asked.id, meant.id, complete, most=most, replace=replace, seed=seed
        )
    answer(taken, [*taken_lines(taken), _end(catalogue, taken.changed > 0)], as_json)


@question.command(
    epilog='Example: python main.py question evaluate photos.nabolag.sqlite "A map?" --out report '
    "--settings paper"
)
def evaluate(
    catalogue: CataloguePath,
    name: Name,
    out: Annotated[Path, typer.Option(metavar="DIR", help="The folder for report.json and plots.")],
    settings: Annotated[
        str,
        typer.Option(
            metavar="SETTINGS",
            help="Compare layers learned by an optimiser too: paper (six runs of Kim and Lopez), "
            "usual, or optimiser:rate:batch with commas between, such as adam:1e-3:16.",
        ),
    ] = "",
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Measure how well answers are predicted that were not learned from: both classes' figures with
    intervals, beside baselines, and what errors cost."""
    with steps.opened(catalogue) as opened:
        asked = _found(opened, name)
        found = run_job(
            "evaluate-question",
            opened,
            question_id=asked.id,
            out=out,
            settings=settings,
            overwrite=force,
        )
    answer(found.as_json(), evaluation_lines(found), as_json)


@question.command(
    epilog='Example: python main.py question predict photos.nabolag.sqlite "A map?" '
    "--out predicted.csv --folder 1990"
)
def predict(
    catalogue: CataloguePath,
    name: Name,
    out: Annotated[Path, typer.Option(metavar="FILE", help="CSV or .jsonl; - for the screen.")],
    unanswered: Annotated[
        bool, typer.Option("--unanswered", help="Only images without an answer.")
    ] = False,
    folder: Folder = None,
    labels: WithLabels = None,
    status: StatusOption = Status.ANY,
    with_captions: WithCaptions = None,
    caption_languages: CaptionLanguages = None,
    caption_source: CaptionFrom = None,
    raw: Raw = False,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Write the probabilities of yes and of no of every image, and what follows from the costs."""
    with steps.opened(catalogue) as opened, table_place(out, as_json=as_json) as place:
        chosen = image_filter(
            opened,
            labels=labels or (),
            folder=folder,
            status=status,
            captions=with_captions,
            caption_languages=caption_languages or (),
            caption_source=caption_source,
        )
        found = run_job(
            "predict-question",
            opened,
            question_id=_found(opened, name).id,
            destination=place,
            images=chosen,
            unanswered_only=unanswered,
            raw=raw,
            overwrite=force,
        )
    tell(found, prediction_lines(found), [out], as_json)


def _found(catalogue: "Catalogue", name: str) -> "QuestionRecord":
    found = catalogue.questions.find(name)
    if found is None:
        known = [one.name for one in catalogue.questions.all()]
        raise InputError("cli-question-unknown", question=name, known=known or ["–"])
    return found


def _document(one: "QuestionRecord") -> dict[str, Any]:
    return {**asdict(one), "answered": one.answered, "threshold": one.threshold}


def _tell_change(catalogue: Path, change: "ChangeSet", line: str, as_json: bool) -> None:
    answer(change.details, [line, _end(catalogue, change.change_id > 0)], as_json)


def _end(catalogue: Path, changed: bool) -> str:
    """How to take a change back; not where there is none, as that would be an older one."""
    if not changed:
        return "Nothing was changed."
    return f"To take it back: {typed_command('undo', catalogue)}"
