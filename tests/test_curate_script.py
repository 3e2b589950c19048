"""The script in the guide takes an archive from nothing to a dataset, as it stands there."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import typer

import main
from cli.running.options import make_ready
from cli.running.steps import SAMPLE_ARCHIVE
from db.catalogue import Catalogue

ROOT = Path(main.__file__).parent
SCRIPT = ROOT / "docs" / "curate.sh"
STEPS = ["create", "encode", "evaluate", "suggester", "suggest", "accept", "accept", "duplicates"]
STEPS += ["suspects", "export", "info"]


def test_every_command_of_the_script_has_the_options_it_is_given() -> None:
    group = typer.main.get_group(main.app)
    make_ready(group, None)
    text = SCRIPT.read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.split() for line in text.splitlines() if line.startswith("$nabolag ")]

    assert [line[1] for line in lines] == STEPS
    for line in lines:
        known = {name for one in group.commands[line[1]].params for name in one.opts}
        assert {word for word in line if word.startswith("--")} <= known, line


@pytest.mark.dear
def test_the_script_makes_a_dataset_of_an_archive(tmp_path: Path) -> None:
    out = tmp_path / "out"
    called = f"{shlex.quote(sys.executable)} {shlex.quote(str(ROOT / 'main.py'))}"
    chosen = {"SUGGESTERS": "1-nn,neighbor-search", "MINIMUM": "5", "SURE": "0.8"}

    done = subprocess.run(
        ["bash", SCRIPT, SAMPLE_ARCHIVE, SAMPLE_ARCHIVE / "keywords.csv", out],
        env={**os.environ, "NABOLAG": called, **chosen},
        capture_output=True,
        text=True,
        timeout=1000,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert (out / "report" / "report.html").exists()
    assert (out / "look-at.csv").exists()
    assert (out / "dataset.jsonl").stat().st_size > 0
    with Catalogue.open(out / "archive.nabolag.sqlite") as catalogue:
        images = catalogue.images.get_many(catalogue.images.ids())
        sources = {
            one.source for image in images for one in catalogue.labellings.of_image(image.id)
        }
    assert {"imported", "accepted"} <= sources
