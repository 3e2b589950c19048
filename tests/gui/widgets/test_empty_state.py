"""The sentence and the button a page shows in the place of its content."""

from pytestqt.qtbot import QtBot

from gui.widgets.empty_state import TEXT_WIDTH_PX, EmptyState


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
