"""Duplicates: what was found, what waits for a curator, what was said, and what is set aside."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from sqlalchemy import Connection, bindparam, delete, func, insert, or_, select, update

from db.clock import now_utc
from db.connection import Database
from db.dialect import id_rows, id_set, read_ids, upsert
from db.duplicate_records import (
    AnsweredPair,
    ClusterOrder,
    DuplicateCluster,
    DuplicateCounts,
    DuplicateGraph,
    DuplicatePair,
    DuplicateRun,
    FoundCluster,
    Handover,
    KeptImage,
)
from db.repositories.duplicate_clusters import (
    ANSWER_COLUMNS,
    PAIR_COLUMNS,
    graph_of,
    last_mark,
    mark_stale,
    named_pairs,
    pair_of,
    pair_row,
    put_clusters,
    stale_graph,
)
from db.repositories.filters import readable_in_use
from db.repositories.handover import read_handovers
from db.schema import (
    duplicate_answers,
    duplicate_clusters,
    duplicate_compared,
    duplicate_members,
    duplicate_pairs,
    duplicate_runs,
    images,
)

Clustering = Callable[[DuplicateGraph], Iterable[FoundCluster]]
"""What makes clusters of images that may be the same: the undecided ones alone."""


class DuplicateRepository:
    """The duplicates of one catalogue. What was found is derived and written here; what a curator
    says goes through ``commands``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # --- what was found -----------------------------------------------------------------------

    def run(self) -> DuplicateRun | None:
        """How the pairs that are there were searched for; None before the first time."""
        query = select(duplicate_runs).order_by(duplicate_runs.c.id.desc()).limit(1)
        with self._database.read() as connection:
            row = connection.execute(query).fetchone()
        if row is None:
            return None
        return DuplicateRun(row.encoder, json.loads(row.details), row.made_at)

    def compared(self, encoder: str) -> set[int]:
        """The images that were compared with all others by the features of this encoder."""
        query = select(duplicate_compared.c.image_id).where(duplicate_compared.c.encoder == encoder)
        with self._database.read() as connection:
            return set(read_ids(connection, query))

    def count_compared(self, encoder: str) -> tuple[int, int]:
        """How many images were compared by the features of this encoder, and how many readable
        ones in use were not."""
        table = duplicate_compared.c
        of_encoder = select(table.image_id).where(table.encoder == encoder)
        new = select(func.count()).where(readable_in_use(), images.c.id.not_in(of_encoder))
        with self._database.read() as connection:
            compared = connection.scalar(select(func.count()).select_from(of_encoder.subquery()))
            return compared or 0, connection.scalar(new) or 0

    def store_found(
        self,
        run: DuplicateRun,
        pairs: Iterable[DuplicatePair],
        *,
        compared: Iterable[int],
        anew: bool = False,
    ) -> None:
        """Keep what a search found about the images that it ``compared``, in one transaction.

        Earlier pairs of two images that were not compared now stay; ``anew``: none do, nor what
        was compared before. Of a pair given twice the last counts; those with images that are gone
        are dropped. Pairs that another program named (``add_named``) stay named by it. The clusters
        of all these images are marked to be worked out anew.
        """
        fresh = {(pair.image_a, pair.image_b): pair for pair in pairs}
        given = set(compared)
        with self._database.write() as connection:
            known = set(read_ids(connection, select(images.c.id)))
            wanted = given & known
            stale = set(wanted)
            named = named_pairs(connection)
            sides = (duplicate_pairs.c.image_a, duplicate_pairs.c.image_b)
            if anew:
                stale.update(connection.scalars(select(duplicate_members.c.image_id)))
                connection.execute(delete(duplicate_pairs))
                connection.execute(delete(duplicate_compared))
                connection.execute(delete(duplicate_runs))
            else:
                for side, other in (sides, sides[::-1]):
                    of_one = side.in_(id_set(wanted))
                    stale.update(connection.scalars(select(other).where(of_one)))
                for side in sides:
                    connection.execute(delete(duplicate_pairs).where(side.in_(id_set(wanted))))
            there = set() if anew else known - wanted
            fresh |= {
                key: DuplicatePair(*key, similarity=0.0, normalized=0.0)
                for key in named
                if key not in fresh and not there.issuperset(key)
            }
            _upsert_pairs(
                connection,
                [
                    pair.also_named(named.get(key, ()))
                    for key, pair in fresh.items()
                    if known.issuperset(key)
                ],
            )
            rows = [{"image_id": one, "encoder": run.encoder} for one in sorted(wanted)]
            if rows:
                connection.execute(upsert(duplicate_compared), rows)
            connection.execute(
                insert(duplicate_runs).values(
                    encoder=run.encoder,
                    details=json.dumps(dict(run.details), ensure_ascii=False),
                    made_at=run.made_at or now_utc(),
                )
            )
            mark_stale(connection, stale)

    def add_named(self, pairs: Sequence[DuplicatePair]) -> None:
        """Keep pairs that another program named, each with what it said (``IMPORTED``).

        Of a pair that is there already, what was measured stays; it is at least as probable as
        stated from then on. Searches keep such pairs and measure them. Clusters are marked.
        """
        with self._database.write() as connection:
            known = set(read_ids(connection, select(images.c.id)))
            given = [pair for pair in pairs if known.issuperset(pair[:2])]
            firsts = id_set({pair.image_a for pair in given})
            rows = connection.execute(
                select(*PAIR_COLUMNS).where(duplicate_pairs.c.image_a.in_(firsts))
            )
            there = {pair[:2]: pair for pair in map(pair_of, rows)}
            _upsert_pairs(
                connection,
                [there.get(pair[:2], pair).also_named(pair.named_by) for pair in given],
            )
            mark_stale(connection, {image_id for pair in given for image_id in pair[:2]})

    def update_pairs(self, pairs: Sequence[DuplicatePair]) -> None:
        """Give pairs that are there new figures; mark their clusters to be worked out anew."""
        present = select(duplicate_pairs.c.image_a, duplicate_pairs.c.image_b).where(
            duplicate_pairs.c.image_a.in_(id_set({pair.image_a for pair in pairs}))
        )
        with self._database.write() as connection:
            there = {(row[0], row[1]) for row in connection.execute(present)}
            known = [pair for pair in pairs if pair[:2] in there]
            _upsert_pairs(connection, known)
            mark_stale(connection, {image_id for pair in known for image_id in pair[:2]})

    def rescore(self, likely: Sequence[tuple[int, int, float, float]]) -> None:
        """Give pairs that are there another probability and uncertainty: image_a, image_b and
        these. Their clusters are not marked: whoever does this works all out anew afterwards
        (``replace_clusters``)."""
        table = duplicate_pairs
        changed = (
            update(table)
            .where(table.c.image_a == bindparam("a"), table.c.image_b == bindparam("b"))
            .values(probability=bindparam("p"), uncertainty=bindparam("u"))
        )
        rows = [dict(zip("abpu", row, strict=True)) for row in likely]
        if rows:
            with self._database.write() as connection:
                connection.execute(changed, rows)

    def pairs(self, image_ids: Iterable[int] | None = None) -> list[DuplicatePair]:
        """The pairs with one of these images at least (None: all), set aside or not."""
        query = select(*PAIR_COLUMNS)
        if image_ids is not None:
            wanted = id_set(set(image_ids))
            query = query.where(
                or_(duplicate_pairs.c.image_a.in_(wanted), duplicate_pairs.c.image_b.in_(wanted))
            )
        query = query.order_by(duplicate_pairs.c.image_a, duplicate_pairs.c.image_b)
        with self._database.read() as connection:
            return [pair_of(row) for row in connection.execute(query)]

    # --- what waits for a curator -------------------------------------------------------------

    def settle(
        self, cluster: Clustering, least_probability: float = 0.5, suspected: float = 1.0
    ) -> frozenset[int]:
        """Work out anew the clusters that commands, undo, scans and searches have touched.

        ``cluster`` gets the images that may be the same as a touched one, by pairs of at least
        ``least_probability`` or by answers, with the images that are in no cluster and in a
        ``suspected`` pair, of at least that probability, with one of these; and returns their
        clusters that are undecided: it runs within the transaction, so it is to be quick and ask
        the catalogue nothing. To be called before clusters are shown; costs next to nothing where
        nothing was touched. Returns the images whose clusters may be others now.
        """
        with self._database.read() as connection:
            if not last_mark(connection):
                return frozenset()
        with self._database.write() as connection:
            graph = stale_graph(connection, least_probability, suspected)
            put_clusters(connection, graph, cluster(graph))
            return graph.touched

    def graph(self) -> DuplicateGraph:
        """All images in use that are in a pair or answer, with both: for a whole search."""
        with self._database.read() as connection:
            return graph_of(connection, None, self._clustered(connection))

    def replace_clusters(self, graph: DuplicateGraph, clusters: Iterable[FoundCluster]) -> None:
        """Put clusters, made of a ``graph`` of a while ago, in the place of all there were.

        What has been touched since is still to be settled. ValueError for clusters that are none
        of the graph's.
        """
        with self._database.write() as connection:
            put_clusters(connection, graph, clusters)

    def cluster_ids(
        self, order: ClusterOrder = ClusterOrder.SIZE, *, certain: bool | None = None
    ) -> list[int]:
        """The clusters that wait, certain ones first; ``certain`` keeps those that are, or not."""
        table = duplicate_clusters.c
        query = select(table.id)
        if certain is not None:
            query = query.where(table.certain.is_(certain))
        by = {
            ClusterOrder.SIZE: (table.size.desc(), table.probability.desc(), table.id),
            ClusterOrder.DOUBT: (func.abs(table.probability - 0.5), table.id),
            ClusterOrder.PATH: (images.c.sort_key, table.id),
        }
        if order is ClusterOrder.PATH:
            query = query.join(images, images.c.id == table.id)
        with self._database.read() as connection:
            return read_ids(connection, query.order_by(table.certain.desc(), *by[order]))

    def clusters(self, cluster_ids: Sequence[int]) -> list[DuplicateCluster]:
        """These clusters in the order given; those that are gone by now are left out."""
        wanted = id_rows(cluster_ids)
        table = duplicate_clusters
        query = select(table).join_from(wanted, table, table.c.id == wanted.c.value)
        in_them = (
            select(duplicate_members.c.cluster_id, duplicate_members.c.image_id)
            .join(images, images.c.id == duplicate_members.c.image_id)
            .where(duplicate_members.c.cluster_id.in_(id_set(cluster_ids)))
            .order_by(images.c.sort_key, images.c.id)
        )
        members: dict[int, list[int]] = defaultdict(list)
        with self._database.read() as connection:
            for cluster_id, image_id in connection.execute(in_them):
                members[cluster_id].append(image_id)
            return [
                DuplicateCluster(
                    row.id,
                    tuple(members[row.id]),
                    row.probability,
                    (row.weakest_a, row.weakest_b),
                    row.certain,
                )
                for row in connection.execute(query.order_by(wanted.c.key))
            ]

    def clusters_of(self, image_ids: Iterable[int]) -> dict[int, int]:
        """By image, the cluster that it waits in; images in none are left out."""
        query = select(duplicate_members.c.image_id, duplicate_members.c.cluster_id).where(
            duplicate_members.c.image_id.in_(id_set(set(image_ids)))
        )
        with self._database.read() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def counts(self) -> DuplicateCounts:
        """How much there is, at one moment."""
        table = duplicate_clusters.c
        with self._database.read() as connection:
            clusters, certain, members = connection.execute(
                select(
                    func.count(),
                    func.count().filter(table.certain),
                    func.coalesce(func.sum(table.size), 0),
                )
            ).one()
            answers = connection.scalar(select(func.count()).select_from(duplicate_answers))
            aside = select(func.count()).where(images.c.keeper_id.is_not(None))
            set_aside = connection.scalar(aside)
        return DuplicateCounts(clusters, int(certain), members, answers or 0, set_aside or 0)

    # --- what was said ------------------------------------------------------------------------

    def answers(self, image_ids: Iterable[int] | None = None) -> list[AnsweredPair]:
        """What curators said of the pairs with one of these images at least (None: all)."""
        query = select(*ANSWER_COLUMNS)
        if image_ids is not None:
            wanted = id_set(set(image_ids))
            query = query.where(
                or_(
                    duplicate_answers.c.image_a.in_(wanted), duplicate_answers.c.image_b.in_(wanted)
                )
            )
        query = query.order_by(duplicate_answers.c.image_a, duplicate_answers.c.image_b)
        with self._database.read() as connection:
            return [AnsweredPair(*row) for row in connection.execute(query)]

    def handovers(self, kept: Sequence[KeptImage]) -> list[Handover]:
        """What ``commands.set_aside`` with the same images would hand to each keeper."""
        with self._database.read() as connection:
            return read_handovers(connection, kept)

    def set_aside_for(self, keeper_ids: Iterable[int] | None = None) -> dict[int, list[int]]:
        """By keeper, the images that are set aside for it, by path; None: of all keepers."""
        query = select(images.c.keeper_id, images.c.id).where(images.c.keeper_id.is_not(None))
        if keeper_ids is not None:
            query = query.where(images.c.keeper_id.in_(id_set(set(keeper_ids))))
        found: dict[int, list[int]] = defaultdict(list)
        with self._database.read() as connection:
            for keeper_id, image_id in connection.execute(query.order_by(images.c.sort_key)):
                found[keeper_id].append(image_id)
        return dict(found)

    def _clustered(self, connection: Connection) -> set[int]:
        return set(read_ids(connection, select(duplicate_members.c.image_id)))


def _upsert_pairs(connection: Connection, pairs: Sequence[DuplicatePair]) -> None:
    if pairs:
        connection.execute(upsert(duplicate_pairs), [pair_row(pair) for pair in pairs])
