"""Catalogues with and without reports, and the Evaluate page on them."""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from db.catalogue import Catalogue
from db.records import FoundKeyword, ScannedImage
from engine.answers.current_encoder import open_features
from engine.answers.references import DEFAULT_SUGGESTER
from engine.archive.thumbnails import make_thumbnail
from engine.evaluation.report.records import EvaluationReport
from engine.jobs.evaluate.run import evaluate
from engine.progress import NeverCancelled, run_job
from gui.evaluate.page import EvaluatePage
from gui.services.context import CatalogueContext, open_context
from gui.shell.work import CatalogueWork

SUBJECTS = ("truck", "ship", "tank", "house")
SIZE = 12
LABELLED = 90
OLDER, NEWER = "20240102T101500Z", "20240305T120000Z"
EVALUATED = (DEFAULT_SUGGESTER, "1-nn")
MakePage = Callable[[Path], EvaluatePage]


def make_catalogue(folder: Path, labelled: int, *, encoded: bool = True) -> Path:
    """Pictures of four subjects with invented features, thumbnails and labels."""
    rng = np.random.default_rng(1)
    archive = folder / "archive"
    archive.mkdir(parents=True)
    path = folder / "small.nabolag.sqlite"
    with Catalogue.create(path, archive, curator="Kari") as catalogue:
        subjects = rng.integers(0, len(SUBJECTS), labelled + 5)
        hashes = [hashlib.sha256(str(number).encode()).digest() for number in range(len(subjects))]
        catalogue.commands.import_images(
            [
                ScannedImage(
                    f"{SUBJECTS[subject]}/{number:03d}.png".encode(),
                    hashes[number],
                    1,
                    1,
                    width_px=40,
                    height_px=30,
                    format="PNG",
                    keywords=keywords_of(number, int(subject)) if number < labelled else (),
                )
                for number, subject in enumerate(subjects)
            ]
        )
        pixels = np.full((30, 40, 3), 120, dtype=np.uint8)
        catalogue.thumbnails.put_many((one, make_thumbnail(pixels)) for one in hashes)
        if encoded:
            catalogue.settings.set("encoder.name", "built-in")
            catalogue.settings.set("encoder.fingerprint", "f" * 64)
            store = open_features(catalogue)
            assert store is not None
            middles = rng.standard_normal((len(SUBJECTS), SIZE))
            vectors = middles[subjects] + 0.9 * rng.standard_normal((len(subjects), SIZE))
            vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
            store.append(hashes, vectors.astype(np.float32))
    return path


def keywords_of(number: int, subject: int) -> tuple[FoundKeyword, ...]:
    """The subject; every third image is "old" too."""
    names = [SUBJECTS[subject], *(["old"] if number % 3 == 0 else [])]
    return tuple(FoundKeyword((name,), "csv") for name in names)


@pytest.fixture(scope="session")
def evaluated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue with a report that the real job wrote, and an older one that was worse."""
    path = make_catalogue(tmp_path_factory.mktemp("evaluated"), LABELLED)
    with Catalogue.open(path, curator="Kari") as catalogue:
        reports = catalogue.folder / "reports"
        run_job(
            evaluate(
                catalogue,
                cancel=NeverCancelled(),
                suggesters=EVALUATED,
                out_dir=reports / NEWER,
                minimum_images=5,
            )
        )
    shutil.copytree(reports / NEWER, reports / OLDER)
    document = json.loads((reports / OLDER / "report.json").read_text(encoding="utf-8"))
    (neighbors,) = [
        one for one in document["report"]["suggesters"] if one["name"] == DEFAULT_SUGGESTER
    ]
    neighbors["metrics"]["micro"]["f_score"] = {"value": 0.2, "low": 0.15, "high": 0.25}
    del neighbors["f_score_at_common"], neighbors["actions"]["keys_by_grid"]  # an older program's
    document["report"]["suggesters"] = [neighbors]
    (reports / OLDER / "report.json").write_text(json.dumps(document), encoding="utf-8")
    return path


@pytest.fixture
def make_page(qapp: object, qtbot: QtBot) -> Iterator[MakePage]:
    """Opens a catalogue and shows its Evaluate page."""
    opened: list[tuple[EvaluatePage, CatalogueContext]] = []

    def make(path: Path) -> EvaluatePage:
        catalogue = Catalogue.open(path, curator="Kari")
        context = open_context(catalogue, catalogue.settings.all())
        CatalogueWork(context, context.hub)
        page = EvaluatePage(context)
        page.resize(1176, 740)
        page.show()
        page.activate()
        opened.append((page, context))
        return page

    yield make
    for page, context in opened:
        page.shutdown()
        page.close()
        context.close()
        page.deleteLater()


@pytest.fixture
def catalogue_copy(evaluated: Path, tmp_path: Path) -> Path:
    """The evaluated catalogue, for a test to change."""
    shutil.copytree(evaluated.parent, tmp_path / "copy")
    return tmp_path / "copy" / evaluated.name


def with_report(make_page: MakePage, path: Path, qtbot: QtBot) -> EvaluatePage:
    page = make_page(path)
    qtbot.waitUntil(lambda: page.report is not None and page.tabs.isVisible(), timeout=10_000)
    return page


def context_of(page: EvaluatePage) -> CatalogueContext:
    context = page._context
    assert isinstance(context, CatalogueContext)
    return context


def report_of(page: EvaluatePage) -> EvaluationReport:
    assert page.report is not None
    return page.report
