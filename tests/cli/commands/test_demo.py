"""The whole job on the sample archive, once, as ``make demo`` does it."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import main
from cli.running import steps
from db.catalogue import Catalogue
from tests.command_line import Command

ROOT = Path(main.__file__).parent


def run(*arguments: object, folder: Path = ROOT) -> "subprocess.CompletedProcess[str]":
    """A command line in a process of its own, without a display."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *map(str, arguments)],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    """The demo's folder, and what it reported."""
    folder = tmp_path_factory.mktemp("demo") / "here"
    done = run("demo", folder, "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    with Catalogue.open(folder / "demo.nabolag.sqlite") as catalogue:
        images = catalogue.images.get_many(catalogue.images.ids())
        report["files"] = [image.path for image in images]
    return folder, report


def test_the_demo_accounts_for_every_picture(demo: tuple[Path, Any]) -> None:
    folder, report = demo
    scan, encode, suggested = report["scan"], report["encode"], report["suggest"]["suggested"]

    assert scan["files"] == scan["added"] > 400
    assert scan["labellings"] > 500
    unreadable = {Path(path).name for path, _ in scan["problems"]}
    assert unreadable == {"text_file.jpg", "truncated.jpg"}
    assert scan["notes"] == []
    assert encode["encoded"] == scan["files"] - len(unreadable)
    assert encode["failed"] == []
    assert report["suggest"]["tuned"]["outcome"] == "tuned"
    counts = ("with_suggestions", "without_suggestions", "not_encoded", "unreadable", "missing")
    assert sum(suggested[name] for name in counts) == suggested["images"] == scan["files"]
    assert suggested["with_suggestions"] > 200
    assert report["export"]["images"] == scan["files"]
    assert (folder / "labels.csv").exists()


def test_a_second_demo_uses_what_is_there(demo: tuple[Path, Any]) -> None:
    folder, report = demo
    again = run("demo", folder, "--no-window")

    assert again.returncode == 0
    assert f"{report['scan']['files']} unchanged" in again.stdout
    assert "0 images encoded" in again.stdout
    assert "Tuned" not in again.stdout


def test_the_demo_needs_a_folder_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x", encoding="utf-8")

    refused = run("demo", tmp_path)

    assert refused.returncode == 2
    assert "holds other things" in refused.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_the_archive_is_as_it_was(demo: tuple[Path, Any]) -> None:
    folder, _ = demo
    originals = steps.SAMPLE_ARCHIVE

    for path in originals.rglob("*"):
        if path.is_file():
            copy = folder / "archive" / path.relative_to(originals)
            assert copy.read_bytes() == path.read_bytes()
    assert len(list((folder / "archive").rglob("*"))) == len(list(originals.rglob("*")))


def test_suggestions_of_one_image_add_up_to_their_evidence(
    command: Command, demo: tuple[Path, Any]
) -> None:
    folder, _ = demo
    path = folder / "demo.nabolag.sqlite"
    with Catalogue.open(path) as catalogue:
        suggested = next(
            image.path
            for image in catalogue.images.get_many(catalogue.images.ids())
            if len(catalogue.suggestions.of_image(image.id)) > 1
        )

    by_archive_path = command("suggest", path, "--image", suggested, "--json")
    by_own_path = command("suggest", path, "--image", folder / "archive" / suggested, "--json")

    report = by_archive_path.document
    assert by_own_path.document == report
    assert report["file"] == suggested
    assert len(report["suggestions"]) > 1
    for one in report["suggestions"]:
        votes = sum(each["weight"] for each in one["evidence"] if each["carries_label"])
        assert votes == pytest.approx(one["confidence"], abs=1e-6)
        assert one["confidence"] >= report["threshold"]

    for_people = command("suggest", path, "--image", suggested)
    assert report["suggestions"][0]["label"] in for_people.out
    assert " for " in for_people.out
    missing = command("suggest", path, "--image", "no such.jpg")
    assert (missing.code, missing.err.count("\n")) == (2, 1)


def test_suggestions_are_written_as_a_table(
    command: Command, demo: tuple[Path, Any], tmp_path: Path
) -> None:
    folder, _ = demo
    path = folder / "demo.nabolag.sqlite"
    out, lines = tmp_path / "s.csv", tmp_path / "s.jsonl"

    report = command("suggest", path, "--out", out, "--no-tune", "--json").document
    refused = command("suggest", path, "--out", out)
    assert (refused.code, "exists already" in refused.err) == (2, True)
    assert command("suggest", path, "--out", lines, "--no-tune").code == 0

    with out.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    suggested = [row for row in rows if row["label"]]
    assert len(suggested) == report["suggested"]["suggestions"] == report["written"]["suggestions"]
    assert all(float(row["threshold"]) <= float(row["confidence"]) <= 1 for row in suggested)
    assert {row["file"] for row in rows} == set(demo[1]["files"])
    objects = [json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines()]
    assert {one["file"] for one in objects} == set(demo[1]["files"])


def test_the_suggester_is_that_of_the_window_unless_another_is_asked_for(
    command: Command, demo: tuple[Path, Any]
) -> None:
    folder, report = demo
    path = folder / "demo.nabolag.sqlite"
    said = report["suggest"]
    assert (said["suggested"]["suggester"], said["because"]) == (
        "neighbor-mix",
        "the recommended one",
    )

    with Catalogue.open(path) as catalogue:
        catalogue.settings.set("suggest.suggester", "simple-net")
    chosen = command("suggest", path, "--no-tune")
    asked = command("suggest", path, "--suggester", "1-nn", "--json").document
    with Catalogue.open(path) as catalogue:
        run = catalogue.suggestions.run()
        catalogue.settings.set("suggest.suggester", "of an older version")
    usual = command("suggest", path, "--json").document

    assert chosen.out.startswith("Suggester: simple-net, chosen for this catalogue\n")
    assert (asked["suggested"]["suggester"], asked["because"]) == ("1-nn", "asked for")
    assert run is not None
    assert run.suggester == "1-nn"
    assert (usual["suggested"]["suggester"], usual["because"]) == (
        "neighbor-mix",
        "the recommended one",
    )
    assert command("suggest", path, "--suggester", "oracle").code == 2


def test_suspects_are_told_and_listed(
    command: Command, demo: tuple[Path, Any], tmp_path: Path
) -> None:
    folder, _ = demo
    path, out = folder / "demo.nabolag.sqlite", tmp_path / "suspects.csv"
    with Catalogue.open(path) as catalogue:
        by_label = labelled_files(catalogue)

    found = command("suspects", path, "--out", out, "--json").document["found"]
    refused = command("suspects", path, "--out", out)
    replaced = command("suspects", path, "--out", out, "--force")
    told = command("suspects", path)

    with out.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    of_kind = {
        kind: [row for row in rows if row["kind"] == kind]
        for kind in ("probably wrong", "probably missing", "teaches most")
    }
    assert [len(one) for one in of_kind.values()] == [
        found[name] for name in ("probably_wrong", "probably_missing", "teaching")
    ]
    assert of_kind["probably wrong"]
    assert of_kind["probably missing"]
    assert all(row["file"] in by_label[row["label"]] for row in of_kind["probably wrong"])
    assert not any(row["file"] in by_label[row["label"]] for row in of_kind["probably missing"])
    assert of_kind["teaches most"]
    labelled = set[str]().union(*by_label.values())
    assert not any(row["file"] in labelled or row["label"] for row in of_kind["teaches most"])
    assert (refused.code, "exists already" in refused.err) == (2, True)
    assert (replaced.code, f"All are listed in {out}" in replaced.out) == (0, True)
    assert f"{found['probably_wrong']} labels probably wrong" in told.out
    assert "--out FILE.csv lists them" in told.out


def labelled_files(catalogue: Catalogue) -> dict[str, set[str]]:
    """The files that carry each label."""
    found: dict[str, set[str]] = {}
    images = catalogue.images.get_many(catalogue.images.ids())
    labellings = catalogue.labellings.of_images([image.id for image in images])
    for image in images:
        for labelling in labellings[image.id]:
            found.setdefault(labelling.label_name, set()).add(image.path)
    return found


@pytest.mark.dear
def test_everything_is_sound_afterwards(command: Command, demo: tuple[Path, Any]) -> None:
    folder, _ = demo
    path = folder / "demo.nabolag.sqlite"

    assert command("check", path, "--hashes").code == 0
    shard = next((folder / "demo.nabolag" / "features").rglob("*.safetensors"))
    damaged = bytearray(shard.read_bytes())
    damaged[-100] ^= 1
    shard.write_bytes(damaged)

    wrong = command("check", path)
    assert wrong.code == 2
    assert "Damaged features" in wrong.out
    mended = command("encode", path, "--json")
    assert mended.document["encoded"] > 0
    assert command("check", path).code == 0
