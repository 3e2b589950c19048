"""What is disturbed: work of every kind, what must be there at any moment, what there is at last.

Each begins in a folder with ``a.nabolag.sqlite`` and ``archive``. Whatever happens in the middle,
nothing that was there is lost; done again undisturbed it ends as if nothing had happened.
"""

import hashlib
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from db.backups import sound_backups, verify
from db.catalogue import Catalogue
from db.errors import CatalogueError
from engine.answers.current_encoder import open_features
from engine.errors import InputError
from engine.jobs.scan import scan_archive
from engine.jobs.sidecars import changes, undo
from engine.jobs.sidecars import write as writing
from engine.jobs.sidecars.pictures import embed as embedding
from engine.jobs.sidecars.pictures import undo as embedding_undo
from engine.jobs.sidecars.pictures.follow import settle_on_opening
from engine.progress import NeverCancelled, run_job
from tests.engine.sidecars.shapes import SHAPES
from tests.torture.program import Ended, command, hashes

GOLDEN = Path(__file__).parents[1] / "golden"
OLDEST = GOLDEN / "schema_0001.sqlite"
IMAGES = 12
LABELS = 6
SIDECARS = 48

State = Any


@dataclass(frozen=True)
class Act:
    """One kind of work.

    ``prepare`` makes the folder, ``perform`` does it there, ``state`` is what it is about.
    With ``is_whole`` the state is the one before or the one at last, at any moment; else it may
    lie between and ``perform`` goes on from there. With ``is_each_whole`` the state holds many
    things by name, and each is as before or as at last. ``writes`` ends the
    names of the archive's files that are written, none where it is "".
    """

    name: str
    prepare: Callable[[Path], None]
    perform: Callable[[Path], Ended | None]
    state: Callable[[Path], State]
    is_whole: bool = True
    is_each_whole: bool = False
    writes: str = ""


def catalogue_in(folder: Path) -> Path:
    """The catalogue of a folder."""
    return folder / "a.nabolag.sqlite"


def make_archive(folder: Path, images: int = IMAGES) -> None:
    """A few small pictures with a keyword table, one of them unreadable."""
    archive = folder / "archive"
    archive.mkdir(parents=True)
    noise = np.random.default_rng(7)
    lines = ["file,keywords"]
    for number in range(images):
        pixels = noise.integers(0, 255, (16, 20, 3), dtype=np.uint8)
        Image.fromarray(pixels).resize((160, 128)).save(archive / f"{number:02}.jpg")
        lines.append(f"{number:02}.jpg,a{number % 3};b{number % 4}")
    (archive / "text.jpg").write_text("not a picture", encoding="utf-8")
    (folder / "keywords.csv").write_text("\n".join(lines), encoding="utf-8")


def scanned(folder: Path) -> None:
    """An archive and its catalogue."""
    make_archive(folder)
    with Catalogue.create(catalogue_in(folder), folder / "archive", curator="kari") as catalogue:
        run_job(
            scan_archive(catalogue, cancel=NeverCancelled(), keywords_csv=folder / "keywords.csv")
        )


def labelled(folder: Path) -> frozenset[tuple[str, str]]:
    """Every (path, label) of the catalogue; empty where there is none."""
    if not catalogue_in(folder).exists():
        return frozenset()
    with Catalogue.open(catalogue_in(folder)) as catalogue:
        ids = catalogue.images.ids()
        path = {image.id: image.path for image in catalogue.images.get_many(ids)}
        found = catalogue.labellings.of_images(ids)
    return frozenset((path[at], one.label_name) for at, these in found.items() for one in these)


def damage(folder: Path) -> str:
    """What is wrong with the files of a folder whatever is going on; "" where nothing is."""
    path = catalogue_in(folder)
    if not path.exists():
        return ""
    with closing(sqlite3.connect(path)) as connection:
        if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            return "integrity_check"
        if connection.execute("PRAGMA foreign_key_check").fetchall():
            return "foreign_key_check"
    try:
        with Catalogue.open(path) as catalogue:
            problems = catalogue.check().problems
        for backup in sound_backups(path):
            verify(backup.path)
    except CatalogueError as error:
        return str(error)
    return "; ".join(map(str, problems))


# --- one by one ----------------------------------------------------------------------------------


def _label(folder: Path) -> None:
    with Catalogue.open(catalogue_in(folder), curator="kari") as catalogue:
        catalogue.commands.label_images(
            catalogue.images.ids(), add_names=[f"new {number}" for number in range(LABELS)]
        )


def _import(folder: Path) -> Ended:
    catalogue, keywords = catalogue_in(folder), folder / "keywords.csv"
    return command("create", catalogue, folder / "archive", "--keywords", keywords)


def _encode(folder: Path) -> Ended:
    return command("encode", catalogue_in(folder))


def _features(folder: Path) -> int:
    with Catalogue.open(catalogue_in(folder)) as catalogue:
        return len(open_features(catalogue) or ())


def _old(folder: Path) -> None:
    (folder / "archive").mkdir(parents=True)
    shutil.copyfile(OLDEST, catalogue_in(folder))


def _migrate(folder: Path) -> None:
    Catalogue.open(catalogue_in(folder)).close()


def _rows(folder: Path) -> object:
    """What the first schema already held, read without bringing anything up to date."""
    with closing(sqlite3.connect(catalogue_in(folder))) as connection:
        images = connection.execute("SELECT id, content_hash FROM images ORDER BY id").fetchall()
        pairs = connection.execute("SELECT image_id, label_id, source FROM labellings").fetchall()
        names = connection.execute("SELECT id, name FROM labels ORDER BY id").fetchall()
    return images, sorted(pairs), names


def _back_up(folder: Path) -> None:
    with Catalogue.open(catalogue_in(folder)) as catalogue:
        catalogue.backups.take("torture")


def _has_backup(folder: Path) -> bool:
    return len(sound_backups(catalogue_in(folder))) > 0


def _backed_up_and_changed(folder: Path) -> None:
    scanned(folder)
    _back_up(folder)
    _label(folder)


def _restore(folder: Path) -> Ended:
    oldest = sound_backups(catalogue_in(folder))[-1]
    return command("restore", catalogue_in(folder), oldest.path.name)


def _export(folder: Path) -> Ended:
    return command("export", catalogue_in(folder), folder / "labels.csv", "--force", "--no-card")


def _exported(folder: Path) -> bytes | None:
    path = folder / "labels.csv"
    return path.read_bytes() if path.exists() else None


def _with_sidecars(folder: Path) -> None:
    """Labelled pictures, of which two in three have a sidecar that other programs wrote."""
    make_archive(folder, SIDECARS)
    shapes = tuple(SHAPES.values())
    for number in range(0, SIDECARS, 3):
        for at in (number, number + 1):
            sidecar = folder / "archive" / f"{at:02}.jpg.xmp"
            sidecar.write_bytes(shapes[at % len(shapes)]([f"a|{at % 4}", f"b|{at % 5}"]))
    with Catalogue.create(catalogue_in(folder), folder / "archive", curator="kari") as catalogue:
        run_job(scan_archive(catalogue, cancel=NeverCancelled()))
        labels = [label.id for label in catalogue.labels.all()]
        catalogue.commands.label_images(
            catalogue.images.ids(), add_names=["new|one"], remove=labels[:2]
        )


def _with_written_sidecars(folder: Path) -> None:
    _with_sidecars(folder)
    _write_sidecars(folder)


def _write_sidecars(folder: Path) -> None:
    writing.FILES_AT_A_TIME = SIDECARS // 8
    with Catalogue.open(catalogue_in(folder), curator="kari") as catalogue:
        summary = run_job(writing.write_sidecars(catalogue, cancel=NeverCancelled()))
        if summary.failed:  # told in a sentence for each
            raise InputError("sidecar-unwritable", reason=str(summary.files[-1].reason))
        assert not summary.asked, "our own writing is taken for somebody else's"


def _with_changed_sidecars(folder: Path) -> None:
    """Written sidecars into which another program put a keyword each."""
    _with_written_sidecars(folder)
    for number, file in enumerate(sorted((folder / "archive").glob("*.xmp"))):
        text = file.read_text(encoding="utf-8")
        first = text.index("</rdf:Bag>")
        put = f"<rdf:li>theirs {number % 4}</rdf:li>"
        file.write_text(f"{text[:first]}{put}{text[first:]}", encoding="utf-8")


def _sync_sidecars(folder: Path) -> None:
    with Catalogue.open(catalogue_in(folder), curator="kari") as catalogue:
        found = run_job(changes.compare_sidecars(catalogue, cancel=NeverCancelled()))
        if found.changes:
            changes.take_changes(catalogue, accepted=found.changes)


def _undo_sidecars(folder: Path) -> None:
    undo.FILES_AT_A_TIME = SIDECARS // 8
    with Catalogue.open(catalogue_in(folder), curator="kari") as catalogue:
        if catalogue.sidecars.runs():
            undone = run_job(undo.undo_sidecars(catalogue, cancel=NeverCancelled()))
            if undone.left:
                raise InputError("sidecar-unwritable", reason=str(undone.left[-1][1]))


def _to_embed(folder: Path) -> None:
    """Labelled pictures, of which some have keywords inside."""
    scanned(folder)
    with Catalogue.open(catalogue_in(folder), curator="kari") as catalogue:
        labels = [label.id for label in catalogue.labels.all()]
        catalogue.commands.label_images(
            catalogue.images.ids(), add_names=["new|one"], remove=labels[:1]
        )


def _embedded(folder: Path) -> None:
    _to_embed(folder)
    _embed(folder)


def _embed(folder: Path) -> None:
    embedding.FILES_AT_A_TIME = IMAGES // 4
    with Catalogue.open(catalogue_in(folder), curator="kari") as catalogue:
        summary = run_job(embedding.embed_keywords(catalogue, cancel=NeverCancelled()))
        if summary.failed:
            raise InputError("sidecar-unwritable", reason=str(summary.files[-1].reason))
        assert not summary.asked, "our own writing is taken for somebody else's"


def _undo_embedding(folder: Path) -> None:
    embedding_undo.FILES_AT_A_TIME = IMAGES // 4
    with Catalogue.open(catalogue_in(folder), curator="kari") as catalogue:
        if catalogue.pictures.runs():
            undone = run_job(embedding_undo.undo_embedding(catalogue, cancel=NeverCancelled()))
            if undone.left:
                raise InputError("sidecar-unwritable", reason=str(undone.left[-1][1]))


def _pictures(folder: Path) -> dict[str, object]:
    """What each picture holds, and whether the catalogue that is opened again agrees with it;
    whatever else lies in the archive."""
    with Catalogue.open(catalogue_in(folder)) as catalogue:
        settle_on_opening(catalogue)
        held = hashes(folder / "archive")
        found: dict[str, object] = dict(held)
        for known in catalogue.images.known_files():
            name = known.path_bytes.decode()
            status = (folder / "archive" / name).stat()
            agrees = (known.size_bytes, known.modified_ns) == (status.st_size, status.st_mtime_ns)
            is_known = known.content_hash == hashlib.sha256(held[name]).digest()
            found[name] = (held[name], agrees and is_known)
    return found


def _sidecars(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted((folder / "archive").glob("*.xmp"))}


ACTS = (
    Act("label", scanned, _label, labelled),
    Act("import", make_archive, _import, labelled, is_whole=False),
    Act("encoding", scanned, _encode, _features, is_whole=False),
    Act("migration", _old, _migrate, _rows),
    Act("backup", scanned, _back_up, _has_backup),
    Act("restore", _backed_up_and_changed, _restore, labelled),
    Act("export", scanned, _export, _exported),
    Act(
        "sidecars",
        _with_sidecars,
        _write_sidecars,
        _sidecars,
        is_whole=False,
        is_each_whole=True,
        writes=".xmp",
    ),
    Act("sidecars-sync", _with_changed_sidecars, _sync_sidecars, labelled),
    Act(
        "sidecars-undo",
        _with_written_sidecars,
        _undo_sidecars,
        _sidecars,
        is_whole=False,
        is_each_whole=True,
        writes=".xmp",
    ),
    *(
        Act(name, prepare, perform, _pictures, is_whole=False, is_each_whole=True, writes=".jpg")
        for name, prepare, perform in (
            ("embedding", _to_embed, _embed),
            ("embedding-undo", _embedded, _undo_embedding),
        )
        if shutil.which("exiftool")
    ),
)
