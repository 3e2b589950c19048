"""What is suggested for some images together: by label, for how many of them."""

from collections.abc import Collection

from sqlalchemy import func

from db.connection import Database
from db.dialect import id_set
from db.records import SuggestedLabel
from db.repositories.open_suggestions import open_query, shown_share
from db.schema import suggestions


class SuggestedLabels:
    """The open suggestions of any number of images."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_images(self, image_ids: Collection[int]) -> list[SuggestedLabel]:
        """What is suggested for these images, the labels first that are most often right."""
        shares = func.sum(shown_share)
        query = (
            open_query(
                suggestions.c.label_id,
                func.count(),
                shares,
                func.count(suggestions.c.probability) == func.count(),
            )
            .where(suggestions.c.image_id.in_(id_set(image_ids)))
            .group_by(suggestions.c.label_id)
            .order_by(shares.desc(), suggestions.c.label_id)
        )
        with self._database.read() as connection:
            return [
                SuggestedLabel(label_id, count, share / count, bool(calibrated))
                for label_id, count, share, calibrated in connection.execute(query)
            ]

    def confidences(self, label_id: int, image_ids: Collection[int]) -> dict[int, float]:
        """The confidence by image id of every one of these images the label is suggested for."""
        query = open_query(suggestions.c.image_id, suggestions.c.confidence).where(
            suggestions.c.label_id == label_id, suggestions.c.image_id.in_(id_set(image_ids))
        )
        with self._database.read() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}
