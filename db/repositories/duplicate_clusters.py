"""Which clusters of duplicates are to be worked out anew, and with what. Derived rows only.

Clustering is the engine's. Commands, undo and scans only mark the images they touch; whoever shows
clusters has those marked worked out anew first (``DuplicateRepository.settle``). So the clusters
follow undo as they follow commands, whichever process made the change, and a kill in between loses
nothing.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, delete, exists, func, insert, or_, select

from db.dialect import id_rows, id_set
from db.duplicate_records import (
    IMPORTED,
    AnsweredPair,
    DuplicateGraph,
    DuplicatePair,
    FoundCluster,
    ImagePair,
    LikelyPair,
)
from db.repositories.filters import readable_in_use
from db.schema import (
    duplicate_answers,
    duplicate_clusters,
    duplicate_compared,
    duplicate_members,
    duplicate_pairs,
    duplicate_stale,
    images,
)

PAIR_COLUMNS = tuple(duplicate_pairs.c[name] for name in DuplicatePair._fields)
LIKELY_COLUMNS = tuple(duplicate_pairs.c[name] for name in LikelyPair._fields)
ANSWER_COLUMNS = tuple(duplicate_answers.c[name] for name in AnsweredPair._fields)


def mark_stale(connection: Connection, image_ids: Collection[int]) -> None:
    """Have the clusters of these images worked out anew; of those that may be in any."""
    if not image_ids:
        return
    given = id_rows(image_ids)
    value = given.c.value
    in_any = or_(
        exists().where(duplicate_members.c.image_id == value),
        *(
            exists().where(table.c[side] == value)
            for table in (duplicate_pairs, duplicate_answers)
            for side in ("image_a", "image_b")
        ),
    )
    marked = select(value).select_from(given).where(in_any)
    connection.execute(insert(duplicate_stale).from_select(["image_id"], marked))


def forget_pairs(connection: Connection, image_ids: Collection[int]) -> None:
    """Drop what was found about images that are others by now: they are compared again."""
    if not image_ids:
        return
    mark_stale(connection, image_ids)
    wanted = id_set(image_ids)
    for column in (
        duplicate_pairs.c.image_a,
        duplicate_pairs.c.image_b,
        duplicate_compared.c.image_id,
    ):
        connection.execute(delete(column.table).where(column.in_(wanted)))


def last_mark(connection: Connection) -> int:
    """The number of the newest mark; 0 for none."""
    return int(connection.scalar(select(func.max(duplicate_stale.c.id))) or 0)


def stale_graph(
    connection: Connection, least_probability: float, suspected: float
) -> DuplicateGraph:
    """The images whose clusters are to be worked out anew, and what is known of them.

    From the marked ones it reaches as far as two images may be the same: by a pair of this
    probability at least, by an answer, or by a cluster they are in. From all these it takes one
    step more, by pairs that are ``suspected`` at least, to images that are in no cluster: what is
    left alone now may join them. Clusters that nobody touched stay as they are.
    """
    marked = set(connection.scalars(select(duplicate_stale.c.image_id).distinct()))
    found: set[int] = set()
    reached = marked
    while reached:
        found |= reached
        reached = _neighbors(connection, reached, least_probability) - found
    if suspected < least_probability:
        found |= _alone(connection, _alike(connection, found, suspected) - found)
    in_use = select(images.c.id).where(images.c.id.in_(id_set(found)), readable_in_use())
    members = sorted(connection.scalars(in_use))
    return graph_of(connection, members, touched=found)


def graph_of(
    connection: Connection, members: Collection[int] | None, touched: Iterable[int] = ()
) -> DuplicateGraph:
    """What is known of these images, or of all that are in use and in a pair or answer."""
    if members is None:
        members = _all_members(connection)
    wanted = set(members)

    def between(table: Any, columns: Iterable[ColumnElement[Any]]) -> Select[Any]:  # noqa: ANN401
        return (
            select(*columns)
            .where(table.c.image_a.in_(id_set(wanted)))
            .order_by(table.c.image_a, table.c.image_b)
        )

    pairs = [
        LikelyPair(*row)
        for row in connection.execute(between(duplicate_pairs, LIKELY_COLUMNS))
        if row.image_b in wanted
    ]
    answers = [
        AnsweredPair(*row)
        for row in connection.execute(between(duplicate_answers, ANSWER_COLUMNS))
        if row.image_b in wanted
    ]
    return DuplicateGraph(
        members=tuple(sorted(wanted)),
        pairs=tuple(pairs),
        answers=tuple(answers),
        touched=frozenset(touched) | wanted,
        seen=last_mark(connection),
    )


def put_clusters(
    connection: Connection, graph: DuplicateGraph, clusters: Iterable[FoundCluster]
) -> None:
    """Put clusters in the place of those of the images of a graph, and take its marks away.

    ValueError where a cluster has fewer than two members, or one of another cluster or graph.
    """
    known = set(graph.members)
    found = list(clusters)
    for cluster in found:
        members = set(cluster.members)
        if len(members) < 2 or not members <= known:
            raise ValueError(f"{cluster.members} is no cluster of these images")
        known -= members
    old = set(
        connection.scalars(
            select(duplicate_members.c.cluster_id)
            .where(duplicate_members.c.image_id.in_(id_set(graph.touched)))
            .distinct()
        )
    )
    connection.execute(
        delete(duplicate_members).where(duplicate_members.c.cluster_id.in_(id_set(old)))
    )
    connection.execute(delete(duplicate_clusters).where(duplicate_clusters.c.id.in_(id_set(old))))
    if found:
        connection.execute(insert(duplicate_clusters), [_cluster_row(one) for one in found])
        connection.execute(
            insert(duplicate_members),
            [
                {"image_id": image_id, "cluster_id": min(one.members)}
                for one in found
                for image_id in sorted(set(one.members))
            ],
        )
    connection.execute(delete(duplicate_stale).where(duplicate_stale.c.id <= graph.seen))


def pair_of(row: Any) -> DuplicatePair:  # noqa: ANN401
    """A pair from a row of ``PAIR_COLUMNS``."""
    differences = row.differences
    return DuplicatePair._make(
        [*row[:-1], () if differences == "[]" else tuple(json.loads(differences))]
    )


def named_pairs(connection: Connection) -> dict[ImagePair, tuple[Mapping[str, Any], ...]]:
    """The pairs that other programs named, with what these said."""
    query = select(*PAIR_COLUMNS).where(duplicate_pairs.c.differences.contains(f'"{IMPORTED}"'))
    found = {pair[:2]: pair.named_by for pair in map(pair_of, connection.execute(query))}
    return {key: marks for key, marks in found.items() if marks}


def pair_row(pair: DuplicatePair) -> dict[str, Any]:
    """The row of a pair."""
    return {**pair._asdict(), "differences": json.dumps(list(pair.differences), ensure_ascii=False)}


def _cluster_row(cluster: FoundCluster) -> dict[str, Any]:
    first, second = cluster.weakest
    return {
        "id": min(cluster.members),
        "size": len(set(cluster.members)),
        "probability": cluster.probability,
        "weakest_a": min(first, second),
        "weakest_b": max(first, second),
        "certain": cluster.certain,
    }


def _neighbors(connection: Connection, image_ids: set[int], least_probability: float) -> set[int]:
    """Who may be the same as one of these, in use, or is in a cluster with one."""
    of_answers = duplicate_answers.c.answer != "different"
    alike = _alike(connection, image_ids, least_probability)
    alike |= _beside(connection, duplicate_answers, image_ids, of_answers)
    # Asked for afterwards: SQLite would go through all images, and through all pairs for each.
    in_use = select(images.c.id).where(images.c.id.in_(id_set(alike)), readable_in_use())
    of_them = select(duplicate_members.c.cluster_id).where(
        duplicate_members.c.image_id.in_(id_set(image_ids))
    )
    together = select(duplicate_members.c.image_id).where(
        duplicate_members.c.cluster_id.in_(of_them)
    )
    return {*connection.scalars(in_use), *connection.scalars(together)}


def _alike(connection: Connection, image_ids: set[int], least_probability: float) -> set[int]:
    """Who is in a pair of this probability at least with one of these."""
    condition = duplicate_pairs.c.probability >= least_probability
    return _beside(connection, duplicate_pairs, image_ids, condition)


def _beside(
    connection: Connection,
    table: Any,  # noqa: ANN401
    image_ids: set[int],
    condition: ColumnElement[bool],
) -> set[int]:
    """The other images of the rows with one of these."""
    wanted = id_set(image_ids)
    found: set[int] = set()
    for side, other in (("image_a", "image_b"), ("image_b", "image_a")):
        query = select(table.c[other]).where(table.c[side].in_(wanted), condition)
        found.update(connection.scalars(query))
    return found


def _alone(connection: Connection, image_ids: set[int]) -> set[int]:
    """Those that are in no cluster."""
    clustered = select(duplicate_members.c.image_id).where(
        duplicate_members.c.image_id.in_(id_set(image_ids))
    )
    return image_ids.difference(connection.scalars(clustered))


def _all_members(connection: Connection) -> list[int]:
    sides = [
        select(table.c[side])
        for table in (duplicate_pairs, duplicate_answers)
        for side in ("image_a", "image_b")
    ]
    query = select(images.c.id).where(
        images.c.id.in_(sides[0].union(*sides[1:])), readable_in_use()
    )
    return list(connection.scalars(query.order_by(images.c.id)))
