"""A catalogue with suggestions to run commands on, made without encoding a picture."""

from pathlib import Path

import pytest

from db.catalogue import Catalogue
from engine.jobs.suggest import suggest_labels
from engine.jobs.tune import tune_suggester
from engine.progress import NeverCancelled, run_job
from tests.engine.conftest import MadeCatalogue


@pytest.fixture
def suggested(tmp_path: Path) -> Path:
    """40 images of six subjects, 30 of them labelled, with suggestions; the catalogue is closed."""
    return make_suggested(tmp_path)


def make_suggested(folder: Path, labelled: int = 30) -> Path:
    """Such a catalogue in a folder, tuned where there is enough to learn from. The content of
    ``many/00031.jpg`` is the text "many 31"."""
    path, archive = folder / "made.nabolag.sqlite", folder / "archive"
    archive.mkdir()
    with Catalogue.create(path, archive, curator="Kari") as catalogue:
        MadeCatalogue(catalogue).many(labelled=labelled, unlabelled=10)
        run_job(tune_suggester(catalogue, cancel=NeverCancelled()))
        run_job(suggest_labels(catalogue, cancel=NeverCancelled()))
    return path
