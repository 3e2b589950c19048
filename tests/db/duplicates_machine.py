"""Random commands on duplicates, with labels changing in between, on a real catalogue.

Whatever is done: no labelling is lost, undoing all of it restores every row, and the clusters that
were worked out bit by bit are those that a look at everything finds.
"""

import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from db.catalogue import Catalogue
from db.duplicate_records import (
    DuplicateGraph,
    DuplicatePair,
    DuplicateRun,
    FoundCluster,
    KeptImage,
    image_pair,
)
from db.errors import CatalogueError
from db.records import AcceptedLabel, ChangeSet, ImageFilter, Status
from tests.db.conftest import scanned_image, table_rows

IMAGES = (1, 2, 3, 4, 5, 6, 7)
WORDS = ("truck", "ship", "red")
LIKELY = 0.5
PAIRS = {
    (1, 2): 0.99,
    (2, 3): 0.8,
    (1, 3): 0.3,
    (3, 4): 0.6,
    (4, 5): 0.95,
    (5, 6): 0.55,
    (1, 6): 0.52,
    (2, 6): 0.2,
}

image_ids = st.sampled_from(IMAGES)
label_ids = st.integers(1, len(WORDS))
some_images = st.lists(image_ids, min_size=1, max_size=4, unique=True)
answers = st.sampled_from(["copy", "variant", "series", "same", "different", None])


def clusters_of(graph: DuplicateGraph) -> list[FoundCluster]:
    """Clusters joined from the likeliest pair on; never two that somebody told apart."""
    said = {(one.image_a, one.image_b): one.answer for one in graph.answers}
    sure = {pair: 1.0 for pair, answer in said.items() if answer != "different"}
    likely = {pair[:2]: pair.probability for pair in graph.pairs if pair.probability >= LIKELY}
    apart = {pair for pair, answer in said.items() if answer == "different"}
    weights = {pair: one for pair, one in {**likely, **sure}.items() if pair not in apart}
    group = {image_id: frozenset([image_id]) for image_id in graph.members}
    for pair in sorted(weights, key=lambda pair: (-weights[pair], pair)):
        one, other = (group[image_id] for image_id in pair)
        if not any(image_pair(a, b) in apart for a in one - other for b in other - one):
            group |= dict.fromkeys(one | other, one | other)
    found = []
    for members in set(group.values()):
        inside = {pair: one for pair, one in weights.items() if set(pair) <= members}
        if len(members) > 1:
            weakest = min(inside, key=lambda pair: (inside[pair], pair))
            found.append(
                FoundCluster(
                    tuple(sorted(members)), inside[weakest], weakest, inside[weakest] > 0.9
                )
            )
    return found


@cache
def template() -> Path:
    """The folder of the catalogue that every run begins with a copy of."""
    folder = Path(tempfile.mkdtemp())
    (folder / "archive").mkdir()
    with Catalogue.create(folder / "m.nabolag.sqlite", folder / "archive", curator="kari") as made:
        words = {1: ["truck"], 2: ["ship"], 4: ["red", "ship"], 5: ["truck"]}
        made.commands.import_images(
            [
                scanned_image(f"{at}.jpg", *words.get(at, ()), title="A title" * (at == 3))
                for at in IMAGES
            ]
        )
        made.commands.label_images([7], add_names=list(WORDS))
        labels = {label.name: label.id for label in made.labels.all()}
        for image_id, word in ((3, "ship"), (6, "red"), (5, "ship")):
            no = [AcceptedLabel(labels[word], 0.5)]
            made.commands.decide(image_id, rejected=no, suggester="s")
        made.duplicates.store_found(
            DuplicateRun("fingerprint"),
            [DuplicatePair(*pair, 0.9, 0.5, probability=one) for pair, one in PAIRS.items()],
            compared=IMAGES,
        )
        made.duplicates.settle(clusters_of)
    return folder


class DuplicateMachine(RuleBasedStateMachine):
    """Answer, merge, split, set aside, change the keeper, bring back, label, undo, redo."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        shutil.copytree(template(), self.folder, dirs_exist_ok=True)
        self.path = self.folder / "m.nabolag.sqlite"
        self.catalogue = Catalogue.open(self.path, curator="kari")
        self.labels = {label.name: label.id for label in self.catalogue.labels.all()}
        self.done: list[Any] = []
        self.undone: list[Any] = []

    def teardown(self) -> None:
        if not hasattr(self, "catalogue"):
            return
        while self.done:
            self.undo()
        assert self.catalogue.check().problems == []
        self.catalogue.close()
        shutil.rmtree(self.folder)

    # --- what is looked at --------------------------------------------------------------------

    def labellings(self) -> dict[tuple[int, int], tuple[str, int | None]]:
        """(source, image it is from) of every (image, label)."""
        found = self.catalogue.labellings.of_images(IMAGES)
        return {
            (image_id, one.label_id): (one.source, one.from_image_id)
            for image_id, labellings in found.items()
            for one in labellings
        }

    def rejected(self) -> set[tuple[int, int]]:
        return set(self.catalogue.labellings.rejected_pairs())

    def keepers(self) -> dict[int, int | None]:
        return {one.id: one.keeper_id for one in self.catalogue.images.get_many(IMAGES)}

    def run(self, command: Callable[[], ChangeSet]) -> ChangeSet:
        rows = table_rows(self.path)
        change = command()
        self.check_decisions()
        if change.undoable:
            self.done.append(rows)
            self.undone.clear()
        else:
            assert change.change_id == 0
            assert table_rows(self.path) == rows
        return change

    def run_without_loss(
        self, command: Callable[[], ChangeSet], may_go: Iterable[tuple[int, int]] = ()
    ) -> ChangeSet:
        """Run a command that takes no label off any image, and changes none that is there."""
        before = self.labellings()
        change = self.run(command)
        after = self.labellings()
        lost = {pair for pair, how in before.items() if after.get(pair, ("",))[0] != how[0]}
        assert lost <= set(may_go)
        return change

    # --- commands -----------------------------------------------------------------------------

    @rule(one=image_ids, other=image_ids, third=image_ids, answer=answers)
    def answer(self, one: int, other: int, third: int, answer: Any) -> None:
        pairs = {image_pair(one, at): answer for at in (other, third) if at != one}
        self.run_without_loss(lambda: self.catalogue.commands.answer_duplicates(pairs))
        found = self.catalogue.duplicates.answers()
        said = {(pair.image_a, pair.image_b): pair.answer for pair in found}
        assert all(said.get(pair) == answer for pair in pairs)

    @rule(ids=some_images, at=st.integers(1, 3), same=st.booleans())
    def merge_or_split(self, ids: list[int], at: int, same: bool) -> None:
        parts = [ids[:at], ids[at:]]
        commands = self.catalogue.commands
        command = commands.merge_clusters if same else commands.split_cluster
        self.run_without_loss(lambda: command(parts))
        if not same:
            self.catalogue.duplicates.settle(clusters_of, LIKELY)
            clusters = self.catalogue.duplicates.clusters_of(IMAGES)
            assert not any(
                one in clusters and clusters[one] == clusters.get(other)
                for one in parts[0]
                for other in parts[1]
            )

    @rule(
        ids=some_images,
        second=some_images,
        labels=st.booleans(),
        titles=st.booleans(),
        also=st.lists(label_ids),
    )
    def set_aside(
        self, ids: list[int], second: list[int], labels: bool, titles: bool, also: list[int]
    ) -> None:
        kept = [
            KeptImage(members[0], tuple(members[1:]))
            for members in (ids, [one for one in second if one not in ids])
            if members
        ]
        before, rejected, keepers = self.labellings(), self.rejected(), self.keepers()
        wanted = {one.keeper_id: also for one in kept}
        change = self.run_without_loss(
            lambda: self.catalogue.commands.set_aside(
                kept, hand_labels=labels, hand_titles=titles, also=wanted
            )
        )
        self.check_set_aside(kept, keepers)
        expected = self.handed(kept, before, rejected, keepers, also) if labels else {}
        after = self.labellings()
        assert {pair for pair in after if pair not in before} == set(expected)
        assert change.details["labels"] == len(expected)
        for pair, carriers in expected.items():
            source, origin = after[pair]
            assert source == "merged"
            assert origin in carriers

    @rule(image_id=image_ids, labels=st.booleans())
    def change_keeper(self, image_id: int, labels: bool) -> None:
        keepers = self.keepers()
        keeper = keepers[image_id]

        def command() -> ChangeSet:
            return self.catalogue.commands.change_keeper(
                image_id, hand_labels=labels, hand_titles=False
            )

        if keeper is None:
            with pytest.raises(CatalogueError):
                command()
            return
        self.run_without_loss(command)
        self.check_set_aside([KeptImage(image_id, (keeper,))], keepers)

    @rule(ids=some_images, take=st.booleans())
    def bring_back(self, ids: list[int], take: bool) -> None:
        keepers = self.keepers()
        merged = {
            pair
            for pair, (source, origin) in self.labellings().items()
            if source == "merged" and origin in ids and keepers[origin] == pair[0]
        }
        self.run_without_loss(
            lambda: self.catalogue.commands.bring_back(ids, take_labels_back=take),
            may_go=merged if take else (),
        )
        assert self.keepers() == keepers | dict.fromkeys(ids)

    @rule(ids=some_images, label_id=label_ids, add=st.booleans())
    def label(self, ids: list[int], label_id: int, add: bool) -> None:
        commands = self.catalogue.commands
        added, removed = ([label_id], []) if add else ([], [label_id])
        self.run(lambda: commands.label_images(ids, add=added, remove=removed))

    @rule(image_id=image_ids, label_id=label_ids, accept=st.booleans())
    def decide(self, image_id: int, label_id: int, accept: bool) -> None:
        one = [AcceptedLabel(label_id, 0.5)]
        yes, no = (one, []) if accept else ([], one)
        self.run(
            lambda: self.catalogue.commands.decide(
                image_id, accepted=yes, rejected=no, suggester="s"
            )
        )

    @rule()
    def rename_label(self) -> None:
        name = self.catalogue.labels.get(self.labels["red"]).name
        new = "rød" if name == "red" else "red"
        self.run(lambda: self.catalogue.commands.rename_label(self.labels["red"], new))

    @precondition(lambda self: self.done)
    @rule()
    def undo(self) -> None:
        rows = table_rows(self.path)
        before = self.done.pop()
        assert self.catalogue.commands.undo() is not None
        assert table_rows(self.path) == before
        self.undone.append(rows)

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self) -> None:
        rows = table_rows(self.path)
        after = self.undone.pop()
        assert self.catalogue.commands.redo() is not None
        assert table_rows(self.path) == after
        self.done.append(rows)

    @rule()
    def settle(self) -> None:
        """Whoever shows clusters does it; others let what was touched add up."""
        self.catalogue.duplicates.settle(clusters_of, LIKELY)
        assert self.catalogue.duplicates.settle(clusters_of, LIKELY) == frozenset()
        duplicates = self.catalogue.duplicates
        found = duplicates.clusters(duplicates.cluster_ids())
        of_all = clusters_of(duplicates.graph())
        assert sorted((sorted(one.members), one.probability, one.certain) for one in found) == (
            sorted((list(one.members), one.probability, one.certain) for one in of_all)
        )

    @rule()
    def reopen(self) -> None:
        self.catalogue.close()
        self.catalogue = Catalogue.open(self.path, curator="ola")

    # --- what always holds --------------------------------------------------------------------

    @invariant()
    def keepers_are_in_use_and_lists_show_what_is(self) -> None:
        if not hasattr(self, "catalogue"):
            return
        keepers = self.keepers()
        assert all(keepers[one] is None for one in keepers.values() if one is not None)
        images = self.catalogue.images
        aside = {image_id for image_id, keeper in keepers.items() if keeper is not None}
        assert set(images.ids(ImageFilter(status=Status.SET_ASIDE))) == aside
        assert set(images.ids()) == set(IMAGES) - aside
        assert not aside & set(self.catalogue.labellings.references().image_ids)

    def check_decisions(self) -> None:
        """An accepted label is on its image, a rejected one is not."""
        carried = self.labellings()
        for image_id in IMAGES:
            for one in self.catalogue.labellings.decisions_of(image_id):
                assert one.accepted == ((image_id, one.label_id) in carried)

    def check_set_aside(self, kept: list[KeptImage], before: dict[int, int | None]) -> None:
        """Each goes where it was told to; what was set aside for one that goes follows it."""
        expected = dict(before)
        named = {image_id for one in kept for image_id in (one.keeper_id, *one.others)}
        for one in kept:
            following = [
                at for at, keeper in before.items() if keeper in one.others and at not in named
            ]
            expected |= dict.fromkeys([*one.others, *following], one.keeper_id)
            expected[one.keeper_id] = None
        assert self.keepers() == expected

    def handed(
        self,
        kept: list[KeptImage],
        before: dict[tuple[int, int], tuple[str, int | None]],
        rejected: set[tuple[int, int]],
        keepers: dict[int, int | None],
        also: list[int],
    ) -> dict[tuple[int, int], set[int]]:
        """By (keeper, label) that is handed, who carries it."""
        named = {image_id for one in kept for image_id in (one.keeper_id, *one.others)}
        found: dict[tuple[int, int], set[int]] = defaultdict(set)
        for one in kept:
            others = {*one.others}
            others |= {at for at in IMAGES if keepers[at] in one.others and at not in named}
            members = {one.keeper_id, *others}
            for at, label_id in before:
                contradicts = any((member, label_id) in rejected for member in members)
                if (
                    at in others
                    and (one.keeper_id, label_id) not in before
                    and (not contradicts or label_id in also)
                ):
                    found[one.keeper_id, label_id].add(at)
        return found


def run_machine(examples: int, steps: int = 25) -> None:
    """Run this many random sequences of commands."""
    run_state_machine_as_test(
        DuplicateMachine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            phases=[Phase.reuse, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
