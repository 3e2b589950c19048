"""The old bytes of sidecars come back, run by run, and never over somebody else's."""

import multiprocessing
import os
import signal
from pathlib import Path

import pytest

from db.catalogue import Catalogue
from engine import whole_file
from engine.errors import InputError
from engine.jobs.sidecars import write as writing
from tests.engine.jobs.sidecars.conftest import Label, sidecars, undo, write
from tests.engine.sidecars.shapes import digikam, lightroom


def test_undo_brings_back_the_old_bytes_run_by_run(
    catalogue: Catalogue, archive: Path, label: Label
) -> None:
    (archive / "a.jpg.xmp").write_bytes(digikam(["places|Oslo"]))
    states = [sidecars(archive)]
    for name in ("cat", "dog"):
        label("a.jpg", name)
        label("box/b.png", name)
        write(catalogue)
        states.append(sidecars(archive))
    assert undo(catalogue).restored == 2
    assert sidecars(archive) == states[1]
    back = undo(catalogue)
    assert (back.restored, back.removed, back.left) == (1, 1, [])
    assert sidecars(archive) == states[0]
    with pytest.raises(InputError, match="no writing"):
        undo(catalogue)
    write(catalogue)
    assert sidecars(archive) == states[2]


def test_one_that_another_program_changed_since_stays(
    catalogue: Catalogue, archive: Path, label: Label
) -> None:
    label("a.jpg", "cat")
    label("box/b.png", "cat")
    write(catalogue)
    (archive / "a.jpg.xmp").write_bytes(lightroom(["cat", "dog"]))
    back = undo(catalogue)
    assert (back.removed, len(back.left)) == (1, 1)
    assert list(sidecars(archive)) == ["a.jpg.xmp"]
    assert back.left[0][0] == "a.jpg.xmp"


def _die_after_replacing(path: Path) -> None:
    real = writing.replace_together

    def killed(items):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        real(items[: len(items) // 2])
        for item in items[len(items) // 2 :]:
            whole_file._temporary_file(item.path)
        os.kill(os.getpid(), signal.SIGKILL)

    writing.replace_together = killed
    with Catalogue.open(path) as catalogue:
        write(catalogue)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL")
def test_a_run_that_was_killed_is_taken_back_whole(
    catalogue: Catalogue, archive: Path, label: Label
) -> None:
    before = digikam(["places|Oslo"])
    for name in ("a.jpg", "box/b.png", "box/c.jpg"):
        (archive / f"{name}.xmp").write_bytes(before)
        label(name, "cat")
    child = multiprocessing.get_context("spawn").Process(
        target=_die_after_replacing, args=(catalogue.path,)
    )
    child.start()
    child.join()
    assert child.exitcode == -signal.SIGKILL
    assert {before, b""} < set(sidecars(archive).values())
    back = undo(catalogue)
    assert back.left == []
    assert set(sidecars(archive).values()) == {before}
    assert write(catalogue).changed == 3


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL")
def test_a_run_that_was_killed_goes_on_and_its_files_are_known(
    catalogue: Catalogue, archive: Path, label: Label
) -> None:
    for name in ("a.jpg", "box/b.png"):
        label(name, "cat")
    child = multiprocessing.get_context("spawn").Process(
        target=_die_after_replacing, args=(catalogue.path,)
    )
    child.start()
    child.join()
    label("a.jpg", remove=("cat",))
    label("box/b.png", remove=("cat",))
    done = write(catalogue)
    assert done.asked == 0
    assert b"cat" not in b"".join(sidecars(archive).values())
    assert not list(archive.rglob("*.part"))
