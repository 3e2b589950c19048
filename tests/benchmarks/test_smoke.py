"""Every benchmark runs to its end on something tiny; what it measures there means nothing."""

import csv
import importlib
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import main
from cli.running.steps import SAMPLE_GLOSSARIES
from tests.benchmarks.__main__ import Benchmarks

SAMPLE = Path(main.__file__).parent / "resources" / "sample_archive"
IMAGES = 70
LARGE_IMAGES = 200

# Of each benchmark: what it is called with, and which of its sizes are made small.
RUNS: dict[str, tuple[list[str], dict[str, Any]]] = {
    "catalogue.captions": (["--captions", "600"], {"SEARCHES": 20, "WANTED_P95_MS": 10_000.0}),
    "catalogue.database": (["{large}"], {"DECISIONS": 3}),
    "catalogue.duplicate_rows": (["--clusters", "30"], {"ROUNDS": 3, "PAGE": 5}),
    "catalogue.duplicates_page": (
        ["--clusters", "40", "--size", "2"],
        {"STEPS": 3, "ACCEPTED": 3, "PAUSE_S": 0.0},
    ),
    "duplicates": (
        ["{encoded}", "--seeds", "0"],
        {"ORIGINALS": 20, "COPIES": 10, "QUESTIONS": 3},
    ),
    "catalogue.duplicates_curator": (["{encoded}", "--clusters", "5"], {}),
    "duplicates_scale": (["--images", "300", "--index-images", "1200"], {"SUBJECTS": 20}),
    "encoding": (["{archive}", "--only", "titles"], {"TITLES": 10, "FEWEST_IMAGES": 2}),
    "exports.formats": (
        ["--images", "30", "--rows", "50"],
        {"FORMATS": ("webdataset",), "TABLES": ("parquet",)},
    ),
    "exports.pictures": (["--images", "30", "--rounds", "1"], {"WANTED_RATIO": 1000}),
    "fused": (
        ["{encoded}", "--seeds", "1"],
        # Which of so few images are near-duplicates, processors see differently.
        {"POINTS": (0, 3), "SEARCHED_IMAGES": 20, "MINIMUM_IMAGES": 3},
    ),
    "label_errors": (["{encoded}", "--minimum", "4"], {"SEEDS": (0,)}),
    "catalogue.label_grid": (
        ["{large}"],
        {"WAITING": 60, "PAGES": 2, "PAGES_TAKEN": 2, "CELL_PX": 320, "TAKEN_AT_ONCE": 5},
    ),
    "labelling_hour": (
        ["{encoded}", "--images", "20", "--minutes", "0.5"],
        {"WINDOW_MINUTES": 0.2},
    ),
    "training.heads": (["{encoded}", "--seeds", "1"], {"EPOCHS": 1, "WANTED_RATIO": 0.0}),
    "captioned.words_and_pictures": (["{encoded}", "--seeds", "1"], {"RESAMPLES": 2}),
    "captioned.questions": (
        ["{encoded}", "--labels", "food", "--seeds", "1"],
        {"ANSWERS": 30, "AT_RANDOM_FIRST": 10},
    ),
    "training.dual": (["{encoded}", "--seeds", "1"], {}),
    "training.retrieval": (["--pairs", "300", "--dimensions", "16"], {}),
    "service": (["{encoded}", "--requests", "8"], {}),
    "catalogue.labels_page": (["{encoded}"], {"LABELS": 100}),
    "language": (
        ["{encoded}", "--seeds", "1", "--domain", "clip art"],
        {"FEWEST_IMAGES": (4,), "TRIALS": 2},
    ),
    "names": (
        ["--seeds", "1"],
        {"SAMPLE_ARCHIVE": "{archive}", "SAMPLE_GLOSSARIES": "{glossaries}"},
    ),
    "next_labels": (
        ["{encoded}"],
        {
            "SEEDS": (0,),
            "POINTS": (5, 10),
            "GOAL_IMAGES": 10,
            "STEP": 5,
            "TEST_IMAGES": 15,
            "RANDOM_ORDERS": 1,
            "ALIKE": 1.1,
            "MINIMUM_IMAGES": 3,
        },
    ),
    "pictures": ([], {}),
    "reading": (["{archive}"], {"LARGE_SIDE_PX": 3_800}),
    "same_labels": (["{encoded}"], {}),
    "search": (
        ["--images", "500", "--size", "32", "--encoded", "{encoded}"],
        {"BATCH": 500, "SEARCHES": 3, "WINDOW_SEARCHES": 2},
    ),
    "suggesters_dev": (
        ["{encoded}", "--seeds", "1", "--trials", "1", "--only", "1-nn,neighbor-search"],
        {"MINIMUM_IMAGES": 3},
    ),
    "exports.sidecars": (["--images", "40", "--kib", "2000"], {"MOST_RATIO": 100.0}),
    "suggesters_speed": (["--references", "300", "--rounds", "1", "--no-held-out"], {"LABELS": 6}),
    "suggesting": (
        ["{encoded}", "--references", "400"],
        {"QUERIES": 16, "SUBJECTS": 5, "TRIALS": 3},
    ),
    "catalogue.two_writers": (
        ["{large}", "--only", "label,suggest,undo-import,merge,move-all"],
        {"MEASURED_S": 0.2},
    ),
    "window": (
        ["{large}"],
        {"DRAG_STEPS": 3, "REVIEW_STEPS": 2, "START_RUNS": 1, "SELECTED": 100},
    ),
}
# They take ten seconds or more however small: make torture runs them.
DEAR = {
    "captioned.words_and_pictures",
    "catalogue.duplicates_curator",
    "catalogue.two_writers",
    "duplicates",
    "fused",
    "encoding",
    "catalogue.label_grid",
    "labelling_hour",
    "catalogue.labels_page",
    "language",
    "names",
    "reading",
    "search",
    "service",
    "training.dual",
    "training.heads",
    "window",
}
# What some are compared with is no part of the program.
NEEDED = {"label_errors": ("cleanlab",), "pictures": ("pillow_jxl", "tifffile")}
# Targets may be missed by what is so small, and on a machine that is busy.
ENDS = ("None", "0", "1", "A target was missed.", "Short of a target.", "missed: ")
PLACES = ("archive", "encoded", "glossaries", "large")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The beginning of the sample archive by subject, with its keywords."""
    folder = tmp_path_factory.mktemp("archive")
    with (SAMPLE / "keywords.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    kept = sorted(rows, key=lambda row: row["keywords"])[:IMAGES]
    with (folder / "keywords.csv").open("w", encoding="utf-8", newline="") as stream:
        table = csv.DictWriter(stream, fieldnames=list(rows[0]))
        table.writeheader()
        table.writerows(kept)
    for row in kept:
        (folder / row["file"]).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(SAMPLE / row["file"], folder / row["file"])
    return folder


@pytest.fixture(scope="module")
def encoded(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue of it with features."""
    path = tmp_path_factory.mktemp("encoded") / "encoded.nabolag.sqlite"
    table = archive / "keywords.csv"
    assert main.main(["create", str(path), str(archive), "--keywords", str(table)]) == 0
    assert main.main(["encode", str(path)]) == 0
    return path


@pytest.fixture(scope="module")
def glossaries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One of the sample archive's glossaries."""
    folder = tmp_path_factory.mktemp("glossaries")
    shutil.copy(SAMPLE_GLOSSARIES / "nb.csv", folder)
    return folder


@pytest.fixture(scope="module")
def large(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A "large" catalogue."""
    from tests.benchmarks import large_catalogue

    path = tmp_path_factory.mktemp("large") / "large.nabolag.sqlite"
    large_catalogue.make_catalogue(path, LARGE_IMAGES, archive, thumbnails=10)
    return path


def test_every_benchmark_is_run_here(tmp_path: Path) -> None:
    assert RUNS.keys() == Benchmarks(tmp_path, None, 0, tmp_path).by_name.keys()


@pytest.mark.parametrize("name", sorted(DEAR))
def test_the_sizes_of_a_dear_one_are_there(name: str) -> None:
    benchmark = importlib.import_module(f"tests.benchmarks.{name}")
    assert all(hasattr(benchmark, size) for size in RUNS[name][1])


@pytest.mark.parametrize(
    "name",
    [pytest.param(one, marks=pytest.mark.dear) if one in DEAR else one for one in RUNS],
)
def test_runs_to_its_end(
    name: str,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    qapp: object,
) -> None:
    for module in NEEDED.get(name, ()):
        pytest.importorskip(module)
    if name == "pictures" and shutil.which("convert") is None:
        pytest.skip("needs ImageMagick")
    arguments, sizes = RUNS[name]
    # Benchmarks set this; it is put back here.
    monkeypatch.setenv("NABOLAG_DATA_DIR", str(tmp_path))
    places = {
        place: request.getfixturevalue(place)
        for place in PLACES
        if f"{{{place}}}" in [*arguments, *sizes.values()]
    }
    benchmark = importlib.import_module(f"tests.benchmarks.{name}")
    for size, value in sizes.items():
        assert hasattr(benchmark, size)
        small = Path(value.format_map(places)) if isinstance(value, str) else value
        monkeypatch.setattr(benchmark, size, small)
    monkeypatch.setattr(sys, "argv", [name, *(one.format_map(places) for one in arguments)])

    assert str(ended(benchmark.main)).startswith(ENDS)
    assert capsys.readouterr().out


def ended(work: Callable[[], object]) -> object:
    """What a benchmark says to the system at its end."""
    try:
        return work()
    except SystemExit as end:
        return end.code
