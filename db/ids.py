"""Long lists of ids in SQL: as one JSON parameter, so that no limit on variables is met."""

import json
from collections.abc import Iterable

from sqlalchemy import Select, TableValuedAlias, func, select


def id_rows(ids: Iterable[int]) -> TableValuedAlias:
    """A table of the ids: ``value`` is the id, ``key`` its position."""
    return func.json_each(json.dumps(list(ids))).table_valued("key", "value")


def id_set(ids: Iterable[int]) -> Select[tuple[int]]:
    """The ids as a subquery for ``column.in_(...)``."""
    return select(id_rows(ids).c.value)
