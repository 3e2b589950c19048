"""What a curator does on the Review page, each as one command that can be undone."""

from collections.abc import Callable, Sequence

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

    def toggle_digit(self, digit: int) -> None:
        """Accept the suggestion with this digit, or take that back; it gets the focus."""
        for row in self._desk.rows:
            if row.digit == digit:
                self._desk.focus(row.label_id)
                self.toggle_accept(row.label_id)

    def _decide(self, label_id: int, turn: Callable[[RowState], RowState]) -> None:
        row = review_state.row_of(self._desk.rows, label_id)
        if row is None:
            return
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
            )
        else:
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
        """Accept what is shown, mark the image reviewed, go on.

        False, and nothing is done, before the suggestions are there.
        """
        desk, commands = self._desk, self._commands
        image_id, suggester = desk.image_id, desk.suggester
        if desk.item is None or desk.suggested is None:
            return False
        accepted = review_state.accepted_by_enter(desk.rows)
        names = {row.label_id: row.label_name for row in desk.rows}
        edit = Edit(
            image_id,
            {one.label_id: RowState.ACCEPTED for one in accepted},
            {one.label_id: names[one.label_id] for one in accepted},
        )

        def take_back() -> None:
            desk.set_reviewed(image_id, reviewed=False)
            desk.go_to(image_id)

        desk.set_reviewed(image_id, reviewed=True)
        desk.save(
            edit,
            lambda: commands.decide(
                image_id, accepted=accepted, suggester=suggester, reviewed=True
            ),
            take_back,
        )
        desk.go_on()
        return True

    def skip(self) -> None:
        """Go on without saying that the image is finished."""
        image_id, queue = self._desk.image_id, self._desk.queue
        if image_id:
            if queue.outcome(image_id) is None:
                queue.set_outcome(image_id, Outcome.SKIPPED)
            self._desk.go_on()

    def add_label(self, label_id: int, name: str) -> None:
        """Put an existing label on the image."""
        image_id = self._desk.image_id
        self._desk.save(
            Edit(image_id, {label_id: RowState.ACCEPTED}, {label_id: name}),
            lambda: self._commands.label_images([image_id], add=[label_id]),
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
