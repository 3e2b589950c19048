"""What a curator does on the Review page, each as one command that can be undone."""

from collections.abc import Callable, Mapping, Sequence

from db.records import AcceptedLabel
from gui.review.desk import state as review_state
from gui.review.desk.desk import ReviewDesk
from gui.review.desk.edits import Edit, reopened
from gui.review.desk.queue import Outcome
from gui.review.desk.state import RowState


class ReviewActions:
    """Acts on the image on show; everything shows at once and is saved behind."""

    def __init__(self, desk: ReviewDesk) -> None:
        self._desk = desk
        self._commands = desk.catalogue.commands

    def toggle_accept(self, label_id: int) -> None:
        """Accept a suggestion, or take that back."""
        self._decide(label_id, review_state.toggled_accept)

    def toggle_reject(self, label_id: int) -> None:
        """Reject a suggestion, or take that back."""
        self._decide(label_id, review_state.toggled_reject)

    def reject_and_step(self) -> None:
        """Reject the suggestion in focus and go to the next open one, or take that back.

        Where the queue asks about one label only, that was all: on to the next image.
        """
        desk = self._desk
        row = review_state.row_of(desk.rows, desk.focused_label)
        if row is None:
            return
        was_all = row.label_id == desk.choice.only_label and row.state is not RowState.REJECTED
        self._decide(row.label_id, review_state.toggled_reject, ends=was_all)
        if was_all:
            desk.go_on()
        elif row.state is not RowState.REJECTED:
            desk.focus_next_open()

    def toggle_tick(self, label_id: int) -> None:
        """Tick a suggestion for Enter, or untick it; what is decided already changes at once."""
        row = review_state.row_of(self._desk.rows, label_id)
        if row is None:
            return
        if row.state is RowState.OPEN:
            self._desk.ticks.turn(self._desk.image_id, row)
        else:
            self.toggle_accept(label_id)

    def toggle_digit(self, digit: int) -> None:
        """Tick or untick the suggestion with this digit; it gets the focus."""
        for row in self._desk.rows:
            if row.digit == digit:
                self._desk.focus(row.label_id)
                self.toggle_tick(row.label_id)

    def _decide(
        self, label_id: int, turn: Callable[[RowState], RowState], *, ends: bool = False
    ) -> None:
        """``ends``: the queue has nothing more to ask about the image then."""
        row = review_state.row_of(self._desk.rows, label_id)
        if row is None:
            return
        take_back = self._count_as_done() if ends else None
        commands, image_id, suggester = self._commands, self._desk.image_id, self._desk.suggester
        state = turn(row.state)
        decided = [AcceptedLabel(label_id, row.confidence)]
        if state is RowState.ACCEPTED:
            self._desk.save(
                Edit(image_id, {label_id: state}, {label_id: row.label_name}),
                lambda: commands.decide(image_id, accepted=decided, suggester=suggester),
            )
        elif state is RowState.REJECTED:
            self._desk.save(
                Edit(image_id, {label_id: state}, removed=frozenset([label_id])),
                lambda: commands.decide(image_id, rejected=decided, suggester=suggester),
                take_back,
            )
        else:
            if row.state is RowState.ACCEPTED and row.doubt != "wrong":
                self._desk.ticks.choose(image_id, label_id, ticked=False)
            self._desk.save(
                reopened(image_id, row),
                lambda: commands.clear_decisions(image_id, [label_id]),
            )

    def reject_all(self) -> None:
        """Reject every suggestion that is not decided."""
        commands, image_id, suggester = self._commands, self._desk.image_id, self._desk.suggester
        rejected = review_state.rejected_by_reject_all(self._desk.rows)
        if rejected:
            states = {one.label_id: RowState.REJECTED for one in rejected}
            self._desk.save(
                Edit(image_id, states),
                lambda: commands.decide(image_id, rejected=rejected, suggester=suggester),
            )

    def accept_and_next(self) -> bool:
        """Accept what is ticked, mark the image reviewed, go on.

        Where the queue asks about one label only, the image is not reviewed by that. False, and
        nothing is done, before the suggestions are there.
        """
        desk, commands = self._desk, self._commands
        image_id, suggester = desk.image_id, desk.suggester
        if desk.item is None or desk.suggested is None:
            return False
        taken = review_state.taken_by_enter(desk.rows)
        reviewed = None if desk.choice.only_label else True
        if not taken and reviewed is None:
            self.skip()
            return True
        accepted = [AcceptedLabel(row.label_id, row.confidence) for row in taken]
        edit = Edit(
            image_id,
            {row.label_id: RowState.ACCEPTED for row in taken},
            {row.label_id: row.label_name for row in taken},
        )
        desk.save(
            edit,
            lambda: commands.decide(
                image_id, accepted=accepted, suggester=suggester, reviewed=reviewed
            ),
            self._count_as_done(),
        )
        desk.go_on()
        return True

    def _count_as_done(self) -> Callable[[], None]:
        """Count the image as done; what takes that back where it cannot be saved."""
        desk, image_id = self._desk, self._desk.image_id

        def take_back() -> None:
            desk.set_reviewed(image_id, reviewed=False)
            desk.go_to(image_id)

        desk.set_reviewed(image_id, reviewed=True)
        return take_back

    def skip(self) -> None:
        """Go on without saying anything about the image; it stays among those left."""
        image_id, queue = self._desk.image_id, self._desk.queue
        if image_id:
            if queue.outcome(image_id) is None:
                queue.set_outcome(image_id, Outcome.SKIPPED)
            self._desk.go_on()

    def add_label(self, label_id: int, name: str) -> None:
        """Put an existing label on the image."""
        self.add_labels({label_id: name})

    def add_labels(self, names: Mapping[int, str]) -> None:
        """Put existing labels on the image, by id, in one step."""
        image_id = self._desk.image_id
        self._desk.save(
            Edit(image_id, dict.fromkeys(names, RowState.ACCEPTED), names),
            lambda: self._commands.label_images([image_id], add=list(names)),
        )

    def replace_label(self, old_id: int, label_id: int, name: str) -> None:
        """Put a label in the place of another one, in one step; ``label_id`` 0: a new one."""
        image_id = self._desk.image_id
        if label_id == old_id:
            return
        states = {old_id: RowState.REJECTED}
        if label_id:
            edit = Edit(
                image_id,
                {**states, label_id: RowState.ACCEPTED},
                {label_id: name},
                removed=frozenset([old_id]),
            )
        else:
            edit = Edit(image_id, states, added_names=(name,), removed=frozenset([old_id]))
        add, names = ([label_id], []) if label_id else ([], [name])
        self._desk.save(
            edit,
            lambda: self._commands.label_images(
                [image_id], add=add, remove=[old_id], add_names=names
            ),
        )

    def add_name(self, name: str) -> None:
        """Create a label and put it on the image, in one step."""
        image_id = self._desk.image_id
        self._desk.save(
            Edit(image_id, added_names=(name,)),
            lambda: self._commands.label_images([image_id], add_names=[name]),
        )

    def remove_label(self, label_id: int) -> None:
        """Take a label off the image."""
        image_id = self._desk.image_id
        self._desk.save(
            Edit(image_id, {label_id: RowState.REJECTED}, removed=frozenset([label_id])),
            lambda: self._commands.label_images([image_id], remove=[label_id]),
        )

    def edit_reference(
        self,
        image_id: int,
        *,
        add: Sequence[int] = (),
        remove: Sequence[int] = (),
        add_names: Sequence[str] = (),
    ) -> None:
        """Fix the labels of a reference image; the suggestions follow."""
        self._desk.save(
            None,
            lambda: self._commands.label_images(
                [image_id], add=add, remove=remove, add_names=add_names
            ),
        )
