"""How far an archive is labelled: by folder, and what was decided in each week."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, case, func, select
from sqlalchemy import cast as cast_to

from db.connection import Database
from db.repositories.filters import in_use, readable_in_use
from db.schema import decisions, images, labellings, open_suggestions

DAY_LETTERS = 10
"""Of a time as it is kept: "2026-03-01"."""


@dataclass(frozen=True, slots=True)
class FolderProgress:
    """How many images of a folder, those below it included; "" is the whole archive.

    Images set aside do not count. Labelled, reviewed and with suggestions waiting are readable
    ones, as the statuses of the Library; a reviewed image has none waiting.
    """

    folder: str
    images: int
    labelled: int
    reviewed: int
    suggested: int
    unreadable: int
    missing: int

    @property
    def unlabelled(self) -> int:
        """Readable images without a label."""
        return self.images - self.labelled - self.unreadable - self.missing


@dataclass(frozen=True, slots=True)
class WeekProgress:
    """What happened in the week that began on ``monday`` (an ISO date, UTC).

    ``newly_labelled`` are images whose first label is of that week, imported ones as well.
    """

    monday: str
    decisions: int
    newly_labelled: int


@dataclass(frozen=True, slots=True)
class ArchiveProgress:
    """``folders`` by name, the whole archive first; ``weeks`` with the newest first."""

    folders: tuple[FolderProgress, ...]
    weeks: tuple[WeekProgress, ...]

    @property
    def whole(self) -> FolderProgress:
        """The figures of the whole archive."""
        return self.folders[0]


class ProgressRepository:
    """Counts by a few grouped queries, in one consistent state."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self) -> ArchiveProgress:
        """The figures of the whole archive, of every folder with those below it, and of the weeks
        in which something was decided, the newest first."""
        # Sets of ids: SQLite makes each once, which is faster than a join or a look at each image.
        readable = readable_in_use()
        has_labels = images.c.id.in_(select(labellings.c.image_id))
        reviewed = images.c.reviewed_at.is_not(None)
        waiting = ~reviewed & images.c.id.in_(select(open_suggestions.c.image_id))
        by_folder = select(
            images.c.folder,
            func.count(),
            _count(readable & has_labels),
            _count(readable & reviewed),
            _count(readable & waiting),
            _count(images.c.status == "unreadable"),
            _count(images.c.status == "missing"),
        )
        by_folder = by_folder.where(in_use()).group_by(images.c.folder)
        answers = _by_day(func.count(), decisions.c.decided_at).group_by("day")
        first = (
            select(labellings.c.image_id, func.min(labellings.c.decided_at).label("first_at"))
            .where(labellings.c.image_id.not_in(select(images.c.id).where(~in_use())))
            .group_by(labellings.c.image_id)
            .subquery("first")
        )
        newly = _by_day(func.count(), first.c.first_at).group_by("day")
        with self._database.read() as connection:
            folders = [tuple(row) for row in connection.execute(by_folder)]
            decided = [(row[0], row[1]) for row in connection.execute(answers)]
            begun = [(row[0], row[1]) for row in connection.execute(newly)]
        return ArchiveProgress(tuple(_with_those_above(folders)), tuple(_weeks(decided, begun)))


def _count(condition: ColumnElement[bool]) -> ColumnElement[Any]:
    return cast_to(func.coalesce(func.sum(case((condition, 1), else_=0)), 0), Integer)


def _by_day(what: ColumnElement[Any], moment: ColumnElement[str]) -> Any:  # noqa: ANN401
    # Days of UTC, which is where the times are kept.
    return select(func.substr(moment, 1, DAY_LETTERS).label("day"), what)


def _with_those_above(rows: list[tuple[Any, ...]]) -> list[FolderProgress]:
    sums: defaultdict[str, list[int]] = defaultdict(lambda: [0] * 6)
    sums[""] = [0] * 6
    for folder, *figures in rows:
        parts = folder.split("/") if folder else []
        for depth in range(len(parts) + 1):
            above = sums["/".join(parts[:depth])]
            for place, figure in enumerate(figures):
                above[place] += figure
    named = sorted(sums.items(), key=lambda item: item[0].casefold().split("/"))
    return [FolderProgress(folder, *figures) for folder, figures in named]


def _weeks(decided: list[tuple[str, int]], begun: list[tuple[str, int]]) -> list[WeekProgress]:
    sums: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for place, days in enumerate((decided, begun)):
        for day, count in days:
            sums[monday_of(day)][place] += count
    return [WeekProgress(monday, *sums[monday]) for monday in sorted(sums, reverse=True)]


def monday_of(day: str) -> str:
    """The ISO date of the Monday of a day's week."""
    found = date.fromisoformat(day)
    return (found - timedelta(days=found.weekday())).isoformat()
