"""Yes-or-no questions at the terminal: answers in, out, measured and predicted."""

import csv
import json
from pathlib import Path

import pytest

from db.catalogue import Catalogue
from tests.command_line import Command
from tests.engine.conftest import MadeCatalogue

LABELLED, UNLABELLED = 60, 12
MAP = "A map?"


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    """Encoded images of two subjects, one of which is a map, and a question without answers."""
    path, archive = tmp_path / "asked.nabolag.sqlite", tmp_path / "archive"
    archive.mkdir()
    with Catalogue.create(path, archive, curator="Kari") as catalogue:
        MadeCatalogue(catalogue).many(LABELLED, UNLABELLED, subjects=2)
        catalogue.commands.add_question(MAP, cost_missed_yes=4)
    return path


def is_map(path: Path) -> dict[str, bool]:
    """Of every labelled image, whether it shows the first subject."""
    with Catalogue.open(path) as catalogue:
        images = catalogue.images.get_many(catalogue.images.ids())
        labels = {
            one.path: {each.label_name for each in catalogue.labellings.of_image(one.id)}
            for one in images
        }
    return {file: "subject 0" in names for file, names in labels.items() if names}


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_answers_come_in_and_go_out_as_they_were(
    command: Command, asked: Path, tmp_path: Path
) -> None:
    table = tmp_path / "answers.csv"
    table.write_text(
        "answer,file,decider,decided_at,remark\n"
        "Ja,many/00000.jpg,Ola,2020-01-02T03:04:05.000Z,x\n"
        "0,many/00001.jpg,,,\n"
        "can't say,many/00002.jpg,,,\n"
        "yes,gone.jpg,,,\n",
        encoding="utf-8",
    )
    taken = command("question", "import", asked, MAP, table, "--json").document
    assert (taken["changed"], taken["kept"], taken["unknown"]) == (3, 0, ["gone.jpg"])

    table.write_text("file,answer\nmany/00000.jpg,no\nmany/00001.jpg,no\n", encoding="utf-8")
    kept = command("question", "import", asked, MAP, table)
    assert (kept.code, "1 image with another answer kept it" in kept.out) == (0, True)
    assert "Nothing was changed." in kept.out, "undo would take back an older change"

    out = tmp_path / "out.csv"
    assert command("question", "export", asked, MAP, out).code == 0
    found = rows_of(out)
    assert [(one["file"], one["answer"], one["source"]) for one in found] == [
        ("many/00000.jpg", "yes", "imported"),
        ("many/00001.jpg", "no", "imported"),
        ("many/00002.jpg", "unsure", "imported"),
    ]
    assert (found[0]["decider"], found[0]["decided_at"]) == ("Ola", "2020-01-02T03:04:05.000Z")
    lines = tmp_path / "out.jsonl"
    assert command("question", "export", asked, MAP, lines).code == 0
    first = json.loads(lines.read_text("utf-8").splitlines()[0])
    assert (first["file"], first["answer"]) == ("many/00000.jpg", "yes")

    changed = command("question", "import", asked, MAP, table, "--replace", "--json").document
    assert (changed["changed"], changed["kept"]) == (1, 0)
    assert command("undo", asked).code == 0
    assert command("questions", asked, "--json").document[0]["yes"] == 1


def test_odd_tables_of_answers_are_refused_in_a_sentence(
    command: Command, asked: Path, tmp_path: Path
) -> None:
    table = tmp_path / "odd.csv"
    for content, said in (
        (b"file,what\nmany/00000.jpg,yes\n", "odd.csv has not the columns file,answer"),
        (
            b"file,answer\nmany/00000.jpg,perhaps\n",
            "\u2018perhaps\u2019 in row 2 of odd.csv is no answer",
        ),
        (b"file,answer\nelsewhere.jpg,yes\n", "No file of odd.csv is in the catalogue"),
        (
            b"file,answer,decided_at\nmany/00000.jpg,yes,yesterday\n",
            "\u2018yesterday\u2019 in row 2 of odd.csv is no time of an answer",
        ),
        (b"\x00\x01\x02", "odd.csv"),
        (b"", "odd.csv"),
    ):
        table.write_bytes(content)
        refused = command("question", "import", asked, MAP, table)
        assert (refused.code, refused.out) == (2, ""), content
        assert said in refused.err, refused.err
        assert len(refused.err.strip().splitlines()) == 1
    missing = command("question", "import", asked, MAP, tmp_path / "none.csv")
    assert (missing.code, "none.csv" in missing.err) == (2, True)
    table.write_text("file,answer\nmany/00000.jpg,yes\n", encoding="utf-8")
    assert "There is no question" in command("question", "import", asked, "Else?", table).err
    assert command("questions", asked, "--json").document[0]["yes"] == 0, "nothing was taken in"
    inside = asked.parent / "archive" / "out.csv"
    assert command("question", "export", asked, MAP, inside).code == 2
    assert not inside.exists()


def test_what_is_predicted_and_measured_is_what_was_answered(
    command: Command, asked: Path, tmp_path: Path
) -> None:
    truth, out = is_map(asked), tmp_path / "predicted.csv"
    few = command("question", "predict", asked, MAP, "--out", out)
    assert (few.code, "at least 2 of each are needed" in few.err) == (2, True)
    assert not out.exists()
    table = tmp_path / "answers.csv"
    answered = dict(list(truth.items())[:50])
    lines = [f"{file},{'yes' if yes else 'no'}\n" for file, yes in answered.items()]
    table.write_text("file,answer\n" + "".join(lines), encoding="utf-8")
    assert command("question", "import", asked, MAP, table).code == 0

    said = command("question", "predict", asked, MAP, "--out", out, "--json").document
    rows = {one["file"]: one for one in rows_of(out)}
    assert (said["images"], len(rows), said["calibrated"]) == (72, 72, True)
    assert said["threshold"] == pytest.approx(0.2), "a missed yes costs four times as much"
    for row in rows.values():
        yes, no = float(row["probability_yes"]), float(row["probability_no"])
        assert yes + no == pytest.approx(1, abs=2e-6)
        assert row["prediction"] == ("yes" if yes >= said["threshold"] else "no")
    assert {file: row["answer"] for file, row in rows.items() if row["answer"]} == {
        file: "yes" if yes else "no" for file, yes in answered.items()
    }
    unseen = [file for file in truth if file not in answered]
    right = [(float(rows[file]["probability_yes"]) > 0.5) == truth[file] for file in unseen]
    assert sum(right) >= 8, "two subjects that are far apart"
    rest = command(
        "question", "predict", asked, MAP, "--out", out, "--unanswered", "--force", "--json"
    ).document
    assert (rest["images"], len(rows_of(out))) == (22, 22)

    report = tmp_path / "report"
    measured = command("question", "evaluate", asked, MAP, "--out", report, "--json").document
    assert (
        json.loads((report / "report.json").read_text("utf-8"))["all_answers"]
        == (measured["all_answers"])
    )
    found = measured["all_answers"]
    assert (found["answers"], found["yes"]) == (50, sum(answered.values()))
    assert found["prevalence"] == pytest.approx(sum(answered.values()) / 50)
    models = found["models"]
    head, majority = (models[name]["figures"] for name in ("head", "majority"))
    assert head["f1_yes"]["value"] > 0.8
    share = found["prevalence"]
    assert majority["accuracy"]["value"] == pytest.approx(max(share, 1 - share))
    assert majority["recall_yes"]["value"] == float(share > 0.5), "whatever the threshold is"
    assert found["always"] == pytest.approx({"yes": 1 - share, "no": 4 * share})
