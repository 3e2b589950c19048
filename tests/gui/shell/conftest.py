"""A catalogue of names that are hard on a window: long, or with signs that Qt reads."""

import hashlib
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from db.catalogue import Catalogue
from db.records import FoundKeyword, ScannedImage
from engine.answers.current_encoder import FINGERPRINT_SETTING, NAME_SETTING, features_dir
from engine.archive.thumbnails import make_thumbnail
from engine.features.store import FeatureStore
from engine.jobs.evaluate.run import evaluate
from engine.jobs.suggest import suggest_labels
from engine.progress import NeverCancelled, run_job
from gui.shell.main_window import MainWindow
from messages.message import plain_text

LONG_MS = 20_000
FINGERPRINT = "b" * 64
IMAGE_TAG = "<img src='file:///marker.png'>"
LABELS = (
    f"{IMAGE_TAG} label",
    "<b>bold</b> & {name} {count} %1 %p",
    "\u202ereversed & left",
    "two & a <i>half</i> " + "very " * 40,
)
FOLDER = "<b>folder & co</b"
CURATOR = f"Kari & {IMAGE_TAG}"


def fill(catalogue: Catalogue) -> None:
    """Encoded images of two kinds with such names, some without labels, one unreadable."""
    rng = np.random.default_rng(4)
    images, hashes, features = [], [], []
    for number in range(56):
        path = f"{FOLDER}/<img {number}& <b>file\n{{name}} [*].png".encode()
        content_hash = hashlib.sha256(path).digest()
        kind = number % 2
        words = [LABELS[kind], *([LABELS[2 + kind]] if number % 3 else [])] if number < 52 else []
        found = tuple(FoundKeyword((word,), "csv") for word in words)
        images.append(ScannedImage(path, content_hash, 9, 1, 40, 30, "PNG", keywords=found))
        vector = np.eye(8)[kind] + 0.1 * rng.standard_normal(8)
        hashes.append(content_hash)
        features.append(vector / np.linalg.norm(vector))
    broken = b"broken & <img>.png"
    problem = plain_text(f"{IMAGE_TAG} & such")
    images.append(ScannedImage(broken, hashlib.sha256(broken).digest(), 9, 1, problem=problem))
    catalogue.commands.import_images(images)
    pixels = np.full((30, 40, 3), 120, dtype=np.uint8)
    catalogue.thumbnails.put_many((one, make_thumbnail(pixels)) for one in hashes)
    catalogue.settings.set(NAME_SETTING, "built-in")
    catalogue.settings.set(FINGERPRINT_SETTING, FINGERPRINT)
    catalogue.settings.set("suggest.minimum_images", 1)
    FeatureStore(features_dir(catalogue), FINGERPRINT).append(hashes, np.array(features))
    ids = [one.id for one in catalogue.labels.all()]
    catalogue.commands.add_alias(ids[0], f"alias & {IMAGE_TAG}")
    catalogue.commands.set_english_name(ids[1], f"English & {IMAGE_TAG}")
    catalogue.commands.set_parent(ids[2], ids[0])


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "archive & <b>co").mkdir()
    path = folder / "A&B [*] <b>x.nabolag.sqlite"
    with Catalogue.create(path, folder / "archive & <b>co", curator=CURATOR) as catalogue:
        fill(catalogue)
        run_job(suggest_labels(catalogue, cancel=NeverCancelled()))
        run_job(
            evaluate(
                catalogue,
                cancel=NeverCancelled(),
                suggesters=("1-nn",),
                out_dir=catalogue.folder / "reports" / "20240305T120000Z",
                minimum_images=2,
            )
        )
        catalogue.backups.take(f"{IMAGE_TAG} & why")
    return path


@pytest.fixture
def opened(window: MainWindow, template: Path, qtbot: QtBot) -> MainWindow:
    """The window on that catalogue, changed by nobody."""
    with qtbot.waitSignal(window.session.opened, timeout=LONG_MS):
        window.session.open(template)
    return window
