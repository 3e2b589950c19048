"""The script in the guide takes an archive from nothing to a dataset, as it stands there."""

import csv
import os
import shlex
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

import main
from db.catalogue import Catalogue

ROOT = Path(main.__file__).parent
COLOURS = {"ball": "red", "frame": "blue", "cross": "green"}


def draw(path: Path, kind: str, noise: np.random.Generator) -> None:
    """A shape of the kind's own colour, somewhere."""
    picture = Image.new("RGB", (160, 160), "white")
    pen = ImageDraw.Draw(picture)
    left, top, side = (int(one) for one in noise.integers((5, 5, 60), (60, 60, 95)))
    box = (left, top, left + side, top + side)
    if kind == "ball":
        pen.ellipse(box, fill=COLOURS[kind])
    elif kind == "frame":
        pen.rectangle(box, outline=COLOURS[kind], width=9)
    else:
        pen.line(box, fill=COLOURS[kind], width=12)
        pen.line((left, top + side, left + side, top), fill=COLOURS[kind], width=12)
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path)


@pytest.mark.dear
def test_the_script_makes_a_dataset_of_an_archive(tmp_path: Path) -> None:
    noise = np.random.default_rng(7)
    archive, keywords = tmp_path / "archive", tmp_path / "keywords.csv"
    with keywords.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(("file", "keywords"))
        for number in range(260):
            kind = list(COLOURS)[number % 3]
            draw(archive / f"{number:03}.png", kind, noise)
            if number < 220:
                table.writerow((f"{number:03}.png", kind))
    out = tmp_path / "out"
    called = f"{shlex.quote(sys.executable)} {shlex.quote(str(ROOT / 'main.py'))}"

    done = subprocess.run(
        ["bash", str(ROOT / "docs" / "curate.sh"), str(archive), str(keywords), str(out)],
        env={**os.environ, "NABOLAG": called, "SUGGESTERS": "1-nn,neighbor-search", "SURE": "0.8"},
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert (out / "report" / "report.html").exists()
    assert (out / "look-at.csv").exists()
    assert any((out / "dataset").iterdir())
    with Catalogue.open(out / "archive.nabolag.sqlite") as catalogue:
        sources = {
            one.source
            for image in catalogue.images.get_many(catalogue.images.ids())
            for one in catalogue.labellings.of_image(image.id)
        }
    assert "accepted" in sources
