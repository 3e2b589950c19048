"""What tables decide of duplicates: who stays for whom, and which images are one cluster."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from db.catalogue import Catalogue
from db.duplicate_records import DuplicateAnswer, ImagePair, KeptImage, image_pair
from engine.answers.duplicates.choices import duplicate_choices
from engine.answers.duplicates.deciding import accept, answer, bring_back
from engine.answers.duplicates.model import settle
from engine.errors import InputError
from engine.exchange.duplicate_table import read_clusters, read_files, read_keepers
from engine.jobs.duplicates.named_files import NamedFiles

SAME: DuplicateAnswer = "same"
DIFFERENT: DuplicateAnswer = "different"


@dataclass(frozen=True, slots=True)
class DecidedTable:
    """``changed``: how many images are set aside, or for another now, or in use again; of
    clusters, how many pairs are answered anew. ``unknown``: files that are not in the catalogue."""

    changed: int
    unknown: tuple[str, ...]


def keep_files(catalogue: Catalogue, table: Path) -> DecidedTable:
    """Set images aside, each for the one that a table names (columns ``file`` and ``keeper``), in
    one step; what they have is handed to those that stay. One that stays and was set aside is in
    use again, and what was set aside for one that goes now follows.

    Raises InputError for a table that is none, where no row fits, and where an image is to stay and
    to go, or to go though it lies in a folder of originals.
    """
    said = read_keepers(table)
    named = NamedFiles(catalogue)
    file_of = {named.id_of(file): file for file in said}
    keeper_of: dict[int, int] = {}
    for file, keeper in said.items():
        one, other = named.id_of(file), named.id_of(keeper)
        if one and other and one != other:
            keeper_of[one] = other
    if said and not keeper_of:
        raise InputError("duplicates-no-row-fits", file=table.name, example=next(iter(said)))
    going_and_staying = keeper_of.keys() & set(keeper_of.values())
    if going_and_staying:
        raise InputError("duplicates-keeper-goes", file=file_of[min(going_and_staying)])
    choices = duplicate_choices(catalogue)
    for image in catalogue.images.get_many(list(keeper_of)):
        if choices.is_original(image.folder):
            raise InputError("duplicates-original-goes", file=file_of[image.id])
    standing = _keepers(catalogue)
    fresh = {one: other for one, other in keeper_of.items() if standing.get(one) != other}
    others: defaultdict[int, list[int]] = defaultdict(list)
    for one, other in fresh.items():
        others[other].append(one)
    if others:
        accept(catalogue, [KeptImage(keeper, tuple(ids)) for keeper, ids in others.items()])
    return DecidedTable(len(fresh), tuple(named.unknown))


def regroup_files(catalogue: Catalogue, table: Path) -> DecidedTable:
    """Join and split clusters as a table has them (columns ``file`` and ``cluster``), in one step.

    Images that the table has in one cluster and that wait in several are the same from now on; of
    those that wait in one, none is the same as one that the table has in another. Images that are
    set aside, or that the table does not name, stay as they are: an untouched export changes
    nothing. Raises InputError for a table that is none, and where no row fits.
    """
    named = NamedFiles(catalogue)
    aside = _keepers(catalogue)
    rows = read_clusters(table)
    known = [(image_id, row) for row in rows if (image_id := named.id_of(row.file))]
    if rows and not known:
        raise InputError("duplicates-no-row-fits", file=table.name, example=rows[0].file)
    # An image that stays for others may wait in another cluster, which is the one that counts.
    accepted = {row.cluster for image_id, row in known if image_id in aside}
    waiting: dict[int, str] = {}
    for image_id, row in sorted(known, key=lambda one: one[1].cluster in accepted):
        if image_id in aside:
            continue
        group = waiting.setdefault(image_id, row.cluster)
        if group != row.cluster and row.cluster not in accepted:
            raise InputError("duplicates-two-clusters", file=row.file)
    settle(catalogue)
    cluster_of = catalogue.duplicates.clusters_of(waiting)
    present = {one: cluster_of.get(one, -one) for one in waiting}
    wanted = {
        **dict.fromkeys(_across(waiting, present), SAME),
        **dict.fromkeys(_across(present, waiting), DIFFERENT),
    }
    standing = {one[:2]: one.answer for one in catalogue.duplicates.answers(waiting)}
    is_duplicate = duplicate_choices(catalogue).is_duplicate
    # What a curator said more closely, a variant say, stays where it means the same.
    fresh: dict[ImagePair, DuplicateAnswer | None] = {
        pair: said
        for pair, said in wanted.items()
        if pair not in standing or is_duplicate(standing[pair]) != is_duplicate(said)
    }
    if fresh:
        answer(catalogue, fresh)
    return DecidedTable(len(fresh), tuple(named.unknown))


def bring_back_files(catalogue: Catalogue, table: Path) -> DecidedTable:
    """Have the images that a table names (column ``file``) in use again, in one step, and take back
    the labels they handed over.

    Raises InputError for a table that is none.
    """
    named = NamedFiles(catalogue)
    wanted = {named.id_of(file) for file in read_files(table)}
    aside = catalogue.duplicates.set_aside_for()
    back = {one for others in aside.values() for one in others if one in wanted}
    if back:
        bring_back(catalogue, back, take_labels_back=True)
    return DecidedTable(len(back), tuple(named.unknown))


def _keepers(catalogue: Catalogue) -> dict[int, int]:
    """By image that is set aside, the one that stays for it."""
    return {
        one: keeper
        for keeper, others in catalogue.duplicates.set_aside_for().items()
        for one in others
    }


def _across(together: Mapping[int, object], apart: Mapping[int, object]) -> Iterator[ImagePair]:
    """Pairs of images that one mapping has together and the other apart."""
    groups: defaultdict[object, list[int]] = defaultdict(list)
    for image_id, group in together.items():
        groups[group].append(image_id)
    for members in groups.values():
        yield from _pairs_apart(members, apart)


def _pairs_apart(members: Collection[int], apart: Mapping[int, object]) -> Iterator[ImagePair]:
    for one, other in combinations(members, 2):
        if apart[one] != apart[other]:
            yield image_pair(one, other)
