"""Changes that were made while nobody looked, as one change to follow when somebody does."""

from db.records import ChangeSet


class MissedChanges:
    """Keeps what commands changed, not who did it or which command it was."""

    def __init__(self) -> None:
        self._kept: ChangeSet | None = None

    def add(self, change: ChangeSet) -> None:
        """Nobody looks: follow this later."""
        image_ids, label_ids, unknown = change.image_ids, change.label_ids, change.images_unknown
        in_use = change.in_use_changed
        if self._kept is not None:
            image_ids |= self._kept.image_ids
            label_ids |= self._kept.label_ids
            unknown |= self._kept.images_unknown
            in_use |= self._kept.in_use_changed
        self._kept = ChangeSet(0, "", {}, image_ids, label_ids, unknown, in_use_changed=in_use)

    def take(self) -> ChangeSet | None:
        """All that was changed, once; None for nothing."""
        kept, self._kept = self._kept, None
        return kept
