"""A small catalogue with captions and a report, and the Captions page on it."""

import hashlib
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from numpy.typing import NDArray
from pytestqt.qtbot import QtBot

from db.catalogue import Catalogue
from db.records import ScannedImage
from engine.answers.current_encoder import features_dir, open_features
from engine.answers.encoders_used import USED_SETTING
from engine.archive.thumbnails import make_thumbnail
from engine.features.store import FeatureStore
from engine.jobs.retrieval.evaluate import evaluate_captions
from engine.progress import NeverCancelled, run_job
from gui.captions.page import CaptionsPage
from gui.models.reports import CAPTIONS_FOLDER
from gui.services.context import CatalogueContext, open_context
from gui.shell.work import CatalogueWork

SIZE = 12
SUBJECTS = ("truck", "ship", "tank")
IMAGES = 60
REPORT = "20240305T120000Z"
MakePage = Callable[[Path], CaptionsPage]


def vector(subject: int, number: int) -> NDArray[np.float32]:
    rng = np.random.default_rng((subject, 7))
    noise = np.random.default_rng(number).standard_normal(SIZE)
    made = rng.standard_normal(SIZE) * 2 + noise
    return np.asarray(made / np.linalg.norm(made), dtype=np.float32)


def encode(texts: Sequence[str], _languages: object = None) -> NDArray[np.float32]:
    """Stands in for the text tower: a text is near the subject it names."""
    named = [next((s for s, name in enumerate(SUBJECTS) if name in text), 0) for text in texts]
    return np.stack([vector(s, 1000 + at) for at, s in enumerate(named)])


def make_catalogue(folder: Path, *, captions: bool = True, encoded: bool = True) -> Path:
    """Images of three subjects in folders of their names, each with a caption."""
    archive = folder / "archive"
    archive.mkdir(parents=True)
    path = folder / "small.nabolag.sqlite"
    with Catalogue.create(path, archive, curator="Kari") as catalogue:
        subjects = [number % len(SUBJECTS) for number in range(IMAGES)]
        hashes = [hashlib.sha256(str(number).encode()).digest() for number in range(IMAGES)]
        catalogue.commands.import_images(
            [
                ScannedImage(
                    f"{SUBJECTS[subject]}/{number:02d}.png".encode(),
                    hashes[number],
                    1,
                    1,
                    width_px=40,
                    height_px=30,
                    format="PNG",
                )
                for number, subject in enumerate(subjects)
            ]
        )
        pixels = np.full((30, 40, 3), 120, dtype=np.uint8)
        catalogue.thumbnails.put_many((one, make_thumbnail(pixels)) for one in hashes)
        if captions:
            for image in catalogue.images.get_many(catalogue.images.ids()):
                subject = image.path.partition("/")[0]
                text = f"a {subject} in picture {image.path}"
                catalogue.commands.add_caption(image.id, text, language="en")
        if encoded:
            catalogue.settings.set("encoder.name", "built-in")
            catalogue.settings.set("encoder.fingerprint", "f" * 64)
            store = open_features(catalogue)
            assert store is not None
            store.append(hashes, np.stack([vector(s, n) for n, s in enumerate(subjects)]))
    return path


@pytest.fixture(scope="session")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue with a report that the real job wrote."""
    path = make_catalogue(tmp_path_factory.mktemp("measured"))
    with (
        pytest.MonkeyPatch.context() as patch,
        Catalogue.open(path, curator="Kari") as catalogue,
    ):
        patch.setattr(
            "engine.jobs.measured_encoder.text_encoder_of",
            lambda _catalogue: SimpleNamespace(encode=encode, close=lambda: None),
        )
        out = catalogue.folder / CAPTIONS_FOLDER / REPORT
        run_job(evaluate_captions(catalogue, cancel=NeverCancelled(), out=out))
    return path


@pytest.fixture
def catalogue_copy(measured: Path, tmp_path: Path) -> Path:
    """The measured catalogue, for a test to change."""
    shutil.copytree(measured.parent, tmp_path / "copy")
    return tmp_path / "copy" / measured.name


@pytest.fixture
def make_page(qapp: object, qtbot: QtBot) -> Iterator[MakePage]:
    """Opens a catalogue and shows its Captions page."""
    opened: list[tuple[CaptionsPage, CatalogueContext]] = []

    def make(path: Path) -> CaptionsPage:
        catalogue = Catalogue.open(path, curator="Kari")
        context = open_context(catalogue, catalogue.settings.all())
        CatalogueWork(context, context.hub)
        page = CaptionsPage(context)
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


def context_of(page: CaptionsPage) -> CatalogueContext:
    context = page._context
    assert isinstance(context, CatalogueContext)
    return context


def add_second_encoder(path: Path) -> None:
    """Features of an encoder that takes images for nothing in particular."""
    blind = "b" * 64
    with Catalogue.open(path, curator="Kari") as catalogue:
        images = catalogue.images.get_many(catalogue.images.ids())
        rows = np.random.default_rng(4).standard_normal((len(images), SIZE)).astype(np.float32)
        FeatureStore(features_dir(catalogue), blind).append(
            [image.content_hash for image in images], rows
        )
        catalogue.settings.set(USED_SETTING, [["/somewhere/blind", blind]])


def encode_by_encoder(
    _encoder: object, texts: Sequence[str], _languages: object = None
) -> NDArray[np.float32]:
    """Stands in for every encoder's process."""
    return encode(texts)
