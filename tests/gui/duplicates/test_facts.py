"""What is told of the images of a cluster, and in what they differ."""

import os
from pathlib import Path

from PySide6.QtWidgets import QApplication

from db.catalogue import Catalogue
from engine.answers.duplicates.cards import cluster_cards
from gui.duplicates.facts import fact_rows
from gui.words.times import local_time_of_day
from tests.engine.jobs.duplicates.conftest import catalogue, find, scan, scanned

__all__ = ["catalogue", "scanned"]


def test_seconds_are_told_where_files_were_changed_in_one_minute(
    catalogue: Catalogue,
    qapp: QApplication,
) -> None:
    archive: Path = catalogue.archive_dir
    for name, second in (("box/00.png", 5), ("copies/same file.png", 40)):
        os.utime(archive / name, (1_699_999_980 + second,) * 2)
    scan(catalogue)
    find(catalogue)
    cards = cluster_cards(catalogue, catalogue.duplicates.cluster_ids())
    (card,) = [one for one in cards if "box/00.png" in {m.image.path for m in one.members}]
    rows = {row.name: row for row in fact_rows(card, card.members, card.keeper_id, {}, {})}
    first, second, *_ = rows["Changed"].values
    assert first != second
    assert local_time_of_day("2023-11-14T22:13:05+00:00") in first
    assert sorted(rows["Changed"].differs) == [False, True]
