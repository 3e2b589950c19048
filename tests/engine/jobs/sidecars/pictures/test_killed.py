"""Writing into pictures that is killed or refused: each file is old or new, and known as it is."""

import multiprocessing
import os
import shutil
import signal
from pathlib import Path

import pytest

from db.catalogue import Catalogue
from engine.errors import InputError
from engine.jobs.sidecars.pictures import embed as embedding
from engine.jobs.sidecars.pictures.follow import settle_on_opening
from engine.jobs.sidecars.pictures.undo import drop_originals
from engine.whole_file import PART_SUFFIX
from tests.engine.jobs.sidecars.conftest import Label, labels_at, scan
from tests.engine.jobs.sidecars.pictures.conftest import (
    contents,
    embed,
    needs_exiftool,
    take_back,
)
from tests.engine.jobs.sidecars.pictures.test_embed import rescanned

pytestmark = needs_exiftool
NAMES = ("a.jpg", "box/b.png", "box/c.jpg")


def _die_after_some(path: Path) -> None:
    real = embedding.replace_together

    def killed(items):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        real(items[:2])
        beside = items[2].path
        beside.with_name(f".{beside.name}.abcd1234{PART_SUFFIX}").write_bytes(b"half")
        os.kill(os.getpid(), signal.SIGKILL)

    embedding.replace_together = killed
    with Catalogue.open(path) as catalogue:
        embed(catalogue)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL")
def test_the_catalogue_agrees_with_the_files_when_it_is_opened_again(
    catalogue: Catalogue, archive: Path, label: Label
) -> None:
    before = contents(archive)
    for name in NAMES:
        label(name, "cat")
    child = multiprocessing.get_context("spawn").Process(
        target=_die_after_some, args=(catalogue.path,)
    )
    child.start()
    child.join()
    assert child.exitcode == -signal.SIGKILL
    cut_off = contents(archive)
    assert sum(before[name] != cut_off[name] for name in NAMES) == 2

    settle_on_opening(catalogue)

    after = contents(archive)
    assert after.keys() == before.keys()  # nothing half made lies beside
    assert {one.size_bytes for one in catalogue.images.known_files()} == set(
        map(len, after.values())
    )
    assert rescanned(catalogue) == (0, 0, 0, 0)
    assert all(labels_at(catalogue, name) == {"cat"} for name in NAMES)
    assert embed(catalogue).changed == 1
    assert take_back(catalogue).restored == 1
    assert take_back(catalogue).restored == 2
    assert contents(archive) == before
    assert rescanned(catalogue) == (0, 0, 0, 0)


def test_old_pictures_are_kept_until_they_are_dropped(
    catalogue: Catalogue, archive: Path, label: Label
) -> None:
    before = contents(archive)
    label("a.jpg", "cat")
    assert embed(catalogue).kept_bytes == len(before["a.jpg"])
    assert drop_originals(catalogue) == len(before["a.jpg"])
    with pytest.raises(InputError, match="no writing into pictures"):
        take_back(catalogue)
    assert contents(archive)["a.jpg"] != before["a.jpg"]


def test_without_room_or_exiftool_nothing_is_touched(
    catalogue: Catalogue, archive: Path, label: Label, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(archive)
    label("a.jpg", "cat")
    full = shutil.disk_usage(archive)._replace(free=1024)
    with monkeypatch.context() as patched:
        patched.setattr(embedding.shutil, "disk_usage", lambda _folder: full)
        with pytest.raises(InputError, match="no room"):
            embed(catalogue)
    monkeypatch.setenv("PATH", str(archive))
    with pytest.raises(InputError, match="libimage-exiftool-perl"):
        embed(catalogue)
    assert contents(archive) == before


def test_what_another_program_changed_since_is_not_taken_back(
    catalogue: Catalogue, archive: Path, label: Label
) -> None:
    label("a.jpg", "cat")
    label("box/b.png", "cat")
    embed(catalogue)
    theirs = (archive / "a.jpg").read_bytes() + b"\0"
    (archive / "a.jpg").write_bytes(theirs)
    back = take_back(catalogue)
    assert (back.restored, [file for file, _ in back.left]) == (1, ["a.jpg"])
    assert (archive / "a.jpg").read_bytes() == theirs


def test_a_picture_that_was_moved_since_gets_its_old_bytes_where_it_is(
    catalogue: Catalogue, archive: Path, label: Label
) -> None:
    before = contents(archive)
    for name in NAMES:
        label(name, "cat")
    embed(catalogue)
    (archive / "a.jpg").rename(archive / "box" / "moved.jpg")
    (archive / "box/b.png").unlink()

    back = take_back(catalogue)  # nobody has said yet where it is: to be tried again
    assert [(file, why.code) for file, why in back.left] == [
        ("a.jpg", "picture-gone"),
        ("box/b.png", "picture-gone"),
    ]
    scan(catalogue)
    back = take_back(catalogue)
    assert (back.restored, [file for file, _ in back.left]) == (1, ["box/b.png"])
    assert contents(archive) == {
        "box/moved.jpg": before["a.jpg"],
        "box/c.jpg": before["box/c.jpg"],
    }
    assert rescanned(catalogue) == (0, 0, 0, 0)
    assert labels_at(catalogue, "box/moved.jpg") == {"cat"}
    with pytest.raises(InputError, match="no writing into pictures"):
        take_back(catalogue)


def test_a_picture_that_would_not_come_out_as_it_was_stays(
    catalogue: Catalogue,
    archive: Path,
    label: Label,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The program that is found under that name writes another picture: it is not believed."""
    before = contents(archive)
    label("box/b.png", "cat")
    tools = tmp_path / "tools"
    tools.mkdir()
    real = shutil.which("exiftool")
    liar = tools / "exiftool"
    liar.write_text(
        "#!/bin/sh\n"
        f'[ "$3" = -listwf ] && exec {real} "$@"\n'
        "out=$(sed -n '/^-o$/{n;p}')\n"
        f"cp '{archive}/a.jpg' \"$out\"\n"
    )
    liar.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")
    summary = embed(catalogue)
    assert (summary.changed, summary.failed) == (0, 1)
    assert summary.files[0].reason is not None
    assert summary.files[0].reason.code == "picture-would-differ"
    assert contents(archive) == before
