"""How fast an archive is scanned against a plain loop, and whether very large images fit.

python -m tests.benchmarks.reading [ARCHIVE_DIR]   (the sample archive where none is given)
"""

import hashlib
import io
import platform
import sys
import tempfile
import time
import warnings
from pathlib import Path

from PIL import Image

from db.catalogue import Catalogue
from engine.answers.limits import decode_workers
from engine.archive.decode import DecodeLimits
from engine.archive.decode_pool import DecodePool
from engine.archive.inspect_file import InspectedFile, InspectRequest, inspect_file
from engine.jobs.scan import scan_archive
from engine.progress import NeverCancelled, run_job
from tests import kill_workers

SAMPLE = Path(__file__).parents[2] / "resources" / "sample_archive"
LARGE_SIDE_PX = 15_200  # 231 million pixels


def main() -> None:
    """Print the figures."""
    warnings.simplefilter("ignore")  # of the plain loop, about palettes
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE
    say(f"{platform.platform()}, {decode_workers()} cores, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as folder:
        scanning(root, Path(folder))
        for mode, suffix in (("RGB", ".jpg"), ("RGB", ".png"), ("RGBA", ".png")):
            large_image(Path(folder) / f"large_{mode}{suffix}", mode)


def scanning(root: Path, folder: Path) -> None:
    """The whole scan, keywords and database included, against hashing and thumbnails alone."""
    with Catalogue.create(folder / "b.nabolag.sqlite", root) as catalogue:
        start_s = time.perf_counter()
        first = run_job(scan_archive(catalogue, cancel=NeverCancelled()))
        ours_s = time.perf_counter() - start_s
        start_s = time.perf_counter()
        run_job(scan_archive(catalogue, cancel=NeverCancelled()))
        again_s = time.perf_counter() - start_s
        images = catalogue.images.get_many(catalogue.images.ids())
    start_s = time.perf_counter()
    for image in images:
        if image.status == "ok":
            plain(root / image.path)
    plain_s = time.perf_counter() - start_s
    say(
        f"scan against a plain loop: {plain_s / ours_s:.2f} x  ({first.files} files: "
        f"{first.files / ours_s:.0f} images/s in {ours_s:.1f} s, plain {plain_s:.1f} s; "
        f"scanned again in {again_s:.2f} s)"
    )


def plain(path: Path) -> None:
    """Hash, decode and shrink as everybody would write it."""
    content = path.read_bytes()
    hashlib.sha256(content).digest()
    with Image.open(io.BytesIO(content)) as image:
        thumbnail = image.convert("RGB")
    thumbnail.thumbnail((320, 320))
    thumbnail.save(io.BytesIO(), "JPEG", quality=85)


def large_image(path: Path, mode: str) -> None:
    """Whether 231 million pixels are read within the default limits, and what it takes."""
    Image.MAX_IMAGE_PIXELS = None
    tile = Image.effect_noise((950, 950), 60).convert(mode).resize((3800, 3800))
    picture = Image.new(mode, (LARGE_SIDE_PX, LARGE_SIDE_PX))
    for left in range(0, LARGE_SIDE_PX, 3800):
        for top in range(0, LARGE_SIDE_PX, 3800):
            picture.paste(tile, (left, top))
    picture.save(path, compress_level=1)
    del picture
    limits = DecodeLimits()
    request = InspectRequest(path, (), limits, path.stat().st_size)
    with DecodePool(workers=1, limits=limits) as pool:
        pool.run(abs, -1)
        worker = kill_workers.decode_workers()[-1]
        start_s = time.perf_counter()
        future = pool.submit(inspect_file, request)
        peak = 0
        while not future.done():
            peak = max(peak, worker.memory_info().rss)
            time.sleep(0.02)
        outcome = future.result()
        took_s = time.perf_counter() - start_s
    read = isinstance(outcome, InspectedFile) and not outcome.problem
    say(
        f"{path.name}, {path.stat().st_size / 1e6:.0f} MB: {'read' if read else outcome} in "
        f"{took_s:.1f} s, {peak / 1024**3:.2f} GiB of {limits.memory_bytes / 1024**3:.1f} GiB"
    )
    path.unlink()


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
