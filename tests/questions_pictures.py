"""Pictures of the Questions page with a question that is made of a label of the catalogue."""

from typing import TYPE_CHECKING

import numpy as np

from db.catalogue import Catalogue
from db.questions.records import GivenAnswer
from db.records import ImageFilter

if TYPE_CHECKING:
    from gui.shell.main_window import MainWindow
    from tests.screenshots import Photographer

SHARE, ANSWERS, UNSURE = 0.08, 120, 3
QUESTIONS = ("Offensive?", "Is there text in it?")


def ask_about_a_label(catalogue: Catalogue) -> str:
    """Add questions, and answer one by a label that about so many images carry; its name."""
    images = [image_id for image_id, _hash in catalogue.images.readable_in_use()]
    labels = catalogue.labels.all()
    label = min(labels, key=lambda one: abs(one.image_count - SHARE * len(images)))
    carriers = set(catalogue.images.ids(ImageFilter(label_ids=(label.id,))))
    name = f"Shows: {label.name}?"
    for question in QUESTIONS:
        catalogue.commands.add_question(question)
    catalogue.commands.add_question(
        name, help_text="Drawn or written, also in the background", cost_missed_yes=5
    )
    asked = np.random.default_rng(1).permutation(images)[:ANSWERS]
    given = [
        GivenAnswer(int(one), "yes" if int(one) in carriers else "no", chosen_by="random")
        for one in asked[UNSURE:]
    ]
    given += [GivenAnswer(int(one), "unsure", chosen_by="random") for one in asked[:UNSURE]]
    found = catalogue.questions.find(name)
    assert found is not None
    catalogue.commands.answer_images(found.id, given)
    return name


def picture_questions(window: "MainWindow", camera: "Photographer") -> None:
    """No question; then one image that is asked about, the answers, and the figures."""
    from gui.questions.figures_view import JOB
    from gui.questions.page import QuestionsPage
    from gui.questions.question_dialog import QuestionDialog
    from gui.widgets.viewing.image_view import Detail
    from tests.screenshots import settle

    page = window.pages.page("questions")
    assert isinstance(page, QuestionsPage)
    context = window.context
    assert context is not None
    settle(until=lambda: page.questions is not None)
    if not page.questions:
        camera.take(window, "questions-empty")
        catalogue = context.catalogue
        name = context.reads.submit(lambda: ask_about_a_label(catalogue)).result(60)
        context.hub.refreshed.emit()
        settle(until=lambda: bool(page.questions))
        page.list.choose(name)
    settle(until=lambda: page.desk.expected_yes is not None)
    settle(until=lambda: page.ask.view.detail >= Detail.SCREEN)
    camera.take(window, "questions")
    page.show_view(page.answers)
    settle(until=page.answers.grid.is_settled)
    page.answers.grid.set_current(0)
    camera.take(window, "questions-answers")
    page.show_view(page.figures)
    settle()
    if page.figures.measured is None:
        camera.take(window, "questions-not-measured")
        page.figures.measure()
        settle(until=lambda: context.tasks.find(JOB) is None)
        settle(until=lambda: page.figures.measured is not None)
    settle()
    camera.take(window, "questions-figures")
    page.add_question()
    settle(0.3)
    dialog = page.findChildren(QuestionDialog)[-1]
    camera.take(dialog, "question-dialog")
    dialog.reject()
    page.show_view(page.ask)
