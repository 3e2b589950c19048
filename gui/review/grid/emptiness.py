"""Why there is no image in the grid, and what to do about it."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QCoreApplication

from db.records import GridMode
from gui.review.grid.desk import GridDesk
from gui.words.amounts import counted

Offer = Literal["", "suggest", "queues", "labelled", "next"]


@dataclass(frozen=True, slots=True)
class Emptiness:
    """An icon, a sentence, and a button with what it offers."""

    icon: str
    sentence: str
    button: str = ""
    offer: Offer = ""


def emptiness(desk: GridDesk, label_name: str) -> Emptiness:
    """What to say where the desk has no image to show."""
    translate = QCoreApplication.translate
    if any(one.total for one in desk.waiting if one.label_id != desk.label_id):
        text = translate("ReviewGrid", "No image waits for “{label}”. Other labels do.")
        button = translate("ReviewGrid", "Next label")
        return Emptiness("circle-check", text.format(label=label_name), button, "next")
    mode, facts = desk.choice.mode, desk.facts
    if mode is GridMode.SUGGESTED:
        if facts is not None and facts.labelled:
            more = counted(
                facts.labelled,
                translate("ReviewGrid", "1 suggestion is for an image that came with labels."),
                translate(
                    "ReviewGrid", "{count} suggestions are for images that came with labels."
                ),
            )
            return Emptiness(
                "circle-check",
                translate("ReviewGrid", "No image without labels waits. {more}").format(more=more),
                translate("ReviewGrid", "Show these images"),
                "labelled",
            )
        if facts is not None and facts.has_run:
            return Emptiness(
                "circle-check",
                translate("ReviewGrid", "Every suggestion has been decided."),
                translate("ReviewGrid", "Make new suggestions"),
                "suggest",
            )
        return Emptiness(
            "sparkles",
            translate("ReviewGrid", "Labels can be suggested from similar labelled images."),
            translate("ReviewGrid", "Make suggestions"),
            "suggest",
        )
    if facts is not None and facts.has_run:
        sentences = {
            GridMode.WRONG: translate("ReviewGrid", "No label looks wrong."),
            GridMode.MISSING: translate("ReviewGrid", "No label seems to be missing."),
        }
        again = translate("ReviewGrid", "Look again")
        return Emptiness("circle-check", sentences[mode], again, "queues")
    return Emptiness(
        "search",
        translate("ReviewGrid", "Nabolag has not looked for wrong or missing labels yet."),
        translate("ReviewGrid", "Look now"),
        "queues",
    )
