"""The command that takes a keyword list into the vocabulary."""

from collections.abc import Sequence

from db.commands.recorder import ChangeRecorder, CommandGroup
from db.commands.vocabulary import add_alias_row, create_label_row, existing_label, put_below
from db.records import ChangeSet, VocabularyEntry
from db.repositories.keyword_list_plan import KeywordListPlan, Place, Planned, plan_keyword_list


class KeywordListCommands(CommandGroup):
    """Brings the vocabulary in line with a list from another program."""

    def import_keyword_list(self, entries: Sequence[VocabularyEntry]) -> ChangeSet:
        """Create, move and alias labels as a keyword list has them; nothing is removed.

        What each keyword becomes is said at ``plan_keyword_list``: labels are told apart by name
        and place, and the only label of a name comes to lie where the list has it.

        Details: labels (in the list), created, moved, aliases, and named where English names are
        new.
        """
        with self._recording() as recorder:
            plan = plan_keyword_list(recorder.connection, entries)
            _carry_out(recorder, plan)
            return recorder.finish(
                "import_keyword_list",
                {
                    "labels": len(plan.created) + plan.known,
                    "created": len(plan.created),
                    "moved": len(plan.moved),
                    "aliases": len(plan.aliases),
                    **({"named": len(plan.english)} if plan.english else {}),
                },
            )


def _carry_out(recorder: ChangeRecorder, plan: KeywordListPlan) -> None:
    made: dict[Planned, int] = {}

    def id_of(place: Place) -> int:
        return made[place] if isinstance(place, Planned) else place

    for planned, name, above in plan.created:
        parent_id = None if above is None else id_of(above)
        grouping = planned in plan.grouping_created
        row = create_label_row(recorder, name, parent_id=parent_id, grouping=grouping)
        made[planned] = int(row["id"])
    for label_id, above in plan.moved:
        put_below(recorder, existing_label(recorder, label_id), id_of(above))
    for label_id, grouping in plan.grouping:
        recorder.update("labels", [existing_label(recorder, label_id)], {"grouping": grouping})
    for place, name in plan.aliases:
        add_alias_row(recorder, id_of(place), name)
    for place, name in plan.english:
        label = existing_label(recorder, id_of(place))
        recorder.update("labels", [label], {"english_name": name})
