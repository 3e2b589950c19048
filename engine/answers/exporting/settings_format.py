"""How the settings of an export are written as plain JSON, and read back.

    {"format": "csv-long", "options": {"raw": false}, "filter": {…}, "state": "reviewed",
     "split": {"shares": [0.6, 0.2, 0.2], "seed": 0, "file": ""}, "pictures": {"way": "copy", …},
     "statement": {"licence": "CC-BY-4.0", …}, …}

``filter`` is that of a saved search. What a version does not know makes it unreadable: an export
by half of its settings would be another one than was meant.
"""

from dataclasses import asdict, fields
from typing import Any, get_args

from db.records import LabelRecord
from db.setting_values import is_flag, is_number, is_text, is_whole
from engine.answers import stored_values as stored
from engine.answers.exporting.settings import (
    IMAGE_STATES,
    LABEL_SOURCES,
    NAME_LANGUAGES,
    ExportSettings,
    SplitSettings,
)
from engine.answers.saved_search_format import SavedSearch
from engine.answers.saved_search_format import read as read_search
from engine.answers.saved_search_format import written as written_search
from engine.answers.saved_searches import with_present_labels
from engine.exchange.content import Statement
from engine.exchange.picture_settings import (
    PICTURE_FORMATS,
    WAYS,
    PictureColours,
    PictureMetadata,
    PictureSettings,
)
from messages.levels import join_levels

SEARCH_NAME = "export"
"""The filter is written as a search, which needs a name."""


def written(settings: ExportSettings, labels: list[LabelRecord]) -> dict[str, Any]:
    """The settings as JSON holds them; ``labels`` are all of the catalogue."""
    paths = {one.id: join_levels(one.levels) for one in labels}
    search = written_search(SavedSearch(SEARCH_NAME, settings.images), paths)
    plain = ("format", "state", "sources", "least_images", "parents", "names", "card")
    return {
        **{name: getattr(settings, name) for name in plain},
        "options": dict(settings.options),
        "filter": search["filter"],
        "suggestions_from": settings.suggestions_from,
        "split": None if settings.split is None else asdict(settings.split),
        "pictures": None if settings.pictures is None else asdict(settings.pictures),
        "statement": asdict(settings.statement),
    }


def read(entry: object, labels: list[LabelRecord]) -> ExportSettings:
    """What ``written`` made, with the labels there are now.

    Raises ``stored_values.UnreadableError`` for anything else.
    """
    row = stored.row(entry)
    stored.want(row.keys() <= {"filter"} | {one.name for one in fields(ExportSettings)})
    search = read_search({"name": SEARCH_NAME, "filter": row.get("filter", {})})
    usual = ExportSettings()
    return ExportSettings(
        format=stored.text(row.get("format", usual.format)),
        options=_options(row.get("options", {})),
        images=with_present_labels(search, labels).search.filter,
        state=_one_of(IMAGE_STATES, row.get("state", usual.state)),
        sources=_one_of(LABEL_SOURCES, row.get("sources", usual.sources)),
        least_images=_count(row.get("least_images", usual.least_images)),
        parents=stored.flag(row.get("parents", usual.parents)),
        names=_one_of(NAME_LANGUAGES, row.get("names", usual.names)),
        suggestions_from=_share(row.get("suggestions_from")),
        split=_split(row.get("split")),
        pictures=_pictures(row.get("pictures")),
        statement=_statement(row.get("statement", {})),
        card=stored.flag(row.get("card", usual.card)),
    )


def _count(value: Any) -> int:  # noqa: ANN401
    stored.want(stored.whole(value) >= 0)
    return int(value)


def _share(value: Any) -> float | None:  # noqa: ANN401
    if value is None:
        return None
    stored.want(is_number(value) and 0 <= value <= 1)
    return float(value)


def _one_of(allowed: tuple[Any, ...], value: object) -> Any:  # noqa: ANN401
    stored.want(value in allowed)
    return value


def _options(value: object) -> dict[str, bool | str]:
    row = stored.row(value)
    stored.want(all(is_flag(one) or is_text(one) for one in row.values()))
    return dict(row)


def _split(value: object) -> SplitSettings | None:
    if value is None:
        return None
    row = stored.row(value)
    shares = row.get("shares")
    stored.want(isinstance(shares, list) and len(shares) == 3 and all(map(is_number, shares)))
    numbers = [float(one) for one in shares or ()]
    stored.want(min(numbers) >= 0 and abs(sum(numbers) - 1) < 1e-6)
    first, second, third = numbers
    return SplitSettings(
        (first, second, third), _count(row.get("seed", 0)), stored.text(row.get("file", ""))
    )


def _pictures(value: object) -> PictureSettings | None:
    if value is None:
        return None
    row, usual = stored.row(value), PictureSettings()
    side, quality = row.get("longest_side_px"), _count(row.get("quality", usual.quality))
    stored.want(side is None or (is_whole(side) and side > 0))
    stored.want(1 <= quality <= 100)
    return PictureSettings(
        way=_one_of(WAYS, row.get("way", usual.way)),
        longest_side_px=side,
        format=_one_of(PICTURE_FORMATS, row.get("format", usual.format)),
        quality=quality,
        colours=_one_of(get_args(PictureColours), row.get("colours", usual.colours)),
        metadata=_one_of(get_args(PictureMetadata), row.get("metadata", usual.metadata)),
    )


def _statement(value: object) -> Statement:
    row = stored.row(value)
    stored.want(row.keys() <= {one.name for one in fields(Statement)})
    return Statement(**{name: stored.text(one) for name, one in row.items()})
