"""Tables of duplicates out and in, and what other programs found."""

import json
import sqlite3
from pathlib import Path

import pytest

from db.catalogue import Catalogue
from db.duplicate_records import IMPORTED
from engine.answers.duplicates.cards import cluster_cards
from engine.answers.duplicates.deciding import accept, answer, preview_certain
from engine.answers.duplicates.model import rescore, settle
from engine.answers.duplicates.questions import Asking
from engine.errors import InputError
from engine.jobs.duplicates.tables import (
    TakenTable,
    take_clusters,
    write_cluster_table,
)

from .conftest import drawing, find, image_id, scan

ALIKE = ("box/07.png", "box/08.png", "box/09.png")
"""Drawings that have nothing in common."""


def clusters(catalogue: Catalogue) -> dict[frozenset[str], bool]:
    """The images of each cluster, and whether it is certain."""
    settle(catalogue)
    cards = cluster_cards(catalogue, catalogue.duplicates.cluster_ids())
    return {frozenset(m.image.path for m in card.members): card.certain for card in cards}


def content(catalogue: Catalogue) -> list[str]:
    """All rows of the catalogue but its marks of what is to be worked out anew."""
    with sqlite3.connect(catalogue.path) as connection:
        return [line for line in connection.iterdump() if "duplicate_stale" not in line]


def czkawka(catalogue: Catalogue, *files: str) -> Path:
    """A result of similar images, with whole paths."""
    path = catalogue.folder.parent / "similar.json"
    entries = [
        {
            "path": str(catalogue.archive_dir / name),
            "size": 5,
            "width": 360,
            "height": 280,
            "modified_date": 1,
            "hash": [1, 2],
            "similarity": 4,
        }
        for name in files
    ]
    path.write_text(json.dumps([entries]))
    return path


def table(catalogue: Catalogue, text: str) -> Path:
    path = catalogue.folder.parent / "other.csv"
    path.write_text(text)
    return path


def test_an_own_export_that_comes_back_untouched_changes_nothing(
    found: Catalogue, tmp_path: Path
) -> None:
    one, other = sorted(image_id(found, name) for name in ("box/03.png", "copies/quality.jpg"))
    answer(found, {(one, other): "copy"})
    rescore(found)
    accept(found, preview_certain(found).kept[:1])
    settle(found)
    export = tmp_path / "clusters.csv"
    assert write_cluster_table(found, export) > 4
    before, known = content(found), clusters(found)

    taken = take_clusters(found, export)

    assert taken == TakenTable(0, 0, (), None)
    assert content(found) == before
    assert clusters(found) == known
    assert False in known.values()


def test_what_another_program_found_is_suspected_and_never_certain(found: Catalogue) -> None:
    taken = take_clusters(found, czkawka(found, *ALIKE))

    assert (taken.answers, taken.suspected, taken.change) == (0, 3, None)
    assert clusters(found)[frozenset(ALIKE)] is False
    assert not found.duplicates.answers()
    # Measured by the next search, learned anew, and searched anew: it still waits.
    find(found)
    pairs = [one for one in found.duplicates.pairs() if one.named_by]
    assert [one.named_by[0] for one in pairs] == 3 * [
        {"code": IMPORTED, "from": "czkawka", "amount": 0.5}
    ]
    assert all(one.is_measured and one.hash_distance is not None for one in pairs)
    rescore(found)
    assert clusters(found)[frozenset(ALIKE)] is False
    find(found, anew=True)
    assert clusters(found)[frozenset(ALIKE)] is False
    again = [one for one in found.duplicates.pairs() if one.named_by]
    assert [one[:2] for one in again] == [one[:2] for one in pairs]
    assert all(one.is_measured and one.probability >= 0.5 for one in again)
    # Once more changes nothing, and an answer settles it.
    known = content(found)
    assert take_clusters(found, czkawka(found, *ALIKE)).suspected == 0
    assert content(found) == known
    answer(found, {one[:2]: "different" for one in pairs})
    assert take_clusters(found, czkawka(found, *ALIKE)).suspected == 0
    assert not any(len(one.intersection(ALIKE)) > 1 for one in clusters(found))


def test_a_named_pair_teaches_nothing_before_it_is_measured(found: Catalogue) -> None:
    asked = Asking(found).next(3)
    take_clusters(found, czkawka(found, "box/07.png", "box/08.png"))
    one, other = (image_id(found, name) for name in ("box/07.png", "box/08.png"))
    assert Asking(found).next(3).questions == asked.questions
    probabilities = {one[:2]: one.probability for one in found.duplicates.pairs()}
    answer(found, {(one, other): "same"})
    rescore(found)
    after = {one[:2]: one.probability for one in found.duplicates.pairs()}
    assert after == probabilities
    assert clusters(found)[frozenset(("box/07.png", "box/08.png"))] is True


def test_named_pairs_of_images_that_are_compared_again_stay(found: Catalogue) -> None:
    drawing(40).save(found.archive_dir / "box" / "new.png")
    scan(found)
    new = ("box/new.png", "box/07.png")
    assert take_clusters(found, czkawka(found, *new)).suspected == 1
    find(found)
    assert clusters(found)[frozenset(new)] is False
    # Another picture in the same file is another image.
    drawing(41).save(found.archive_dir / "box" / "new.png")
    scan(found)
    find(found)
    assert frozenset(new) not in clusters(found)


def test_only_a_relation_is_an_answer(found: Catalogue) -> None:
    other = table(
        found,
        "file,cluster,keeper,probability,relation,likely_relation\n"
        "box/07.png,x,yes,1,,\n"
        "box/08.png,x,no,0.97,,copy\n"
        "box/09.png,x,no,0.9,variant,copy\n"
        "box/10.png,x,no,0.9,different,\n",
    )
    taken = take_clusters(found, other)
    assert (taken.answers, taken.suspected) == (2, 2)
    said = {one[:2]: one.answer for one in found.duplicates.answers()}
    ids = {name: image_id(found, f"box/{name}.png") for name in ("07", "08", "09", "10")}
    assert said == {
        (ids["07"], ids["09"]): "variant",
        (ids["07"], ids["10"]): "different",
    }
    assert clusters(found)[frozenset(ALIKE)] is False
    stated = {one[:2]: one.stated for one in found.duplicates.pairs() if one.named_by}
    assert stated == {(ids["07"], ids["08"]): 0.95, (ids["08"], ids["09"]): 0.95}
    found.commands.undo()
    assert not found.duplicates.answers()


def test_files_that_are_not_here_part_no_images_of_a_group(found: Catalogue) -> None:
    """However many a group names. Nothing that is said of another keeper is said of ours."""
    others = [f"../elsewhere/{number}.png" for number in range(200)]
    taken = take_clusters(found, czkawka(found, ALIKE[0], *others, ALIKE[1]))
    assert taken.suspected == 1
    assert len(taken.unknown) == len(others)

    keeper_elsewhere = "file,cluster,keeper,relation\n" + "".join(
        f"{file},1,{keeper},{relation}\n"
        for file, keeper, relation in (
            (ALIKE[1], "", "different"),
            (ALIKE[2], "", "same"),
            ("elsewhere.png", "yes", ""),
        )
    )
    with pytest.raises(InputError) as refused:
        take_clusters(found, table(found, keeper_elsewhere))
    assert refused.value.message.code == "duplicates-no-row-fits"
    assert not found.duplicates.answers()


def test_files_outside_the_archive_and_unknown_ones_are_named(found: Catalogue) -> None:
    result = czkawka(found, *ALIKE[:2], "box/gone.png", "../elsewhere.png")
    taken = take_clusters(found, result)
    assert taken.suspected == 1
    assert taken.unknown == tuple(
        str(found.archive_dir / name) for name in ("box/gone.png", "../elsewhere.png")
    )
    with pytest.raises(InputError) as refused:
        take_clusters(found, czkawka(found, "box/gone.png", "box/07.png"))
    assert refused.value.message.code == "duplicates-no-row-fits"
    with pytest.raises(InputError) as refused:
        take_clusters(found, table(found, "file,cluster,probability\na,x,nan\n"))
    assert refused.value.message.code == "duplicates-probability-odd"
