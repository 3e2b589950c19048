"""The export by script has the filters of the other commands."""

import csv
import io
import json
from pathlib import Path

import pytest

from db.catalogue import Catalogue
from db.records import Status
from tests.cli.conftest import make_suggested
from tests.command_line import Command, labels_by_file


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue with labels and suggestions with probabilities; no test changes it."""
    return make_suggested(tmp_path_factory.mktemp("made"), labelled=220)


def printed(command: Command, path: Path, *options: object) -> list[dict[str, str]]:
    done = command("export", path, "-", "--format", "csv-long", *options)
    assert done.code == 0, done.err
    return list(csv.DictReader(io.StringIO(done.out.removeprefix("\ufeff"))))


@pytest.mark.parametrize("name", ["suggest", "suspects", "accept", "search", "export"])
def test_the_filters_are_called_alike(name: str, command: Command) -> None:
    helped = command(name, "--help").out

    wanted = {"--label", "--folder", "--status", "--top", "--limit", "--min-probability"}
    wanted -= {"--min-probability"} if name == "search" else set()  # nothing has a probability
    assert [one for one in wanted if one not in helped] == []


def test_images_are_chosen_by_label_status_and_folder(command: Command, made: Path) -> None:
    with Catalogue.open(made) as catalogue:
        label = catalogue.labels.all()[0].name
    carrying = {file for file, labels in labels_by_file(made).items() if label in labels}

    of_label = printed(command, made, "--label", label, "--folder", "many")
    unlabelled = printed(command, made, "--status", Status.UNLABELLED.value)

    assert {row["file"] for row in of_label} == carrying
    assert len({row["file"] for row in unlabelled}) == 10


def test_suggestions_from_a_probability_and_the_surest_of_the_first_images(
    command: Command, made: Path
) -> None:
    def lines(*options: object) -> list[dict[str, list[object]]]:
        done = command("export", made, "-", "--format", "jsonl", *options)
        return [json.loads(line) for line in done.out.splitlines()]

    every = lines("--min-probability", 0)
    first = lines("--min-probability", 0, "--top", 1, "--limit", 222)

    assert max(len(one["suggestions"]) for one in every) > 1
    assert [one["file"] for one in first] == [one["file"] for one in every][:222]
    assert [one["suggestions"] for one in first] == [one["suggestions"][:1] for one in every][:222]
    assert len(lines("--limit", 3, "--only", "labelled")) == 3


def test_beside_a_printed_table_no_file_is_named(command: Command, made: Path) -> None:
    told = command("suspects", made, "--out", "-")

    assert (told.code, "table.csv" in told.err) == (0, False)
