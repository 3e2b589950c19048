"""What tests of every part share."""

import functools
import gc
import os
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import settings

from tests.command_line import Answer, Command

IS_THOROUGH = "NABOLAG_TEST_DEAR" in os.environ

# How long one example takes says more about what else the machine is doing than about the code.
# The tests that make torture runs try as many examples as hypothesis would.
settings.register_profile("no deadline", deadline=None)
settings.register_profile("quick", deadline=None, max_examples=40)
settings.load_profile("no deadline" if IS_THOROUGH else "quick")

# So that tests run from an editor too, as ``make test`` runs them.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("HF_HUB_OFFLINE", "1")

# Each process of tests gets its share of the cores: two that use both only wait for one another.
# Read by torch and BLAS when they are loaded, here and in child processes.
WORKERS = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
if WORKERS > 1:
    share = str(max(1, (os.cpu_count() or 1) // WORKERS))
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(variable, share)

MEMORY = Path("/dev/shm")
LONGEST = ("test_torture.py", "test_screenshots.py", "test_smoke.py", "test_demo.py")
ENOUGH_BYTES = 4 * 1024**3


def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are cores, for many tests wait: for children, disks, timers."""
    return (os.cpu_count() or 1) + 1


def pytest_configure(config: pytest.Config) -> None:
    """Put the folders of tests into memory where there is plenty.

    Thousands of commits wait for the disk otherwise, a fifth of the time or more. What a killed
    process leaves behind is the same on both. PYTEST_DEBUG_TEMPROOT names another place.
    """
    if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ENOUGH_BYTES:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))
    config.addinivalue_line("markers", "dear: takes long; make torture runs it, make test does not")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave dear tests to ``make torture``."""
    if item.get_closest_marker("dear") is not None and not IS_THOROUGH:
        pytest.skip("make torture runs it")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the tests that take longest, lest all wait for one of them in the end."""
    items.sort(key=lambda item: not item.path.as_posix().endswith(LONGEST))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Spare the collector what all tests are made of: nearly all of it stays to the end.

    Collecting a million objects again and again takes a fifth of the time that collecting the
    tests takes, and more for the tests themselves.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()


@pytest.fixture(scope="session", autouse=True)
def nobodys_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing of whoever runs the tests is read or written, here or in child processes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NABOLAG_DATA_DIR", str(tmp_path_factory.mktemp("personal")))
        yield


@pytest.fixture(scope="session")
def migrated_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], None]:
    """Gives a new file the tables that the migrations made of another one, run when first asked."""
    from db.connection import open_file
    from db.identity import APPLICATION_ID
    from db.migrations import runner

    @functools.cache
    def content() -> bytes:
        made = tmp_path_factory.mktemp("migrated") / "new.sqlite"
        made.touch()
        with closing(open_file(made)) as connection:
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        runner.migrate(made)
        return made.read_bytes()

    def copied(path: Path) -> None:
        path.write_bytes(content())

    return copied


@pytest.fixture(scope="session", autouse=True)
def quick_creation(migrated_once: Callable[[Path], None]) -> Iterator[None]:
    """New catalogues of this process get their tables by copying: a test makes one and more.

    Child processes run the migrations, and so do tests that use ``real_creation``.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("db.file.creation.runner", SimpleNamespace(migrate=migrated_once))
        yield


@pytest.fixture
def real_creation(monkeypatch: pytest.MonkeyPatch) -> None:
    """New catalogues of this test get their tables by the migrations."""
    from db.migrations import runner

    monkeypatch.setattr("db.file.creation.runner", runner)


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs a command line in this process."""
    import main

    def run(*arguments: object) -> Answer:
        capsys.readouterr()
        code = main.main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Answer(code, captured.out, captured.err)

    return run
