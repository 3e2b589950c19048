"""The sentences of the grid, in the person's language."""

from PySide6.QtCore import QCoreApplication

from db.records import GridMode, WaitingImages
from engine.answers.label_grid import Expected
from gui.review.words import ticked_from
from gui.services import shortcuts
from gui.widgets.key_line import KEY_GAP, key_symbol
from gui.words.amounts import counted, number


def mode_text(mode: GridMode) -> str:
    """A mode as its button says it."""
    translate = QCoreApplication.translate
    return {
        GridMode.SUGGESTED: translate("ReviewGrid", "Suggested"),
        GridMode.WRONG: translate("ReviewGrid", "Probably wrong"),
        GridMode.MISSING: translate("ReviewGrid", "Probably missing"),
    }[mode]


def mode_purpose(mode: GridMode) -> str:
    """What a mode is for, in a sentence."""
    translate = QCoreApplication.translate
    return {
        GridMode.SUGGESTED: translate(
            "ReviewGrid", "Images that the label is suggested for, the surest first"
        ),
        GridMode.WRONG: translate(
            "ReviewGrid", "Images that carry the label and look as if they should not"
        ),
        GridMode.MISSING: translate(
            "ReviewGrid", "Labelled images that look as if the label were forgotten"
        ),
    }[mode]


def line_sentence(expected: Expected, *, calibrated: bool) -> str:
    """ "142 above, about 135 of them right; 60 below, about 12 right"."""
    translate = QCoreApplication.translate
    above, below = number(expected.above), number(expected.below)
    if not calibrated:
        text = translate("ReviewGrid", "{above} above, {below} below")
        return text.format(above=above, below=below)
    text = translate(
        "ReviewGrid",
        "{above} above, about {right} of them right; {below} below, about {some} right",
    )
    return text.format(
        above=above,
        right=number(round(expected.above_right)),
        below=below,
        some=number(round(expected.below_right)),
    )


def line_text(line: float) -> str:
    """Where the line is."""
    return ticked_from(round(line * 100))


def take_text(mode: GridMode, ticked: int, others: int, *, reject: bool) -> str:
    """What Enter will do to the page."""
    translate = QCoreApplication.translate
    if mode is GridMode.WRONG:
        texts = translate("ReviewGrid", "Keep {ticked}, take off {others}")
    elif not others:
        texts = translate("ReviewGrid", "Accept {ticked}")
    elif not ticked and reject:
        texts = translate("ReviewGrid", "Reject {others}")
    elif not ticked:
        texts = translate("ReviewGrid", "Leave {others} open")
    elif reject:
        texts = translate("ReviewGrid", "Accept {ticked}, reject {others}")
    else:
        texts = translate("ReviewGrid", "Accept {ticked}, leave {others} open")
    return texts.format(ticked=number(ticked), others=number(others))


def page_text(first: int, last: int, total: int) -> str:
    """Which images are on show, counted from 1."""
    text = QCoreApplication.translate("ReviewGrid", "{first}–{last} of {total}")
    return text.format(first=number(first), last=number(last), total=number(total))


def waiting_text(total: int) -> str:
    """How many images wait for a label."""
    return counted(
        total,
        QCoreApplication.translate("ReviewGrid", "1 image"),
        QCoreApplication.translate("ReviewGrid", "{count} images"),
    )


def waiting_tooltip(name: str, waiting: WaitingImages) -> str:
    """A row of the list of labels in words."""
    expected = Expected(
        waiting.likely, waiting.likely_shares, waiting.unlikely, waiting.unlikely_shares
    )
    return f"{name}: {line_sentence(expected, calibrated=True)}"


def cell_text(ticked: bool, likelihood: str) -> str:
    """An image of the page to a screen reader."""
    if ticked:
        text = QCoreApplication.translate("ReviewGrid", "ticked, {likelihood}")
    else:
        text = QCoreApplication.translate("ReviewGrid", "not ticked, {likelihood}")
    return text.format(likelihood=likelihood)


def key_line() -> str:
    """The keys that matter, as they are set."""
    translate = QCoreApplication.translate
    entries = (
        ("grid.accept", translate("ReviewGrid", "take the page")),
        ("grid.toggle", translate("ReviewGrid", "tick or untick")),
        ("grid.raise_line", translate("ReviewGrid", "line up")),
        ("grid.lower_line", translate("ReviewGrid", "line down")),
        ("window.undo", translate("ReviewGrid", "undo the page")),
        ("grid.enlarge", translate("ReviewGrid", "enlarge")),
        ("grid.evidence", translate("ReviewGrid", "why")),
        ("grid.next_page", translate("ReviewGrid", "pass over")),
        ("grid.next_label", translate("ReviewGrid", "next label")),
        ("grid.find_label", translate("ReviewGrid", "find a label")),
    )
    return shortcuts_line(entries)


def shortcuts_line(entries: tuple[tuple[str, str], ...]) -> str:
    """Keys with what they do, those that have one."""
    shown = []
    for shortcut_id, text in entries:
        keys = shortcuts.book().keys(shortcut_id)
        if keys:
            key = min(keys[:2], key=lambda one: len(one.toString()))
            shown.append(f"{key_symbol(key)} {text}")
    return KEY_GAP.join(shown)
