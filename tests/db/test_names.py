"""Which label a name means."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.catalogue import Catalogue
from db.errors import CatalogueError
from db.names import LabelNames
from db.records import FoundKeyword
from tests.db.commands.test_importing import Scan, paths

TREE = {
    1: (None, "animals"),
    2: (1, "birds"),
    3: (2, "crane"),
    4: (None, "machines"),
    5: (4, "Crane"),
    6: (None, "turkey"),
    7: (2, "turkey"),
    8: (4, "a|b"),
}


@pytest.fixture
def names() -> LabelNames:
    found = LabelNames()
    for label_id, (parent_id, name) in TREE.items():
        found.add(label_id, parent_id, [name, "hoist"] if label_id == 5 else [name])
    return found


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("crane", (3, 5)),
        ("CRANE ", (3, 5)),
        ("birds|crane", (3,)),
        ("animals|birds|crane", (3,)),
        ("Machines|crane", (5,)),
        ("machines|hoist", (5,)),
        ("hoist", (5,)),
        ("animals|crane", ()),
        ("turkey", (6,)),  # the one at the top, whose whole path it is
        ("birds|turkey", (7,)),
        ("a|b", (8,)),  # a name before a path
        (r"machines|a\|b", (8,)),
        ("owl", ()),
        ("", ()),
    ],
)
def test_a_name_or_path_means_labels(names: LabelNames, text: str, meant: tuple[int, ...]) -> None:
    assert names.meant(text) == meant


def test_labels_of_one_name_are_shown_by_their_paths(names: LabelNames) -> None:
    assert names.shown(1) == "animals"
    assert (names.shown(3), names.shown(5)) == ("animals|birds|crane", "machines|Crane")
    assert (names.shown(6), names.shown(7)) == ("turkey", "animals|birds|turkey")


SAMPLE_NAMES = ("a", "b", "a|b", "\\", "ß", "ss", "❤️", "❤")


@st.composite
def trees(draw: st.DrawFn) -> LabelNames:
    """Any tree of few names, no two of one name below one parent."""
    found = LabelNames()
    for label_id in range(1, draw(st.integers(1, 12))):
        parent_id = draw(st.none() | st.integers(1, label_id - 1)) if label_id > 1 else None
        name = draw(st.sampled_from(SAMPLE_NAMES))
        others = draw(st.lists(st.sampled_from(SAMPLE_NAMES), max_size=1))
        free = [one for one in (name, *others) if found.child(parent_id, one) is None]
        found.add(label_id, parent_id, free if name in free else [str(label_id), *free])
    return found


@given(trees())
def test_what_is_shown_means_the_label(names: LabelNames) -> None:
    for label_id in names:
        assert names.meant(names.shown(label_id)) == (label_id,)
        assert names.ending_with(names.levels(label_id)) == (label_id,)


@pytest.fixture
def birds_and_machines(catalogue: Catalogue, scanned: Scan) -> Catalogue:
    catalogue.commands.import_images(
        [
            scanned("1.jpg", ("animals", "birds", "turkey"), ("animals", "birds", "crane")),
            scanned("2.jpg", ("places", "turkey"), ("machines", "crane")),
        ]
    )
    return catalogue


def labels_at(catalogue: Catalogue, path: bytes) -> set[str]:
    image = catalogue.images.by_path(path)
    assert image is not None
    return {one.label_name for one in catalogue.labellings.of_image(image.id)}


def test_keywords_that_end_alike_become_labels_of_their_own(birds_and_machines: Catalogue) -> None:
    catalogue = birds_and_machines

    assert labels_at(catalogue, b"1.jpg") == {"animals|birds|turkey", "animals|birds|crane"}
    assert labels_at(catalogue, b"2.jpg") == {"places|turkey", "machines|crane"}
    assert catalogue.check().problems == []


def test_a_name_that_may_be_several_is_refused_with_their_paths(
    birds_and_machines: Catalogue,
) -> None:
    catalogue = birds_and_machines

    with pytest.raises(CatalogueError, match=r"animals\|birds\|crane, machines\|crane"):
        catalogue.labels.find("crane")
    with pytest.raises(CatalogueError, match=r"animals\|birds\|crane, machines\|crane"):
        catalogue.commands.label_images([1], add_names=["crane"])
    found = catalogue.labels.find("machines|crane")
    assert found is not None
    assert found.levels == ("machines", "crane")


def test_a_flat_keyword_of_several_is_a_label_of_its_own(
    birds_and_machines: Catalogue, scanned: Scan
) -> None:
    catalogue = birds_and_machines
    catalogue.commands.import_images([scanned("3.jpg", "crane"), scanned("4.jpg", "crane")])

    assert labels_at(catalogue, b"3.jpg") == labels_at(catalogue, b"4.jpg") == {"crane"}
    assert "crane" in paths(catalogue)


def test_a_flat_keyword_goes_to_the_only_label_of_its_name(
    birds_and_machines: Catalogue, scanned: Scan
) -> None:
    catalogue = birds_and_machines
    before = paths(catalogue)
    catalogue.commands.import_images([scanned("3.jpg", "birds")])

    assert labels_at(catalogue, b"3.jpg") == {"birds"}
    assert paths(catalogue) == before


@pytest.mark.parametrize("flat_first", [True, False])
def test_a_flat_keyword_is_the_level_of_a_path_of_its_image(
    catalogue: Catalogue, scanned: Scan, flat_first: bool
) -> None:
    def keywords(*path: str) -> list[FoundKeyword]:
        found = [
            FoundKeyword((path[-1],), "dc:subject"),
            FoundKeyword(path, "lr:hierarchicalSubject"),
        ]
        return found if flat_first else found[::-1]

    bird, machine = scanned("1.jpg"), scanned("2.jpg")
    for image, found in (
        (bird, keywords("animals", "birds", "crane")),
        (machine, keywords("machines", "crane")),
    ):
        catalogue.commands.import_images([replace(image, keywords=tuple(found))])

    assert labels_at(catalogue, b"1.jpg") == {"animals|birds|crane"}
    assert labels_at(catalogue, b"2.jpg") == {"machines|crane"}


def test_one_level_of_a_field_of_paths_is_at_the_top(catalogue: Catalogue, scanned: Scan) -> None:
    said = (FoundKeyword(("crane",), "lr:hierarchicalSubject"),)
    top, below = replace(scanned("1.jpg"), keywords=said), scanned("2.jpg", ("birds", "crane"))
    for batch in ([top], [below]):
        catalogue.commands.import_images(batch)

    assert labels_at(catalogue, b"1.jpg") == {"crane"}
    assert labels_at(catalogue, b"2.jpg") == {"birds|crane"}


def test_keywords_follow_a_label_that_a_curator_moved_or_merged(
    birds_and_machines: Catalogue, scanned: Scan
) -> None:
    catalogue, commands = birds_and_machines, birds_and_machines.commands
    ids = {"|".join(label.levels): label.id for label in catalogue.labels.all()}
    commands.set_parents([ids["machines|crane"]], None)
    commands.merge_labels([ids["places|turkey"]], ids["animals|birds|turkey"])
    before = paths(catalogue)

    counts = commands.import_images([scanned("3.jpg", ("machines", "crane"), ("places", "turkey"))])

    assert counts.labels_created == 0
    assert paths(catalogue) == before
    assert labels_at(catalogue, b"3.jpg") == {"crane", "turkey"}


def test_a_label_is_not_moved_beside_one_of_its_name(birds_and_machines: Catalogue) -> None:
    catalogue, commands = birds_and_machines, birds_and_machines.commands
    ids = {"|".join(label.levels): label.id for label in catalogue.labels.all()}
    before = paths(catalogue)
    sentence = r"machines\|crane.*animals\|birds\|crane.*Merge the two"

    for act in (
        lambda: commands.set_parent(ids["machines|crane"], ids["animals|birds"]),
        lambda: commands.set_parents([ids["machines|crane"]], ids["animals|birds"]),
        lambda: commands.merge_labels([ids["machines"]], ids["animals|birds"]),
        lambda: catalogue.label_effects.of_move([ids["machines|crane"]], ids["animals|birds"]),
        lambda: catalogue.label_effects.of_merge([ids["machines"]], ids["animals|birds"]),
    ):
        with pytest.raises(CatalogueError, match=sentence):
            act()
    assert paths(catalogue) == before

    commands.merge_labels([ids["machines|crane"]], ids["animals|birds|crane"])
    crane = catalogue.labels.get(ids["animals|birds|crane"])
    assert (crane.aliases, crane.image_count) == ((), 2)
    commands.undo()
    assert paths(catalogue) == before


def test_names_are_unique_below_one_parent_whoever_writes(birds_and_machines: Catalogue) -> None:
    catalogue, commands = birds_and_machines, birds_and_machines.commands
    ids = {"|".join(label.levels): label.id for label in catalogue.labels.all()}
    commands.add_alias(ids["animals|birds|crane"], "grus")
    commands.create_label("grus", parent_id=ids["machines"])
    commands.create_label("crane")

    with pytest.raises(CatalogueError, match="already an alias"):
        commands.create_label("grus", parent_id=ids["animals|birds"])
    with pytest.raises(CatalogueError, match="already a label"):
        commands.create_label("CRANE", parent_id=ids["machines"])
    with pytest.raises(CatalogueError, match="already a label"):
        commands.rename_label(ids["machines|crane"], "grus")
    assert catalogue.check().problems == []


def test_a_typed_path_finds_its_levels_and_makes_the_missing_ones(catalogue: Catalogue) -> None:
    commands = catalogue.commands
    change = commands.label_images([1], add_names=["machines | crane"])
    assert change.details["created"] == ["machines", "machines|crane"]
    commands.label_images([2], add_names=["machines|press"])
    commands.label_images([3], add_names=["machines|crane", r"a\|b", "||"])
    levels = set(catalogue.labels.levels().values())
    assert {("machines",), ("machines", "crane"), ("machines", "press"), ("a|b",)} <= levels
    carried = {one.label_name for one in catalogue.labellings.of_image(3)}
    assert {"crane", "a|b", "||"} <= carried
    commands.undo()
    commands.undo()
    commands.undo()
    assert ("machines",) not in catalogue.labels.levels().values()


def test_a_label_is_created_at_a_typed_path_once(catalogue: Catalogue) -> None:
    change = catalogue.commands.create_typed_label("machines|lift|rope")
    label_id = int(str(change.details["label_id"]))
    assert catalogue.labels.levels()[label_id] == ("machines", "lift", "rope")
    with pytest.raises(CatalogueError, match="already a label"):
        catalogue.commands.create_typed_label("machines|lift|rope")
