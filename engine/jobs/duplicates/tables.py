"""Duplicates of a catalogue out to tables, and what tables say of them in."""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from db.catalogue import Catalogue
from db.duplicate_records import (
    IMPORTED,
    DuplicateAnswer,
    DuplicatePair,
    ImagePair,
    image_pair,
)
from db.records import ChangeSet
from engine.answers.destinations import checked_destination
from engine.answers.duplicates.cards import ClusterCard, cluster_cards
from engine.answers.duplicates.model import rescore, settle
from engine.duplicates.clusters import HOLD
from engine.duplicates.differences import (
    DIFFERENCE_CODES,
    Difference,
    is_first_the_copy,
    opposite_differences,
)
from engine.duplicates.relations import likely_relation
from engine.errors import InputError
from engine.exchange.duplicate_results import is_json, read_result
from engine.exchange.duplicate_table import (
    ANSWERS,
    AsideRow,
    ClusterRow,
    PairRow,
    read_answers,
    read_clusters,
    write_aside,
    write_clusters,
    write_pairs,
)
from engine.exchange.told_differences import told_differences
from engine.jobs.duplicates.named_files import NamedFiles
from engine.whole_file import whole_file

CARDS_AT_A_TIME = 1_000
MOST_MEMBERS = 50
"""Images of a table's group that are paired each with each; beyond, in groups of so many."""
EVEN, MOST_STATED = HOLD, 0.95
"""Probability of a pair that a table states none of: it is shown, and holds its cluster together;
and the highest that another's word counts for."""


@dataclass(frozen=True, slots=True)
class TakenTable:
    """What came of a table. ``answers``: pairs that it answers anew; ``suspected``: pairs that it
    only names, which wait for somebody to look at them. ``unknown``: files that are not in the
    catalogue, by name. ``change``: None where it has no new answer."""

    answers: int
    suspected: int
    unknown: tuple[str, ...]
    change: ChangeSet | None


def pair_rows(catalogue: Catalogue, pairs: Sequence[DuplicatePair]) -> list[PairRow]:
    """Pairs with the names of their files, the one that looks like a copy second, and what was done
    to it."""
    files = _files(catalogue, {image_id for pair in pairs for image_id in pair[:2]})
    rows = []
    for pair in pairs:
        names, done = (files[pair.image_a], files[pair.image_b]), pair.differences
        if is_first_the_copy(done):
            names, done = names[::-1], opposite_differences(done)
        rows.append(PairRow(*names, pair.similarity, pair.probability, told_differences(done)))
    return rows


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


def write_aside_table(
    catalogue: Catalogue, destination: Path, *, raw: bool = False, overwrite: bool = False
) -> int:
    """Write the files that are set aside, each with the one that stays for it, as CSV; how many.

    Raises InputError where the destination is unusable (see ``checked_destination``).
    """
    resolved = checked_destination(catalogue, destination, overwrite=overwrite)
    with whole_file(resolved, overwrite=overwrite) as stream:
        return write_aside(stream, aside_rows(catalogue), raw=raw)


def aside_rows(catalogue: Catalogue) -> Iterator[AsideRow]:
    """One row for each image that is set aside, by the one that stays."""
    aside = sorted(catalogue.duplicates.set_aside_for().items())
    for number, (keeper_id, others) in enumerate(aside, start=1):
        keeper, *rows = _rows(catalogue, number, keeper_id, others)
        for row in rows:
            # Of a pair that nobody compared or spoke of nothing is known.
            sure = row.probability or None
            yield AsideRow(row.file, keeper.file, row.cluster, sure, row.relation)


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


def take_answers(catalogue: Catalogue, table: Path) -> TakenTable:
    """Record what a table says of pairs, in one step, and learn from it.

    Files that are not in the catalogue are told and left out. Raises InputError for a table that is
    none, and where no row fits.
    """
    said = _Said()
    for row in read_answers(table):
        said.answers[row.file_a, row.file_b] = row.answer
    return _taken(catalogue, table.name, said, NamedFiles(catalogue))


def take_clusters(catalogue: Catalogue, table: Path) -> TakenTable:
    """Take the groups of a table, or of what another program found (czkawka's and fclones' JSON).

    Only what a table says of an image and its keeper as a relation is an answer. All other pairs of
    a group are suspected, with the probability that the table states or at even chances: they wait
    as clusters, never certain by that alone. Pairs that are answered, in one cluster, or set aside
    for one another already stay as they are, so that an own export changes nothing.

    Raises InputError as ``read_result`` and ``read_clusters`` do, and where no row fits.
    """
    if is_json(table):
        program, rows = read_result(table)
    else:
        program, rows = table.name, read_clusters(table)
    by_cluster: defaultdict[str, list[ClusterRow]] = defaultdict(list)
    for row in rows:
        by_cluster[row.cluster].append(row)
    said = _Said(program=program)
    named = NamedFiles(catalogue)
    for group in by_cluster.values():
        # Only images here are paired: a group may name all files of a disk. What is said of each
        # is said of the keeper, wherever that is.
        keeper = _keeper(group)
        known = [row for row in group if row is keeper or named.id_of(row.file)]
        said.add_group(known if len(known) > 1 else group[:2])
    return _taken(catalogue, table.name, said, named)


@dataclass(slots=True)
class _Said:
    """What a table says of pairs of files: answers, and probabilities of suspected ones that a
    ``program`` names."""

    answers: dict[tuple[str, str], DuplicateAnswer] = field(default_factory=dict)
    suspected: dict[tuple[str, str], float] = field(default_factory=dict)
    program: str = ""

    def add_group(self, rows: Sequence[ClusterRow]) -> None:
        """Count a cluster: the rows' relations to the keeper, the first where none is named."""
        keeper = _keeper(rows)
        probability = {}
        for row in rows:
            answer = ANSWERS.get(row.relation)
            if answer is not None and row.file != keeper.file:
                self.answers[keeper.file, row.file] = answer
            if answer != "different":
                stated = EVEN if row.probability is None else row.probability
                probability[row.file] = 1.0 if answer else stated
        probability[keeper.file] = 1.0
        files = [keeper.file, *(one for one in probability if one != keeper.file)]
        for start in range(0, len(files), MOST_MEMBERS):
            for one, other in combinations(files[start : start + MOST_MEMBERS], 2):
                stated = min(probability[one], probability[other], MOST_STATED)
                if stated > 0 and (one, other) not in self.answers:
                    self.suspected[one, other] = stated


def _keeper(rows: Sequence[ClusterRow]) -> ClusterRow:
    return next((row for row in rows if row.keeper), rows[0])


def _taken(catalogue: Catalogue, file: str, said: _Said, named: NamedFiles) -> TakenTable:
    answers = dict(named.pairs(said.answers))
    suspected = dict(named.pairs(said.suspected))
    if (said.answers or said.suspected) and not answers and not suspected:
        example = next(iter(said.answers or said.suspected))[0]
        raise InputError("duplicates-no-row-fits", file=file, example=example)
    standing = {one[:2]: one.answer for one in catalogue.duplicates.answers()}
    fresh = {pair: one for pair, one in answers.items() if standing.get(pair) != one}
    change = catalogue.commands.answer_duplicates(fresh) if fresh else None
    open_pairs = _open_pairs(catalogue, suspected, {*standing, *answers})
    catalogue.duplicates.add_named(
        [
            DuplicatePair(
                *pair,
                similarity=0.0,
                normalized=0.0,
                differences=({"code": IMPORTED, "from": said.program, "amount": stated},),
            )
            for pair, stated in open_pairs.items()
        ]
    )
    if fresh or open_pairs:
        rescore(catalogue)
    return TakenTable(len(fresh), len(open_pairs), tuple(named.unknown), change)


def _open_pairs(
    catalogue: Catalogue, suspected: Mapping[ImagePair, float], answered: Set[ImagePair]
) -> dict[ImagePair, float]:
    """Those that nobody answered and that are not known to belong together."""
    settle(catalogue)
    cluster_of = catalogue.duplicates.clusters_of({one for pair in suspected for one in pair})
    keeper_of = {
        image_id: keeper_id
        for keeper_id, others in catalogue.duplicates.set_aside_for().items()
        for image_id in (keeper_id, *others)
    }

    def is_known(pair: ImagePair) -> bool:
        return pair in answered or any(
            pair[0] in known and known[pair[0]] == known.get(pair[1])
            for known in (cluster_of, keeper_of)
        )

    return {pair: stated for pair, stated in suspected.items() if not is_known(pair)}


def _rows(
    catalogue: Catalogue,
    number: int,
    keeper_id: int,
    others: Sequence[int],
    card: ClusterCard | None = None,
) -> Iterator[ClusterRow]:
    stays = [one for one in card.stays if one != keeper_id] if card else []
    files = _files(catalogue, [keeper_id, *others, *stays])
    between = {one[:2]: one for one in catalogue.duplicates.pairs([keeper_id])}
    answers = {one[:2]: one.answer for one in catalogue.duplicates.answers([keeper_id])}
    yield ClusterRow(files[keeper_id], str(number), True, 1.0)
    for image_id in (*stays, *others):
        pair = image_pair(keeper_id, image_id)
        found, answer = between.get(pair), answers.get(pair)
        sure = found.probability if found else None
        if answer is not None:
            sure = 0.0 if answer == "different" else 1.0
        likely = _likely(found) if found else ""
        yield ClusterRow(files[image_id], str(number), False, sure, answer or "", likely)


def _likely(pair: DuplicatePair) -> str:
    differences = [
        Difference(one["code"], one.get("amount"))
        for one in pair.differences
        if one["code"] in DIFFERENCE_CODES
    ]
    return likely_relation(pair.agreement, differences)


def _files(catalogue: Catalogue, image_ids: Iterable[int]) -> dict[int, str]:
    images = catalogue.images.get_many(list(dict.fromkeys(image_ids)))
    return {one.id: os.fsdecode(one.path_bytes) for one in images}
