"""What the Review page shows and sends, as values."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.records import DecisionRecord, ImageRecord, LabellingRecord, LabellingSource
from engine.answers.review import ImageSuggestions, ShownSuggestion
from gui.review.desk import state as review_state
from gui.review.desk.edits import Edit, EditBook
from gui.review.desk.state import NOTHING_PENDING, Pending, ReviewItem, RowState, Ticks
from gui.review.words import about_so_many_right

TRUCK, TANK, KAMAZ, OLD = 1, 2, 3, 4
NAMES = {TRUCK: "truck", TANK: "tank", KAMAZ: "kamaz", OLD: "old"}

IMAGE = ImageRecord(
    9, b"a.png", "a.png", "", b"h", 1, 1, 10, 10, "PNG", 1, "", None, "ok", "", None
)


def labelling(label_id: int, source: LabellingSource = "imported") -> LabellingRecord:
    return LabellingRecord(
        9, label_id, NAMES[label_id], source, "kari", f"2026-01-0{label_id}", None
    )


def decision(label_id: int, *, accepted: bool, confidence: float = 0.5) -> DecisionRecord:
    return DecisionRecord(9, label_id, accepted, confidence, "neighbor-search", "kari", "2026")


def item(
    labellings: tuple[LabellingRecord, ...] = (), decisions: tuple[DecisionRecord, ...] = ()
) -> ReviewItem:
    return ReviewItem(IMAGE, labellings, decisions, NAMES)


def suggested(**confidences: float) -> ImageSuggestions:
    ids = {name: label_id for label_id, name in NAMES.items()}
    shown = tuple(
        ShownSuggestion(ids[name], name, confidence) for name, confidence in confidences.items()
    )
    return ImageSuggestions(9, shown, 0.25, "neighbor-search")


def states(rows: tuple[review_state.SuggestionRow, ...]) -> dict[str, RowState]:
    return {row.label_name: row.state for row in rows}


def test_rows_are_the_open_suggestions_and_those_decided_before_by_confidence() -> None:
    rows = review_state.suggestion_rows(
        item(
            (labelling(TANK, "accepted"), labelling(OLD)),
            (decision(TANK, accepted=True, confidence=0.9), decision(KAMAZ, accepted=False)),
        ),
        suggested(truck=0.6, old=0.8),
        NOTHING_PENDING,
    )
    assert [(row.digit, row.label_name) for row in rows] == [
        (1, "tank"),
        (2, "truck"),
        (3, "kamaz"),
    ]
    assert states(rows) == {
        "tank": RowState.ACCEPTED,
        "truck": RowState.OPEN,
        "kamaz": RowState.REJECTED,
    }


def test_a_decision_that_no_longer_holds_is_not_shown() -> None:
    rows = review_state.suggestion_rows(
        item((labelling(KAMAZ),), (decision(TANK, accepted=True), decision(KAMAZ, accepted=False))),
        suggested(),
        NOTHING_PENDING,
    )
    assert rows == ()


def test_only_nine_rows_have_a_digit() -> None:
    shown = tuple(ShownSuggestion(n, f"label {n}", 1 - n / 100) for n in range(1, 13))
    rows = review_state.suggestion_rows(
        item(), ImageSuggestions(9, shown, 0.1, "x"), NOTHING_PENDING
    )
    assert [row.digit for row in rows] == [1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 0, 0]


def test_enter_takes_what_is_ticked_and_open() -> None:
    rows = review_state.suggestion_rows(
        item((), (decision(KAMAZ, accepted=False, confidence=0.9),)),
        suggested(truck=0.496, tank=0.49),
        NOTHING_PENDING,
    )
    assert [one.label_id for one in review_state.taken_by_enter(rows)] == [TRUCK], "49.6 shows 50"
    assert [one.label_id for one in review_state.rejected_by_reject_all(rows)] == [TRUCK, TANK]


def test_what_was_ticked_by_hand_counts_before_the_level() -> None:
    ticks = Ticks(50, {TRUCK: False, TANK: True})
    rows = review_state.suggestion_rows(
        item(), suggested(truck=0.9, tank=0.2), NOTHING_PENDING, ticks=ticks
    )
    assert [row.ticked for row in rows] == [False, True]


def test_a_label_that_alone_is_asked_about_comes_first_and_is_ticked_alone() -> None:
    rows = review_state.suggestion_rows(
        item(), suggested(truck=0.9, tank=0.2), NOTHING_PENDING, ticks=Ticks(50, only=TANK)
    )
    assert [(row.label_id, row.digit, row.ticked) for row in rows] == [
        (TANK, 1, True),
        (TRUCK, 2, False),
    ]


def test_weak_suggestions_follow_as_long_as_there_are_digits() -> None:
    strong = tuple(ShownSuggestion(n, f"strong {n}", 0.9, 0.9 - n / 100) for n in range(1, 8))
    weak = tuple(ShownSuggestion(n, f"weak {n}", 0.1, 0.3 - n / 100) for n in range(8, 12))
    rows = review_state.suggestion_rows(
        item(), ImageSuggestions(9, strong, 0.5, "x", weak=weak), NOTHING_PENDING
    )
    assert [row.label_id for row in rows] == [*range(1, 8), 8, 9]
    assert [row.digit for row in rows] == list(range(1, 10))
    assert [row.ticked for row in rows] == [True] * 7 + [False] * 2


def test_the_next_open_suggestion_from_the_top_again_behind_the_last() -> None:
    pending = Pending({TANK: RowState.REJECTED})
    rows = review_state.suggestion_rows(item(), suggested(truck=0.9, tank=0.8, kamaz=0.7), pending)
    assert review_state.next_open(rows, TRUCK) == KAMAZ
    assert review_state.next_open(rows, KAMAZ) == TRUCK
    assert review_state.next_open(rows[:1], TRUCK) == TRUCK


def test_how_many_of_a_hundred_are_right() -> None:
    shares = {40: (10, 4.0), 50: (2, 1.0), 90: (8, 7.2)}
    assert review_state.right_of_100(shares, 50) == 82
    assert review_state.right_of_100(shares, 40) == 61
    assert review_state.right_of_100(shares, 95) is None


def test_the_calibrated_share_is_shown_and_orders_the_rows() -> None:
    shown = (
        ShownSuggestion(TRUCK, "truck", 0.8, probability=0.5),
        ShownSuggestion(TANK, "tank", 0.6, probability=0.7),
    )
    decided = replace(
        item((), (decision(KAMAZ, accepted=False, confidence=0.9),)), probabilities={KAMAZ: 0.6}
    )
    rows = review_state.suggestion_rows(
        decided, ImageSuggestions(9, shown, 0.1, "x"), NOTHING_PENDING, {TRUCK: 0.9, TANK: 0.7}
    )
    assert [(row.label_id, row.shown, row.previous) for row in rows] == [
        (TANK, 0.7, None),
        (KAMAZ, 0.6, None),
        (TRUCK, 0.5, 0.9),
    ]
    # What is recorded with a decision stays the confidence that the evidence adds up to.
    assert [one.confidence for one in review_state.taken_by_enter(rows)] == [0.6, 0.8]


@pytest.mark.parametrize(
    ("probability", "sentence"),
    [
        (0.71, "About 7 of 10 of these are right"),
        (0.97, "Nearly all of these are right"),
        (0.02, "Hardly any of these are right"),
    ],
)
def test_what_a_percentage_means(probability: float, sentence: str) -> None:
    assert about_so_many_right(probability) == sentence


def test_what_is_not_saved_yet_shows_at_once_in_rows_and_labels() -> None:
    book = EditBook()
    book.begin(Edit(9, {TRUCK: RowState.ACCEPTED}, {TRUCK: "truck"}))
    pending = book.pending(9)
    rows = review_state.suggestion_rows(item(), suggested(truck=0.6), pending)
    assert states(rows) == {"truck": RowState.ACCEPTED}
    labels = review_state.label_rows(item(), pending, "kari")
    assert [(row.label_name, row.saving) for row in labels] == [("truck", True)]
    assert book.pending(8) == Pending()


def test_later_edits_win_over_earlier_ones() -> None:
    book = EditBook()
    book.begin(Edit(9, {TRUCK: RowState.ACCEPTED}, {TRUCK: "truck"}))
    book.begin(Edit(9, {TRUCK: RowState.REJECTED}, removed=frozenset([TRUCK])))
    assert book.pending(9) == Pending({TRUCK: RowState.REJECTED}, {}, (), frozenset([TRUCK]))
    book.begin(Edit(9, {TRUCK: RowState.ACCEPTED}, {TRUCK: "truck"}))
    assert book.pending(9) == Pending({TRUCK: RowState.ACCEPTED}, {TRUCK: "truck"})


def test_an_edit_stays_until_a_reading_that_began_after_its_commit() -> None:
    book = EditBook()
    number = book.begin(Edit(9, {TRUCK: RowState.ACCEPTED}))
    before = book.readable()
    book.saved(number)
    book.read(9, before)
    assert 9 in book
    book.read(9, book.readable())
    assert 9 not in book


def test_labels_are_listed_imported_first_without_those_being_removed() -> None:
    rows = review_state.label_rows(
        item((labelling(TRUCK, "curator"), labelling(TANK), labelling(OLD, "accepted"))),
        Pending({OLD: RowState.OPEN}, {}, ("new one",), frozenset()),
        "kari",
    )
    assert [(row.label_name, row.source, row.saving) for row in rows] == [
        ("tank", "imported", False),
        ("truck", "curator", False),
        ("new one", "curator", True),
    ]


def test_the_confidence_before_a_change_is_told_where_it_shows() -> None:
    rows = review_state.suggestion_rows(
        item(), suggested(truck=0.6, tank=0.4), NOTHING_PENDING, {TRUCK: 0.8, TANK: 0.4001}
    )
    assert [row.previous for row in rows] == [0.8, None]


def test_the_focus_stays_on_its_label_and_stops_at_the_ends() -> None:
    rows = review_state.suggestion_rows(item(), suggested(truck=0.6, tank=0.4), NOTHING_PENDING)
    assert review_state.focus_after(rows, TANK) == TANK
    assert review_state.focus_after(rows, KAMAZ) == TRUCK
    assert review_state.focus_after(rows, TRUCK, 1) == TANK
    assert review_state.focus_after(rows, TANK, 1) == TANK
    assert review_state.focus_after((), TANK) == 0


@pytest.mark.parametrize(
    ("share", "shown"), [(0, 0), (0.001, 1), (0.5, 50), (0.996, 99), (0.9996, 100), (1, 100)]
)
def test_percent_never_says_all_or_nothing_unless_it_is(share: float, shown: int) -> None:
    assert review_state.percent(share) == shown


@given(st.lists(st.floats(1e-4, 1), min_size=1, max_size=36))
def test_shown_shares_add_up_to_the_shown_total(weights: list[float]) -> None:
    shares = [weight / sum(weights) * 0.99 for weight in weights]
    total = review_state.percent(sum(shares))
    shown = review_state.percent_shares(shares, total)
    assert sum(shown) == total
    assert all(abs(one - share * 100) <= 1.01 for one, share in zip(shown, shares, strict=True))


def test_toggling_twice_changes_nothing() -> None:
    for state in RowState:
        if state is not RowState.REJECTED:
            assert review_state.toggled_accept(review_state.toggled_accept(state)) is state
        if state is not RowState.ACCEPTED:
            assert review_state.toggled_reject(review_state.toggled_reject(state)) is state


def test_a_row_is_found_by_its_label() -> None:
    rows = review_state.suggestion_rows(item(), suggested(truck=0.6), NOTHING_PENDING)
    assert review_state.row_of(rows, TRUCK) == replace(rows[0])
    assert review_state.row_of(rows, TANK) is None
