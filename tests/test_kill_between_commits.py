"""One act is one commit: killed anywhere on the way, it has happened whole or not at all."""

import itertools
import multiprocessing
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from db.catalogue import Catalogue
from engine.answers.calibrated_thresholds import CalibratedThresholds, thresholds_of_run
from engine.answers.language import language_settings, set_contexts
from engine.answers.references import DEFAULT_SUGGESTER, tuned_key
from engine.evaluation.thresholds import Thresholds
from engine.language.contexts import Context
from engine.suggesters.registry import SUGGESTERS
from tests import kill_children
from tests.engine.conftest import FINGERPRINT, SIZE, MadeCatalogue

pytestmark = [
    pytest.mark.skipif(os.name != "posix", reason="SIGKILL and fork"),
    pytest.mark.timeout(400),
]

NAME = "made.nabolag.sqlite"
Act = Callable[[Path], None]


class Killing:
    """Does the same to copies of a folder, dying later and later."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "before"
        self._copies = folder
        (self.folder / "archive").mkdir(parents=True)
        self._processes = multiprocessing.get_context("forkserver")
        self._processes.set_forkserver_preload(["tests.kill_children"])

    @property
    def path(self) -> Path:
        return self.folder / NAME

    def outcomes(self, act: Act, read: Callable[[Path], Any]) -> Iterator[Any]:
        """What there is after dying before the first commit, the second and so on, and last
        after all of them."""
        for number in itertools.count():
            copy = shutil.copytree(self.folder, self._copies / f"{act.__name__} {number}")
            receiver, sender = self._processes.Pipe(duplex=False)
            child = self._processes.Process(
                target=kill_children.die_before_commit, args=(sender, number, act, copy / NAME)
            )
            child.start()
            sender.close()
            child.join()
            done = child.exitcode == 0
            assert done or child.exitcode == -9
            receiver.close()
            yield read(copy / NAME)
            if done:
                return


@pytest.fixture
def killing(tmp_path: Path) -> Killing:
    return Killing(tmp_path)


def assert_whole(before: Any, outcomes: Iterator[Any]) -> None:
    """Every outcome is what was before or what there is in the end, and the end is another."""
    found = list(outcomes)
    after = found[-1]
    assert before == found[0] != after
    assert [one for one in found if one not in (before, after)] == []


def test_suggestions_and_their_thresholds(killing: Killing) -> None:
    start = SUGGESTERS[DEFAULT_SUGGESTER].starting_point("built-in")

    def tuned(catalogue: Catalogue, shown: CalibratedThresholds) -> None:
        values = {"hyperparameters": dict(start.hyperparameters), "threshold": start.threshold}
        key = tuned_key(DEFAULT_SUGGESTER, FINGERPRINT)
        catalogue.settings.set(key, {**values, "shown": shown.as_json()})

    with Catalogue.create(killing.path, killing.folder / "archive") as catalogue:
        made = MadeCatalogue(catalogue)
        made.many(60, 10, subjects=2)
        first, second = made.label("subject 0"), made.label("subject 1")
        tuned(catalogue, CalibratedThresholds(Thresholds(start.threshold, {first: 0.99999})))
    kill_children.suggest(killing.path)
    with Catalogue.open(killing.path) as catalogue:
        tuned(catalogue, CalibratedThresholds(Thresholds(start.threshold, {second: 0.99999})))

    def thresholds_and_suggestions(path: Path) -> tuple[list[float], set[tuple[int, int]]]:
        with Catalogue.open(path) as catalogue:
            run = catalogue.suggestions.run()
            assert run is not None
            shown = thresholds_of_run(catalogue, run)
            stored = {
                (image_id, one.label_id)
                for image_id in catalogue.images.ids()
                for one in catalogue.suggestions.of_image(image_id)
            }
            return shown.row([first, second]).tolist(), stored

    before = thresholds_and_suggestions(killing.path)
    assert before[1]
    assert_whole(before, killing.outcomes(kill_children.suggest, thresholds_and_suggestions))


def test_what_tuning_finds_and_the_weights_of_contexts(killing: Killing) -> None:
    with Catalogue.create(killing.path, killing.folder / "archive") as catalogue:
        made = MadeCatalogue(catalogue)
        made.many(240, 0)
        rng = np.random.default_rng(1)
        names = [label.name for label in catalogue.labels.all()]
        made.name_vectors({name: rng.standard_normal(SIZE) for name in names})
        contexts = [Context("a photo of {}"), Context("an illustration of a {}")]
        set_contexts(catalogue, contexts)

    def found(path: Path) -> object:
        with Catalogue.open(path) as catalogue:
            tuned = catalogue.settings.get(tuned_key("language-image", FINGERPRINT))
            return tuned is not None, language_settings(catalogue.settings).all_contexts()

    assert_whole((False, tuple(contexts)), killing.outcomes(kill_children.tune_names, found))


def test_settings_of_the_language(killing: Killing) -> None:
    Catalogue.create(killing.path, killing.folder / "archive").close()

    def found(path: Path) -> object:
        with Catalogue.open(path) as catalogue:
            return language_settings(catalogue.settings)

    before = found(killing.path)
    assert_whole(before, killing.outcomes(kill_children.change_all_of_language, found))


def test_a_new_catalogue_and_its_archive(killing: Killing) -> None:
    def archive_named(path: Path) -> object:
        if not path.exists():
            return None
        with Catalogue.open(path) as catalogue:
            return catalogue.archive_dir.name, len(catalogue.history.entries(limit=2))

    assert_whole(None, killing.outcomes(kill_children.create, archive_named))
