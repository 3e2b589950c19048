"""Catalogues of every released schema version, populated, opened by this version."""

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from db.backups import restorable
from db.captions.records import TextRule
from db.catalogue import Catalogue
from db.duplicate_records import DuplicateCounts
from db.migrations import runner
from db.records import ImageFilter, QueueOrder, Status

GOLDEN = sorted(Path(__file__).parent.glob("schema_*.sqlite"))


def labelling_sources(catalogue: Catalogue) -> list[str]:
    """Where every labelling came from."""
    found = catalogue.labellings.of_images(catalogue.images.ids())
    return [one.source for labellings in found.values() for one in labellings]


def test_there_is_one_for_every_version() -> None:
    versions = [f"{number:04d}" for number in range(1, int(runner.SCHEMA_VERSION) + 1)]

    assert [path.stem.removeprefix("schema_") for path in GOLDEN] == versions


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda path: str(path.stem))
def test_its_tables_are_those_its_migration_makes(golden: Path, tmp_path: Path) -> None:
    if golden.stem != f"schema_{runner.SCHEMA_VERSION}":
        pytest.skip("only the newest can be made by running all migrations")
    made = tmp_path / "made.sqlite"
    made.touch()
    runner.migrate(made)

    def statements(path: Path) -> set[str]:
        with closing(sqlite3.connect(path)) as connection:
            # FTS5 makes tables of its own, as each version of SQLite spells them.
            rows = connection.execute(
                "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL "
                "AND name NOT LIKE 'captions_text_%'"
            )
            return {re.sub(r"\s+", " ", row[0]) for row in rows}

    assert statements(golden) == statements(made)


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda path: str(path.stem))
def test_it_opens_with_all_it_held(golden: Path, tmp_path: Path) -> None:
    path = tmp_path / "golden.nabolag.sqlite"
    shutil.copyfile(golden, path)

    with Catalogue.open(path, curator="ola") as catalogue:
        assert catalogue.check().problems == []
        aside = int(is_of(golden, "0007"))
        assert catalogue.images.status_counts() == {
            Status.ANY: 40 - aside,
            Status.UNLABELLED: 6,
            Status.LABELLED: 28,
            Status.SUGGESTED: 20,
            Status.REVIEWED: 1,
            Status.UNREADABLE: 5 - aside,
            Status.MISSING: 1,
            Status.SET_ASIDE: aside,
        }
        labels = {label.name: label for label in catalogue.labels.all()}
        assert {name: label.image_count for name, label in labels.items()} == {
            "4 axles": 10,
            "red": 19 + aside,
            "truck": 13,
            "vehicle": int(is_of(golden, "0010")),
            "Ørn": 26,
        }
        assert labels["truck"].parent_id == labels["vehicle"].id
        assert labels["Ørn"].english_name == "eagle"
        assert labels["Ørn"].aliases == ("havørn",)
        assert labels["4 axles"].aliases == ("four axle",)
        assert catalogue.labels.find("LASTEBIL") == labels["truck"]

        odd = catalogue.images.by_path(b"caf\xe9/\xff.jpg")
        assert odd is not None
        assert (odd.title, odd.captured_at) == ("Title 7", "2001-02-03T04:05:06")
        assert [image.path for image in catalogue.images.problems()][-1] == "box 4/bilde 39 ø.jpg"
        assert catalogue.images.ids(ImageFilter(text="39", folder="moved")) == [39]

        sources = labelling_sources(catalogue)
        assert {source: sources.count(source) for source in sources} == {
            "imported": 35,
            "curator": 32,
            "accepted": 1,
        } | ({"merged": 1} if aside else {}) | ({"rule": 1} if is_of(golden, "0010") else {})
        assert catalogue.labellings.rejected_pairs() == [(4, labels["truck"].id)]
        assert catalogue.suggestions.count() == 40
        assert len(catalogue.suggestions.queue(QueueOrder.LEAST_CONFIDENT)) == 20
        run = catalogue.suggestions.run()
        assert run is not None
        assert run.hyperparameters == {"temperature": 0.05}
        assert catalogue.settings.get("encoder.name") == "built-in"
        entries = [one.command for one in catalogue.history.entries()]
        # What came of keywords is an entry of its own since.
        entries = [command for command in entries if command != "import_keywords"]
        later = {"0003": 5, "0007": 5, "0008": 5, "0009": 9, "0010": 4}
        assert len(entries) == 16 + sum(
            count for version, count in later.items() if is_of(golden, version)
        )
        assert weak_ones(path) == ([3, 12, 24] if is_of(golden, "0006") else [])


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda path: str(path.stem))
def test_its_queues_are_those_it_had(golden: Path, tmp_path: Path) -> None:
    path = tmp_path / "golden.nabolag.sqlite"
    shutil.copyfile(golden, path)

    with Catalogue.open(path) as catalogue:
        queues, run = catalogue.queues, catalogue.queues.run()
        probabilities = {row.probability for row in catalogue.suggestions.of_image(11)}
        if not is_of(golden, "0002"):
            assert (probabilities, run) == ({None}, None)
            assert queues.teaching() == queues.suspects("wrong") == queues.suspects("missing") == []
        else:
            assert run is not None
            assert (probabilities, run.encoder) == ({0.22}, "fingerprint")
            assert queues.teaching() == [28, 25]
            assert queues.suspects("wrong") == [2, 5]
            assert queues.suspects("missing") == [11]


@pytest.mark.parametrize("golden", GOLDEN[:-1], ids=lambda path: str(path.stem))
def test_it_is_kept_as_it_was_before_it_is_migrated(golden: Path, tmp_path: Path) -> None:
    path = tmp_path / "golden.nabolag.sqlite"
    shutil.copyfile(golden, path)

    Catalogue.open(path).close()
    Catalogue.open(path).close()

    (backup,) = restorable(path)
    assert backup.reason == f"before migration from {golden.stem.removeprefix('schema_')}"
    assert dump(backup.path) == dump(golden)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [
            (runner.SCHEMA_VERSION,)
        ]


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda path: str(path.stem))
def test_its_words_for_language_models_are_those_it_had(golden: Path, tmp_path: Path) -> None:
    path = tmp_path / "golden.nabolag.sqlite"
    shutil.copyfile(golden, path)

    with Catalogue.open(path) as catalogue:
        labels = {label.name: label for label in catalogue.labels.all()}
        truck, eagle = labels["truck"], labels["Ørn"]
        assert eagle.name_in_english == ("eagle", "manual")
        if is_of(golden, "0003"):
            assert truck.name_in_english == ("lorry", "automatic")
            assert truck.automatic_from == "MyMemory, mymemory.net"
            assert truck.prompts == "a {} on a road\na lorry seen from the side"
            assert catalogue.labels.different() == {tuple(sorted((eagle.id, truck.id)))}
        else:
            assert truck.name_in_english == ("truck", "original")
            assert (truck.automatic_from, truck.prompts) == ("", "")
            assert catalogue.labels.different() == set()
        assert not truck.grouping


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda path: str(path.stem))
def test_its_duplicates_are_those_it_had(golden: Path, tmp_path: Path) -> None:
    path = tmp_path / "golden.nabolag.sqlite"
    shutil.copyfile(golden, path)

    with Catalogue.open(path) as catalogue:
        duplicates = catalogue.duplicates
        if not is_of(golden, "0007"):
            assert duplicates.counts() == DuplicateCounts(0, 0, 0, 0, 0)
            assert (duplicates.run(), duplicates.pairs(), duplicates.set_aside_for()) == (
                None,
                [],
                {},
            )
            return
        run = duplicates.run()
        assert run is not None
        assert run.details == {"least_similarity": 0.8}
        assert len(duplicates.compared("fingerprint")) == 40
        assert duplicates.pairs([10])[0].differences == ({"code": "same-pixels"},)
        assert [one.members for one in duplicates.clusters(duplicates.cluster_ids())] == [
            (11, 10),
            (16, 18),
        ]
        assert {(one.image_a, one.image_b): one.answer for one in duplicates.answers()} == {
            (16, 19): "different",
            (21, 22): "copy",
        }
        assert duplicates.set_aside_for() == {21: [22]}
        (merged,) = [one for one in catalogue.labellings.of_image(21) if one.source == "merged"]
        assert (merged.label_name, merged.from_image_id) == ("red", 22)
        assert duplicates.settle(lambda graph: []) == frozenset()


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda path: str(path.stem))
def test_its_captions_are_those_it_had(golden: Path, tmp_path: Path) -> None:
    path = tmp_path / "golden.nabolag.sqlite"
    shutil.copyfile(golden, path)

    with Catalogue.open(path) as catalogue:
        captions = catalogue.captions
        if not is_of(golden, "0008"):
            assert captions.count() == 0
            return
        # Those of what is set aside are handed on since.
        handed = int(is_of(golden, "0009"))
        assert captions.count() == 40 + 2 * handed
        assert [one.text for one in captions.of_image(1)] == ["A truck, seen from the side"]
        (changed,) = captions.of_image(2)
        assert (changed.text, changed.original) == ("A tram in Berlin", "Straßenbahn Nr. 1")
        found = captions.of_image(4)[1]
        assert (found.language, found.language_from, found.author, found.made_at) == (
            "ja",
            "detected",
            "kari",
            "1999-05-01",
        )
        assert len(captions.search("strassenbahn")) == 18 + handed
        assert len(captions.search("電車")) == 18 + handed


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda path: str(path.stem))
def test_its_questions_are_those_it_had(golden: Path, tmp_path: Path) -> None:
    path = tmp_path / "golden.nabolag.sqlite"
    shutil.copyfile(golden, path)

    with Catalogue.open(path) as catalogue:
        questions = catalogue.questions
        if not is_of(golden, "0009"):
            assert questions.all() == []
            return
        a_map, offensive = questions.all()
        assert (a_map.name, a_map.no, a_map.threshold) == ("A map?", 3, 0.5)
        assert (offensive.name, offensive.help) == ("Offensive?", "For children too")
        assert (offensive.yes, offensive.no, offensive.unsure) == (4, 2, 1)
        assert offensive.threshold == pytest.approx(2 / 7)
        by_image = {one.image_id: one for one in questions.answers(offensive.id)}
        assert (by_image[3].source, by_image[3].decider) == ("imported", "ola")
        assert (by_image[12].probability, by_image[12].chosen_by) == (0.75, "uncertain")


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda path: str(path.stem))
def test_its_text_rules_are_those_it_had(golden: Path, tmp_path: Path) -> None:
    path = tmp_path / "golden.nabolag.sqlite"
    shutil.copyfile(golden, path)

    with Catalogue.open(path) as catalogue:
        rules = {label.name: label.text_rule for label in catalogue.labels.all()}
        if not is_of(golden, "0010"):
            assert set(rules.values()) == {None}
            return
        assert rules["truck"] == TextRule(("lorry",), (r"\blast\w+bil",))
        assert rules["vehicle"] == TextRule(("straßenbahn*", "電車"), (), ("nr. 39",), "de")
        (labelling,) = catalogue.labellings.of_image(8)[-2:-1]
        assert (labelling.label_name, labelling.source) == ("vehicle", "rule")
        assert labelling.decider == "straßenbahn*"


def weak_ones(path: Path) -> list[int]:
    """The images with a candidate that is too weak to be a suggestion."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT image_id FROM suggestions WHERE weak ORDER BY image_id")
        return [image_id for (image_id,) in rows]


def is_of(golden: Path, version: str) -> bool:
    """Whether it was made by this schema version or a later one."""
    return golden.stem.removeprefix("schema_") >= version


def dump(path: Path) -> list[str]:
    """Everything in a database as SQL."""
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda path: str(path.stem))
def test_its_history_can_be_redone_and_undone_to_the_beginning(
    golden: Path, tmp_path: Path
) -> None:
    path = tmp_path / "golden.nabolag.sqlite"
    shutil.copyfile(golden, path)

    with Catalogue.open(path) as catalogue:
        redone = catalogue.commands.redo()
        assert redone is not None
        assert redone.image_ids == ({3} if is_of(golden, "0003") else {2, 3})
        undone = 0
        while (entry := catalogue.history.next_undo()) and entry.command != "import_keywords":
            catalogue.commands.undo()
            undone += 1
        later = {"0003": 3, "0007": 3, "0008": 3, "0009": 7, "0010": 2}
        assert undone == 9 + sum(
            count for version, count in later.items() if is_of(golden, version)
        )
        assert [label.name for label in catalogue.labels.all()] == [
            "four axle",
            "truck",
            "vehicle",
            "Ørn",
        ]
        assert set(labelling_sources(catalogue)) == {"imported"}
        assert catalogue.check().problems == []


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("The file is empty.", "file-empty"),
        ("The file cannot be read: Input/output error.", "file-unreadable"),
        ("The file is cut short: image file is truncated (3 bytes).", "file-cut-short"),
        ("The file is cut short: data is missing at its end.", "file-ends-early"),
        ("NEF is a camera's RAW format; install nabolag[raw] to read it.", "image-raw-unsupported"),
        (
            "The image has 1600 million pixels; the memory limit of 2.0 GiB allows 307 million. "
            "Raise the limit in the settings to read it.",
            "image-too-many-pixels",
        ),
        (
            "Reading the image takes longer than the limit of 0.5 seconds. Raise the limit in the "
            "settings to read it.",
            "image-too-slow",
        ),
        ("Reading the image crashed its decoder (exit code -9).", "decoder-crashed"),
        ("An earlier program said it like this", "plain-text"),
        ('{"looks": "like JSON"}', "plain-text"),
    ],
)
def test_problems_kept_as_sentences_become_codes_that_say_the_same(
    tmp_path: Path, sentence: str, code: str
) -> None:
    path = tmp_path / "golden.nabolag.sqlite"
    shutil.copyfile(Path(__file__).parent / "schema_0003.sqlite", path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE images SET problem = ? WHERE problem <> ''", (sentence,))

    with Catalogue.open(path) as catalogue:
        unreadable = [one for one in catalogue.images.problems() if one.status == "unreadable"]
        assert len(unreadable) == 5
        for image in unreadable:
            assert image.problem is not None
            assert (image.problem.code, str(image.problem)) == (code, sentence)


def insert_labels(connection: sqlite3.Connection, *names: tuple[str, str]) -> list[int]:
    """Labels at the top with their names and the keys that versions before 0005 gave them."""
    return [
        int(
            connection.execute(
                "INSERT INTO labels (name, name_key, created_at) VALUES (?, ?, '') RETURNING id",
                name,
            ).fetchone()[0]
        )
        for name in names
    ]


def test_names_are_folded_anew_and_no_labelling_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "golden.nabolag.sqlite"
    shutil.copyfile(Path(__file__).parent / "schema_0004.sqlite", path)
    with closing(sqlite3.connect(path)) as connection, connection:
        heart, red, street, child, below = insert_labels(
            connection,
            ("❤", "❤"),
            ("❤\ufe0f", "❤\ufe0f"),
            ("Straße", "strasse"),
            ("left", "left"),
            ("right", "right"),
        )
        connection.execute("UPDATE labels SET parent_id = ? WHERE id = ?", (heart, child))
        connection.execute("UPDATE labels SET parent_id = ? WHERE id = ?", (red, below))
        connection.executemany(
            "INSERT INTO labellings VALUES (?, ?, 'curator', 'kari', '', NULL)",
            [(1, heart), (1, red), (2, red), (2, street)],
        )
        connection.execute(
            "UPDATE images SET title = 'Straße ❤\ufe0f', search_key = path || char(10) || "
            "'strasse ❤\ufe0f' WHERE id = 2"
        )
        connection.execute("DELETE FROM sqlite_sequence WHERE name = 'labels'")
        connection.execute("INSERT INTO sqlite_sequence VALUES ('labels', 1000)")

    with Catalogue.open(path) as catalogue:
        labels = {label.name: label for label in catalogue.labels.all()}
        assert (labels["❤"].id, labels["❤"].image_count) == (heart, 2)
        assert "❤\ufe0f" not in labels
        assert labels["left"].parent_id == labels["right"].parent_id == heart
        assert catalogue.labels.find("❤\ufe0f") == labels["❤"]
        assert catalogue.labels.find("STRASSE") is None
        assert catalogue.images.ids(ImageFilter(text="strasse ❤")) == [2]
        assert catalogue.check().problems == []
        change = catalogue.commands.create_label("Strasse")
        assert change.details["label_id"] == 1001


def test_undo_writes_the_keys_of_today(tmp_path: Path) -> None:
    path = tmp_path / "golden.nabolag.sqlite"
    shutil.copyfile(Path(__file__).parent / "schema_0004.sqlite", path)
    with closing(sqlite3.connect(path)) as connection, connection:
        (street,) = insert_labels(connection, ("Straße", "strasse"))
        rows = [
            (f"[{street}]", '{"name":"Strasse"}', '{"name":"Straße"}'),
            (
                f"[{street}]",
                '{"name":"Gate","name_key":"gate"}',
                '{"name":"Strasse","name_key":"strasse"}',
            ),
        ]
        for change_id, row in enumerate(reversed(rows), start=1001):
            connection.execute(
                "INSERT INTO changes VALUES (?, 'rename_label', '{}', 'kari', '', 1, 'done', NULL)",
                (change_id,),
            )
            connection.execute(
                "INSERT INTO change_rows VALUES (?, 0, 'labels', ?, NULL, ?, ?)", (change_id, *row)
            )

    with Catalogue.open(path) as catalogue:
        for name in ("Strasse", "Gate"):
            assert catalogue.commands.undo() is not None
            assert catalogue.labels.get(street).name == name
            assert catalogue.labels.find(name) is not None
        assert catalogue.check().problems == []
