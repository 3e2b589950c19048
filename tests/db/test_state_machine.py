"""Random commands on a real catalogue, held against a model made of dictionaries."""

import copy
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from db.catalogue import Catalogue
from db.errors import CatalogueError
from db.records import AcceptedLabel, ChangeSet, SuggestionRun
from db.text import name_key
from tests.db.caption_rules import CaptionRules
from tests.db.catalogue_model import (
    IMAGES,
    Label,
    Model,
    images_of,
    merge_in_model,
    merge_labels_in_model,
    model_of,
)

NAMES = ("truck", "Truck ", "ship", "Båt", "båt", "x", "y", "z", " ")

image_ids = st.sampled_from(IMAGES)
some_images = st.sampled_from([[1, 2, 3], [2, 1], [3], [1, 1], []])
names = st.sampled_from(NAMES)


class CatalogueMachine(CaptionRules):
    """Label, decide, create, rename, nest, merge, delete, undo, redo, reopen."""

    label_ids = Bundle("label_ids")
    scanned: Callable[..., Any]
    kept_rows: Callable[[Path], Any]

    @initialize(target=label_ids)
    def create(self) -> Any:
        self.folder = Path(tempfile.mkdtemp())
        archive_dir = self.folder / "archive"
        archive_dir.mkdir()
        self.catalogue = Catalogue.create(
            self.folder / "m.nabolag.sqlite", archive_dir, curator="kari"
        )
        keywords = {1: ["truck"], 2: ["truck", "ship"], 3: ["ship"]}
        commands = self.catalogue.commands
        commands.import_images([self.scanned(f"{at}.jpg") for at in IMAGES])
        found = (model_of(self.catalogue), self.kept_rows(self.catalogue.path))
        import_id = 0
        for at, words in keywords.items():
            counts = commands.import_images(
                [self.scanned(f"{at}.jpg", *words)], import_id=import_id
            )
            import_id = counts.import_id
        self.model = model_of(self.catalogue)
        self.undone: list[tuple[Model, Any]] = []
        self.done: list[tuple[Model, Any]] = [found]
        self.replace_suggestions()
        return multiple(*self.model.labels)

    def teardown(self) -> None:
        if not hasattr(self, "catalogue"):
            return
        while self.done:
            self.undo()
        assert self.catalogue.commands.undo() is None
        assert self.catalogue.check().problems == []
        self.catalogue.close()
        shutil.rmtree(self.folder)

    def run(self, command: Callable[[], ChangeSet], after: Model | None) -> ChangeSet | None:
        """Run a command that leads to the model ``after``; None: that it must refuse."""
        rows = self.kept_rows(self.catalogue.path)
        if after is None:
            with pytest.raises(CatalogueError):
                command()
            assert self.kept_rows(self.catalogue.path) == rows
            return None
        change = command()
        assert model_of(self.catalogue) == after
        if change.undoable:
            self.done.append((self.model, rows))
            self.undone.clear()
        else:
            assert change.change_id == 0
            assert self.kept_rows(self.catalogue.path) == rows
        self.model = after
        return change

    @rule(ids=some_images, add=label_ids, remove=label_ids, name=st.none() | st.none() | names)
    def label_images(self, ids: list[int], add: int, remove: int, name: str | None) -> None:
        after = copy.deepcopy(self.model)
        add_names = [] if name is None else [name]
        added = [add]
        is_clear = True
        for given in add_names:
            meant = after.meant(given)
            label_id = meant[0] if meant else None
            is_clear = len(meant) < 2
            if label_id is None:
                label_id = self.next_id()
                after.labels[label_id] = Label(" ".join(given.split()))
            added.append(label_id)
        usable = is_clear and add in after.labels and (name is None or name_key(name))
        if remove not in added:
            usable = usable and remove in after.labels
            for image_id in ids:
                source = after.labellings.pop((image_id, remove), "curator")
                if source != "curator" or after.decisions.get((image_id, remove)):
                    after.decisions[image_id, remove] = False
        for label_id in added:
            for image_id in ids:
                if (image_id, label_id) not in after.labellings:
                    after.labellings[image_id, label_id] = "curator"
                    after.decisions.pop((image_id, label_id), None)
        self.run(
            lambda: self.catalogue.commands.label_images(
                ids, add=[add], remove=[remove], add_names=add_names
            ),
            after if usable else None,
        )

    @rule(image_id=image_ids, yes=label_ids, no=label_ids, reviewed=st.none() | st.booleans())
    def decide(self, image_id: int, yes: int, no: int, reviewed: bool | None) -> None:
        rejected = [AcceptedLabel(no, 0.25)] if no != yes else []
        after = copy.deepcopy(self.model)
        usable = {yes, no} <= after.labels.keys()
        after.decisions[image_id, yes] = True
        after.labellings.setdefault((image_id, yes), "accepted")
        if rejected:
            after.decisions[image_id, no] = False
            after.labellings.pop((image_id, no), None)
        if reviewed is not None:
            (after.reviewed.add if reviewed else after.reviewed.discard)(image_id)
        self.run(
            lambda: self.catalogue.commands.decide(
                image_id,
                accepted=[AcceptedLabel(yes, 0.75)],
                rejected=rejected,
                suggester="neighbor-search",
                reviewed=reviewed,
            ),
            after if usable else None,
        )

    @rule(image_id=image_ids, label_id=label_ids)
    def clear_decisions(self, image_id: int, label_id: int) -> None:
        after = copy.deepcopy(self.model)
        decided = after.decisions.pop((image_id, label_id), None) is not None
        if decided and after.labellings.get((image_id, label_id)) == "accepted":
            del after.labellings[image_id, label_id]
        self.run(
            lambda: self.catalogue.commands.clear_decisions(image_id, [label_id]),
            after if label_id in after.labels else None,
        )

    @rule(ids=some_images, reviewed=st.booleans())
    def mark_reviewed(self, ids: list[int], reviewed: bool) -> None:
        after = copy.deepcopy(self.model)
        (after.reviewed.update if reviewed else after.reviewed.difference_update)(ids)
        self.run(lambda: self.catalogue.commands.mark_reviewed(ids, reviewed), after)

    @rule(target=label_ids, name=names, parent=st.none() | label_ids)
    def create_label(self, name: str, parent: int | None) -> Any:
        after = copy.deepcopy(self.model)
        usable = (
            name_key(name)
            and after.child(parent, name) is None
            and (parent is None or parent in after.labels)
        )
        after.labels[self.next_id()] = Label(" ".join(name.split()), parent)
        change = self.run(
            lambda: self.catalogue.commands.create_label(name, parent_id=parent),
            after if usable else None,
        )
        return multiple() if change is None else change.details["label_id"]

    @rule(label_id=label_ids, name=names)
    def rename(self, label_id: int, name: str) -> None:
        after = copy.deepcopy(self.model)
        usable = (
            label_id in after.labels
            and name_key(name)
            and after.child(after.labels[label_id].parent_id, name) in (None, label_id)
        )
        if usable:
            label = after.labels[label_id]
            old_name = label.name
            label.name = " ".join(name.split())
            aliases = {alias for alias in label.aliases if name_key(alias) != name_key(name)}
            is_keyword = any(
                at == label_id and name_key(text) == name_key(old_name)
                for (_, text), at in after.keywords.items()
            )
            if is_keyword and name_key(old_name) != name_key(name):
                aliases.add(old_name)
            if name_key(old_name) != name_key(name):
                label.automatic_name = ""
            label.aliases = frozenset(aliases)
        self.run(
            lambda: self.catalogue.commands.rename_label(label_id, name), after if usable else None
        )

    @rule(label_id=label_ids, name=names, machine=names, prompts=st.sampled_from(["", "a {}"]))
    def say_in_english(self, label_id: int, name: str, machine: str, prompts: str) -> None:
        commands = self.catalogue.commands
        for values, command in (
            (
                {"english_name": " ".join(name.split())},
                lambda: commands.set_english_names({label_id: name}),
            ),
            (
                {"automatic_name": " ".join(machine.split())},
                lambda: commands.set_automatic_names({label_id: machine}, "a machine"),
            ),
            ({"prompts": prompts}, lambda: commands.set_prompts(label_id, prompts)),
        ):
            after = copy.deepcopy(self.model)
            if label_id in after.labels:
                for column, value in values.items():
                    setattr(after.labels[label_id], column, value)
            self.run(command, after if label_id in after.labels else None)

    @rule(label_id=label_ids, ids=some_images, name=names)
    def split(self, label_id: int, ids: list[int], name: str) -> None:
        after = copy.deepcopy(self.model)
        label = after.labels.get(label_id)
        moving = [at for at in dict.fromkeys(ids) if (at, label_id) in after.labellings]
        usable = label is not None and moving and name_key(name)
        if label is not None:
            label.aliases = frozenset(
                alias for alias in label.aliases if name_key(alias) != name_key(name)
            )
            usable = usable and after.child(label.parent_id, name) is None
            new_id = self.next_id()
            after.labels[new_id] = Label(" ".join(name.split()), label.parent_id)
            for at in moving:
                after.labellings[at, new_id] = after.labellings.pop((at, label_id))
                if after.decisions.get((at, label_id)):
                    after.decisions[at, label_id] = False
            effect = self.catalogue.label_effects.of_split(label_id, ids)
            assert (effect.images, effect.images_left, effect.images_ignored) == (
                len(moving),
                sum(at == label_id for _, at in after.labellings),
                len(set(ids) - set(moving)),
            )
            assert effect.decisions == list(self.model.decisions.values()).count(True) - list(
                after.decisions.values()
            ).count(True)
        self.run(
            lambda: self.catalogue.commands.split_label(label_id, ids, name),
            after if usable else None,
        )

    @rule(first=label_ids, second=label_ids, different=st.booleans())
    def mark_different(self, first: int, second: int, different: bool) -> None:
        after = copy.deepcopy(self.model)
        pair = (min(first, second), max(first, second))
        if different and first != second:
            after.different.add(pair)
        elif not different:
            after.different.discard(pair)
        self.run(
            lambda: self.catalogue.commands.mark_different([(first, second)], different),
            after if {first, second} <= after.labels.keys() else None,
        )

    @rule(label_id=label_ids, parent=st.none() | label_ids)
    def set_parent(self, label_id: int, parent: int | None) -> None:
        after = copy.deepcopy(self.model)
        usable = label_id in after.labels and (
            parent is None or (parent in after.labels and label_id not in after.line(parent))
        )
        usable = usable and after.put_below(label_id, parent)
        self.run(
            lambda: self.catalogue.commands.set_parent(label_id, parent), after if usable else None
        )

    @rule(label_id=label_ids, name=names)
    def add_alias(self, label_id: int, name: str) -> None:
        after = copy.deepcopy(self.model)
        usable = (
            label_id in after.labels
            and name_key(name)
            and after.child(after.labels[label_id].parent_id, name) is None
        )
        if usable:
            after.labels[label_id].aliases |= {" ".join(name.split())}
        self.run(
            lambda: self.catalogue.commands.add_alias(label_id, name), after if usable else None
        )

    @rule(label_id=label_ids, name=names)
    def remove_alias(self, label_id: int, name: str) -> None:
        after = copy.deepcopy(self.model)
        label = after.labels.get(label_id)
        gone = {
            alias for alias in (label.aliases if label else ()) if name_key(alias) == name_key(name)
        }
        if label is not None:
            label.aliases -= gone
        self.run(
            lambda: self.catalogue.commands.remove_alias(label_id, name), after if gone else None
        )

    @rule(label_id=label_ids)
    def delete_label(self, label_id: int) -> None:
        after = copy.deepcopy(self.model)
        gone = after.labels.get(label_id)
        if gone is not None:
            # Its other names are free by the time what is below it moves up; its name is not.
            gone.aliases = frozenset()
        usable = gone is not None and all(
            after.put_below(at, gone.parent_id)
            for at, label in sorted(after.labels.items())
            if label.parent_id == label_id
        )
        if gone is not None and usable:
            del after.labels[label_id]
            for pairs in (after.labellings, after.decisions):
                for pair in [pair for pair in pairs if pair[1] == label_id]:
                    del pairs[pair]
            for keyword, at in after.keywords.items():
                after.keywords[keyword] = None if at == label_id else at
            self.check_effect_of_deletion(label_id, after)
            after.different = {pair for pair in after.different if label_id not in pair}
        self.run(lambda: self.catalogue.commands.delete_label(label_id), after if usable else None)

    @rule(source=label_ids, other=label_ids, target_id=label_ids)
    def merge(self, source: int, other: int, target_id: int) -> None:
        after = copy.deepcopy(self.model)
        sources = [at for at in dict.fromkeys([source, other]) if at != target_id]
        usable = target_id in after.labels and all(at in after.labels for at in sources)
        if usable:
            for at in sources:
                merge_in_model(after, at, target_id)
            usable = merge_labels_in_model(after, sources, target_id)
        if usable:
            self.check_effect_of_merge(sources, target_id, after)
        self.run(
            lambda: self.catalogue.commands.merge_labels([source, other], target_id),
            after if usable else None,
        )

    @precondition(lambda self: self.done)
    @rule()
    def undo(self) -> None:
        rows = self.kept_rows(self.catalogue.path)
        before, rows_before = self.done.pop()
        expected = self.catalogue.history.next_undo()
        change = self.catalogue.commands.undo()

        assert change is not None
        assert expected is not None
        assert change.command == "undo"
        assert change.details["command"] == expected.command
        assert self.kept_rows(self.catalogue.path) == rows_before
        assert model_of(self.catalogue) == before
        self.undone.append((self.model, rows))
        self.model = before

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self) -> None:
        rows = self.kept_rows(self.catalogue.path)
        after, rows_after = self.undone.pop()

        assert self.catalogue.commands.redo() is not None
        assert self.kept_rows(self.catalogue.path) == rows_after
        self.done.append((self.model, rows))
        self.model = after

    @rule()
    def nothing_to_redo(self) -> None:
        if not self.undone:
            assert self.catalogue.history.next_redo() is None
            assert self.catalogue.commands.redo() is None

    @rule()
    def reopen(self) -> None:
        self.catalogue.close()
        self.catalogue = Catalogue.open(self.catalogue.path, curator="ola")

    @rule()
    def replace_suggestions(self) -> None:
        rows = [(at, label_id, 0.5) for at in IMAGES for label_id in self.model.labels]
        self.catalogue.suggestions.replace_all(SuggestionRun("s", "e", {}, 0.1), rows)

    @invariant()
    def open_suggestions_are_counted(self) -> None:
        if not hasattr(self, "model"):
            return
        open_counts = [len(self.catalogue.suggestions.of_image(at)) for at in IMAGES]
        assert [
            card.suggestion_count for card in self.catalogue.images.cards(IMAGES)
        ] == open_counts

    def check_effect_of_merge(self, sources: list[int], target_id: int, after: Model) -> None:
        effect = self.catalogue.label_effects.of_merge(sources, target_id)
        before, then = images_of(self.model, [target_id]), images_of(after, [target_id])
        assert effect.images_after == len(then)
        assert effect.images_gained == len(then - before)
        assert effect.images_joined == effect.images - len(then - before)
        assert effect.images == len(images_of(self.model, sources))
        lost = len(self.model.decisions) - len(after.decisions)
        lifted = sum(
            at == target_id and (image_id, at) not in after.decisions
            for image_id, at in self.model.decisions
        )
        assert effect.decisions_dropped + lifted >= lost >= effect.decisions_dropped
        assert set(effect.aliases) == (
            after.labels[target_id].aliases - self.model.labels[target_id].aliases
        )
        assert set(effect.children) == {
            label.name
            for at, label in self.model.labels.items()
            if label.parent_id in sources and at != target_id and at not in sources
        }

    def check_effect_of_deletion(self, label_id: int, after: Model) -> None:
        effect = self.catalogue.label_effects.of_delete([label_id])
        carried = {image_id for image_id, _ in self.model.labellings}
        assert effect.images == effect.labellings
        assert effect.images == len(self.model.labellings) - len(after.labellings)
        assert effect.images_without == len(
            carried - {image_id for image_id, _ in after.labellings}
        )
        assert effect.decisions == len(self.model.decisions) - len(after.decisions)
        assert effect.keywords == list(self.model.keywords.values()).count(label_id)


def test_commands_do_what_the_model_does(
    scanned: Callable[..., Any], kept_rows: Callable[[Path], Any]
) -> None:
    machine = type(
        "Machine",
        (CatalogueMachine,),
        {"scanned": staticmethod(scanned), "kept_rows": staticmethod(kept_rows)},
    )
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12,
            stateful_step_count=30,
            deadline=None,
            # Making a failure shorter takes minutes here; run it alone with Phase.shrink for that.
            phases=[Phase.reuse, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
