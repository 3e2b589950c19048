"""A generated corpus of every kind of image, each file cut and its bits flipped.

Every file is decoded, salvaged (read with a note) or rejected with a reason; the program itself
neither ends nor waits for ever.
"""

import random
from collections import Counter
from pathlib import Path

from db.catalogue import Catalogue
from tests.benchmarks.pictures import kinds, picture
from tests.torture.base import TRY_TIMEOUT_S, Torture
from tests.torture.program import Ended, in_child

WIDTH_PX, HEIGHT_PX = 48, 32
MOST_FLIPS = 8
HEAD_BYTES = 512
PER_FILE_S = 2.0


def damaged(content: bytes, choice: random.Random, number: int) -> bytes:
    """Cut somewhere, or with some bits flipped, half of them in the head."""
    if number % 2:
        return content[: choice.randrange(len(content))]
    changed = bytearray(content)
    reach = min(len(content), HEAD_BYTES) if number % 4 else len(content)
    for _ in range(choice.randint(1, MOST_FLIPS)):
        changed[choice.randrange(reach)] ^= 1 << choice.randrange(8)
    return bytes(changed)


def corpus(torture: Torture) -> None:
    """Write whole and damaged files of every kind and read them as an archive."""
    archive = torture.folder / "archive"
    archive.mkdir()
    whole = set()
    for name, (suffix, write) in kinds(picture(WIDTH_PX, HEIGHT_PX)).items():
        stem = name.replace(" ", "_")
        path = archive / f"{stem}{suffix}"
        write(path)
        whole.add(path.name)
        content = path.read_bytes()
        for number in range(2 * torture.options.damages):
            target = archive / f"{stem} {number}{suffix}"
            target.write_bytes(damaged(content, torture.choice, number))
    files = len(list(archive.iterdir()))
    torture.tally.tries += files
    timeout_s = TRY_TIMEOUT_S + PER_FILE_S * files
    ended = in_child(torture, read_corpus, torture.folder, timeout_s=timeout_s)
    if ended.how != "done":
        if ended.how == "refused":
            torture.tally.exception(f"the archive as a whole was refused: {ended.text}")
        return
    counts, seen, reasons, unread_whole = ended.result
    if unread_whole & whole:
        torture.tally.loss(f"undamaged and not read: {sorted(unread_whole & whole)}")
    if seen != files:
        torture.tally.loss(f"{files - seen} of {files} files are not in the catalogue")
    figures = ", ".join(f"{count} {how}" for how, count in counts.items())
    torture.tally.figures.append(f"{files} files: {figures}; {reasons}")


def read_corpus(folder: Path) -> Ended:
    """In a child: scan the archive; how its files were read, and which were not."""
    from engine.jobs.scan import scan_archive
    from engine.progress import NeverCancelled, run_job

    path = folder / "a.nabolag.sqlite"
    with Catalogue.create(path, folder / "archive") as catalogue:
        summary = run_job(scan_archive(catalogue, cancel=NeverCancelled()))
        images = catalogue.images.get_many(catalogue.images.ids())
    unread = [image for image in images if image.problem is not None]
    reasons = Counter(image.problem.code for image in unread if image.problem is not None)
    counts = Counter(
        {
            "decoded or salvaged": len(images) - len(unread),
            "rejected with a reason": len(unread),
            "notes": len(summary.notes),
        }
    )
    bare = {image.path for image in unread if not str(image.problem)}
    assert not bare, f"no reason: {bare}"
    return Ended("done", "", (dict(counts), len(images), dict(reasons), {i.path for i in unread}))
