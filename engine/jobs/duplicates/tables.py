"""Duplicates of a catalogue out to tables, and what tables say of them in."""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from db.catalogue import Catalogue
from db.duplicate_records import DuplicateAnswer, DuplicatePair, ImagePair, image_pair
from db.records import ChangeSet
from engine.answers.destinations import checked_destination
from engine.answers.duplicates.cards import ClusterCard, cluster_cards
from engine.answers.duplicates.model import rescore, settle
from engine.duplicates.differences import Difference
from engine.duplicates.relations import likely_relation
from engine.errors import InputError
from engine.exchange.duplicate_table import (
    ANSWERS,
    ClusterRow,
    PairRow,
    read_answers,
    read_clusters,
    write_clusters,
    write_pairs,
)
from engine.whole_file import whole_file

CARDS_AT_A_TIME = 1_000
MOST_MEMBERS = 50
"""Images of a table's cluster that are said to be the same each with each; beyond, with the first
one alone."""


@dataclass(frozen=True, slots=True)
class TakenAnswers:
    """What came of a table. ``unknown``: files that are not in the catalogue, by name."""

    pairs: int
    unknown: tuple[str, ...]
    change: ChangeSet | None


def pair_rows(catalogue: Catalogue, pairs: Sequence[DuplicatePair]) -> list[PairRow]:
    """Pairs with the names of their files."""
    files = _files(catalogue, {image_id for pair in pairs for image_id in pair[:2]})
    return [
        PairRow(files[one.image_a], files[one.image_b], one.similarity, one.probability)
        for one in pairs
    ]


def write_pair_table(
    catalogue: Catalogue, destination: Path, *, raw: bool = False, overwrite: bool = False
) -> int:
    """Write all pairs that were found, the likeliest first, as CSV; how many.

    Raises InputError where the destination is unusable (see ``checked_destination``).
    """
    resolved = checked_destination(catalogue, destination, overwrite=overwrite)
    pairs = sorted(catalogue.duplicates.pairs(), key=lambda one: -one.probability)
    with whole_file(resolved, overwrite=overwrite) as stream:
        return write_pairs(stream, pair_rows(catalogue, pairs), raw=raw)


def write_cluster_table(
    catalogue: Catalogue, destination: Path, *, raw: bool = False, overwrite: bool = False
) -> int:
    """Write the clusters, those that wait and those that were accepted, as CSV; how many rows.

    Raises InputError where the destination is unusable (see ``checked_destination``).
    """
    resolved = checked_destination(catalogue, destination, overwrite=overwrite)
    settle(catalogue)
    with whole_file(resolved, overwrite=overwrite) as stream:
        return write_clusters(stream, cluster_rows(catalogue), raw=raw)


def cluster_rows(catalogue: Catalogue) -> Iterator[ClusterRow]:
    """One row an image: the clusters that wait, certain ones first, then those accepted."""
    ids = catalogue.duplicates.cluster_ids()
    number = 0
    for start in range(0, len(ids), CARDS_AT_A_TIME):
        for card in cluster_cards(catalogue, ids[start : start + CARDS_AT_A_TIME]):
            number += 1
            yield from _rows(catalogue, number, card.keeper_id, card.others(card.keeper_id), card)
    for keeper_id, others in sorted(catalogue.duplicates.set_aside_for().items()):
        number += 1
        yield from _rows(catalogue, number, keeper_id, others)


def take_answers(catalogue: Catalogue, table: Path) -> TakenAnswers:
    """Record what a table says of pairs, in one step, and learn from it.

    Files that are not in the catalogue are told and left out. Raises InputError for a table that is
    none, and where no row fits.
    """
    rows = read_answers(table)
    return _taken(catalogue, table, [(one.file_a, one.file_b, one.answer) for one in rows])


def take_clusters(catalogue: Catalogue, table: Path) -> TakenAnswers:
    """Record the clusters of a table as answers: its images are the same, or what it says they are
    to the keeper. They wait here for somebody to accept them."""
    by_cluster: defaultdict[str, list[ClusterRow]] = defaultdict(list)
    for row in read_clusters(table):
        by_cluster[row.cluster].append(row)
    said: list[tuple[str, str, DuplicateAnswer]] = []
    for rows in by_cluster.values():
        relations = {row.file: ANSWERS.get(row.relation) for row in rows}
        keepers = [row.file for row in rows if row.keeper] or [rows[0].file]
        for one, other in _each_with_each([row.file for row in rows]):
            outer = other if one in keepers else one
            answer = relations.get(outer) if keepers[0] in (one, other) else None
            said.append((one, other, answer or "same"))
    return _taken(catalogue, table, said)


def _each_with_each(files: list[str]) -> Iterator[tuple[str, str]]:
    if len(files) <= MOST_MEMBERS:
        yield from combinations(files, 2)
    else:
        yield from ((files[0], other) for other in files[1:])


def _taken(
    catalogue: Catalogue, table: Path, said: Sequence[tuple[str, str, DuplicateAnswer]]
) -> TakenAnswers:
    known = _ids(catalogue)
    root = catalogue.archive_dir
    answers: dict[ImagePair, DuplicateAnswer | None] = {}
    unknown: dict[str, None] = {}
    for first, second, answer in said:
        ids = [_id_of(name, known, root) for name in (first, second)]
        for name, image_id in zip((first, second), ids, strict=True):
            if image_id is None:
                unknown[name] = None
        if ids[0] and ids[1] and ids[0] != ids[1]:
            answers[image_pair(ids[0], ids[1])] = answer
    if said and not answers:
        raise InputError("duplicates-no-row-fits", file=table.name, example=said[0][0])
    change = None
    if answers:
        change = catalogue.commands.answer_duplicates(answers)
        rescore(catalogue)
    return TakenAnswers(len(answers), tuple(unknown), change)


def _rows(
    catalogue: Catalogue,
    number: int,
    keeper_id: int,
    others: Sequence[int],
    card: ClusterCard | None = None,
) -> Iterator[ClusterRow]:
    stays = card.stays if card else ()
    files = _files(catalogue, [keeper_id, *others, *stays])
    between = {one[:2]: one for one in catalogue.duplicates.pairs([keeper_id])}
    answers = {one[:2]: one.answer for one in catalogue.duplicates.answers([keeper_id])}
    yield ClusterRow(files[keeper_id], str(number), True, 1.0)
    for image_id in (*stays, *others):
        pair = image_pair(keeper_id, image_id)
        found, answer = between.get(pair), answers.get(pair)
        if answer is None:
            relation = _likely(found) if found else ""
        else:
            relation = "" if answer == "same" else answer
        sure = 1.0 if answer else (found.probability if found else 0.0)
        yield ClusterRow(files[image_id], str(number), False, sure, relation)


def _likely(pair: DuplicatePair) -> str:
    differences = [Difference(one["code"], one.get("amount")) for one in pair.differences]
    return likely_relation(pair.agreement, differences)


def _files(catalogue: Catalogue, image_ids: Iterable[int]) -> dict[int, str]:
    images = catalogue.images.get_many(list(dict.fromkeys(image_ids)))
    return {one.id: os.fsdecode(one.path_bytes) for one in images}


def _ids(catalogue: Catalogue) -> dict[str, int]:
    return {os.fsdecode(one.path_bytes): one.image_id for one in catalogue.images.known_files()}


def _id_of(name: str, known: Mapping[str, int], root: Path) -> int | None:
    """The image of a file, named below the archive or by its whole path."""
    plain = name.replace("\\", "/").removeprefix("./")
    for one in (name, plain):
        if one in known:
            return known[one]
    path = Path(name)
    if path.is_absolute() and path.is_relative_to(root):
        return known.get(path.relative_to(root).as_posix())
    return None
