"""The sentence and the button a page shows in the place of its content."""

from pytestqt.qtbot import QtBot

from gui.widgets.empty_state import TEXT_WIDTH_PX, WAITING_SHOWN_AFTER_MS, EmptyState


def test_a_sentence_of_two_lines_has_room_for_both(qtbot: QtBot) -> None:
    state = EmptyState()
    qtbot.addWidget(state)
    state.resize(520, 600)
    state.show()
    label = state.sentence
    just_over_one_line = "word "
    while label.fontMetrics().horizontalAdvance(just_over_one_line) < TEXT_WIDTH_PX * 1.1:
        just_over_one_line += "word "
    for sentence in ("Nothing here.", just_over_one_line, just_over_one_line * 3):
        state.say("images", sentence, "Stop reading")
        qtbot.wait(20)
        assert label.height() >= label.heightForWidth(label.width())
        assert label.geometry().center().x() == state.rect().center().x()


def test_waiting_is_blank_first_and_says_so_later(qtbot: QtBot) -> None:
    state = EmptyState()
    qtbot.addWidget(state)
    state.show()
    state.say("images", "No images.", "Look")
    state.wait("Reading…")
    assert state.is_waiting
    assert (state.sentence.text(), state.button.isVisible()) == ("", False)
    qtbot.waitUntil(lambda: state.sentence.text() == "Reading…")


def test_what_is_known_in_time_is_all_that_is_seen(qtbot: QtBot) -> None:
    state = EmptyState()
    qtbot.addWidget(state)
    state.show()
    state.wait("Reading…")
    state.say("images", "Nothing here.", title="Empty")
    qtbot.wait(2 * WAITING_SHOWN_AFTER_MS)
    assert (state.title.text(), state.sentence.text()) == ("Empty", "Nothing here.")
    state.say("images", "Nothing here either.")
    assert not state.title.isVisible()


def test_behind_something_it_tells_only_what_takes_a_while(qtbot: QtBot) -> None:
    state = EmptyState()
    qtbot.addWidget(state)
    told: list[str] = []
    state.say("images", "Nothing here.")
    state.wait_behind(lambda: told.append("in time"))
    assert state.sentence.text() == "Nothing here."
    state.stop_waiting()
    state.wait_behind(lambda: told.append("late"))
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["late"]
    state.wait_behind(lambda: told.append("known meanwhile"))
    state.say("images", "Known.")
    qtbot.wait(2 * WAITING_SHOWN_AFTER_MS)
    assert told == ["late"]
