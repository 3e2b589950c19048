"""The Questions page: yes-or-no questions about images, answered one key each."""

from gui.services.pages import PageKind
from gui.services.shortcuts import Shortcut
from gui.services.translations import QT_TRANSLATE_NOOP

PAGE = PageKind(
    id="questions",
    title=QT_TRANSLATE_NOOP("Shortcuts", "Questions"),
    icon="circle-help",
    keys=("Q",),
    widget="gui.questions.page:QuestionsPage",
    shortcuts=(
        Shortcut(
            "questions.view",
            ("T",),
            QT_TRANSLATE_NOOP("Shortcuts", "Ask, answers or figures"),
        ),
        Shortcut("questions.add", ("+",), QT_TRANSLATE_NOOP("Shortcuts", "New question…"), "plus"),
        Shortcut(
            "questions.change",
            ("E",),
            QT_TRANSLATE_NOOP("Shortcuts", "Change the question…"),
            "pencil",
        ),
        Shortcut(
            "questions.remove",
            ("Ctrl+Delete",),
            QT_TRANSLATE_NOOP("Shortcuts", "Remove the question with its answers"),
            "trash-2",
        ),
        Shortcut("questions.next", ("Ctrl+Down",), QT_TRANSLATE_NOOP("Shortcuts", "Next question")),
        Shortcut(
            "questions.previous", ("Ctrl+Up",), QT_TRANSLATE_NOOP("Shortcuts", "Previous question")
        ),
        Shortcut("asking.yes", ("Y", "J"), QT_TRANSLATE_NOOP("Shortcuts", "Yes")),
        Shortcut("asking.no", ("N",), QT_TRANSLATE_NOOP("Shortcuts", "No")),
        Shortcut("asking.unsure", ("C", "I"), QT_TRANSLATE_NOOP("Shortcuts", "Can't say")),
        Shortcut("asking.skip", ("Space", "Right"), QT_TRANSLATE_NOOP("Shortcuts", "Pass over")),
        Shortcut(
            "asking.back",
            ("Backspace", "P", "Left"),
            QT_TRANSLATE_NOOP("Shortcuts", "Previous image"),
        ),
        Shortcut("asking.zoom", ("Z",), QT_TRANSLATE_NOOP("Shortcuts", "Zoom"), "zoom-in"),
        Shortcut("answers.yes", ("Y", "J"), QT_TRANSLATE_NOOP("Shortcuts", "Change to yes")),
        Shortcut("answers.no", ("N",), QT_TRANSLATE_NOOP("Shortcuts", "Change to no")),
        Shortcut(
            "answers.unsure", ("C", "I"), QT_TRANSLATE_NOOP("Shortcuts", "Change to can't say")
        ),
        Shortcut(
            "answers.take_back",
            ("Delete", "Backspace"),
            QT_TRANSLATE_NOOP("Shortcuts", "Take the answer back"),
        ),
        Shortcut(
            "answers.open",
            ("Return", "Enter"),
            QT_TRANSLATE_NOOP("Shortcuts", "Ask about the image again"),
        ),
        Shortcut(
            "answers.take_in", ("Ctrl+I",), QT_TRANSLATE_NOOP("Shortcuts", "Take answers in…")
        ),
        Shortcut("figures.measure", ("Ctrl+Return",), QT_TRANSLATE_NOOP("Shortcuts", "Measure")),
    ),
    views={
        "asking": QT_TRANSLATE_NOOP("Shortcuts", "Questions: one image at a time"),
        "answers": QT_TRANSLATE_NOOP("Shortcuts", "Questions: answers"),
        "figures": QT_TRANSLATE_NOOP("Shortcuts", "Questions: figures"),
    },
)
