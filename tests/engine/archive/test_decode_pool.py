"""Nothing a file does to its worker reaches anybody else."""

import io
import os
import signal
import struct
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError
from pathlib import Path

import numpy as np
import psutil
import pytest
from PIL import Image

from engine.archive.decode import DecodeLimits, read_pixels
from engine.archive.decode_pool import DecodeFailure, DecodePool
from engine.archive.inspect_file import InspectedFile, InspectRequest, inspect_file
from engine.archive.worker_process import MEMORY_EXIT_CODE, limit_memory
from messages.message import Message

MIB = 1024**2
ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def pool() -> Iterator[DecodePool]:
    limits = DecodeLimits(memory_bytes=256 * MIB, timeout_s=4.0)
    with DecodePool(workers=2, limits=limits) as pool:
        yield pool


def test_results_come_in_order(pool: DecodePool) -> None:
    waits = [0.05 if number % 3 == 0 else 0.0 for number in range(30)]
    assert list(pool.map(time.sleep, waits, ahead=8)) == [None] * 30
    assert list(pool.map(abs, range(-20, 0), ahead=8)) == list(range(20, 0, -1))
    assert list(pool.map(abs, [])) == []


def test_no_more_is_taken_than_asked_for(pool: DecodePool) -> None:
    taken: list[int] = []

    def items() -> Iterator[int]:
        for number in range(100):
            taken.append(number)
            yield number

    results = pool.map(abs, items(), ahead=5)
    for _ in range(3):
        next(results)
    assert len(taken) <= 8
    results.close()
    assert list(pool.map(abs, [-1])) == [1]


def test_a_file_that_takes_too_long_costs_only_itself(pool: DecodePool) -> None:
    start_s = time.monotonic()
    outcomes = list(pool.map(time.sleep, [0.0, 60.0, 0.0]))
    assert outcomes[0] is None
    assert outcomes[2] is None
    assert isinstance(outcomes[1], DecodeFailure)
    assert "longer than the limit of 4 seconds" in str(outcomes[1].reason)
    assert time.monotonic() - start_s < 15


def test_large_files_get_more_time(tmp_path: Path) -> None:
    assert DecodeLimits().time_for(0) == 20
    assert DecodeLimits().time_for(174_000_000) == pytest.approx(37.4)
    endless = tmp_path / "endless.png"
    os.mkfifo(endless)
    with DecodePool(workers=1, limits=DecodeLimits(timeout_s=0.5)) as pool:
        list(pool.map(abs, [-1]))
        for size_bytes, least_s in ((0, 0.5), (20_000_000, 2.5)):
            start_s = time.monotonic()
            request = InspectRequest(endless, size_bytes=size_bytes)
            assert isinstance(pool.run(inspect_file, request), DecodeFailure)
            assert time.monotonic() - start_s >= least_s


def test_a_file_that_takes_too_much_memory_costs_only_itself(pool: DecodePool) -> None:
    # The second does not fit, the third fits and its copy on the way to us does not.
    outcomes = list(pool.map(bytearray, [10, 2048 * MIB, 200 * MIB, 20]))
    assert outcomes[0] == bytearray(10)
    assert outcomes[3] == bytearray(20)
    for failure in outcomes[1:3]:
        assert isinstance(failure, DecodeFailure)
        assert "more memory than the limit of 0.2 GiB" in str(failure.reason)


def test_all_of_the_memory_limit_can_be_used() -> None:
    """It counts from what the libraries had mapped when the worker started."""
    limits = DecodeLimits(memory_bytes=256 * MIB)
    with DecodePool(workers=1, limits=limits) as pool:
        assert pool.run(eval, f"len(bytearray({230 * MIB}))") == 230 * MIB
        failure = pool.run(eval, f"len(bytearray({260 * MIB}))")
    assert isinstance(failure, DecodeFailure)


@pytest.mark.parametrize("way", [signal.SIGSEGV, signal.SIGABRT, signal.SIGKILL])
def test_a_worker_that_dies_costs_only_its_file(pool: DecodePool, way: signal.Signals) -> None:
    failure = pool.run(signal.raise_signal, way)
    assert isinstance(failure, DecodeFailure)
    assert "crashed" in str(failure.reason)
    assert list(pool.map(abs, [-1, -2])) == [1, 2]


def test_what_a_memory_watch_ended_is_called_by_its_name(pool: DecodePool) -> None:
    failure = pool.run(os._exit, MEMORY_EXIT_CODE)
    assert isinstance(failure, DecodeFailure)
    assert "more memory" in str(failure.reason)


def test_input_errors_are_failures_and_other_errors_are_bugs(
    pool: DecodePool, tmp_path: Path
) -> None:
    outcome = pool.run(read_pixels, tmp_path / "gone.png")
    assert outcome == DecodeFailure(Message("file-gone"))
    with pytest.raises(ValueError, match="invalid literal"):
        list(pool.map(int, ["1", "one"]))


def test_cancelling_stops_what_runs(pool: DecodePool) -> None:
    future = pool.submit(time.sleep, 3.9)
    time.sleep(0.2)
    assert future.cancel()
    with pytest.raises(CancelledError):
        future.result()
    assert list(pool.map(abs, [-1])) == [1]


def test_workers_killed_while_idle_are_replaced() -> None:
    with DecodePool(workers=1, limits=DecodeLimits(timeout_s=10)) as pool:
        worker = pool.run(eval, "__import__('os').getpid()")
        assert isinstance(worker, int)
        psutil.Process(worker).kill()
        time.sleep(0.5)
        assert list(pool.map(abs, [-1, -2, -3])) == [1, 2, 3]
        # Killed between two results, with more items handed out already.
        worker = pool.run(eval, "__import__('os').getpid()")
        assert isinstance(worker, int)
        results = pool.map(abs, range(-30, 0), ahead=30)
        outcomes = [next(results)]
        psutil.Process(worker).kill()
        outcomes += results
    assert outcomes == list(range(30, 0, -1))


def test_workers_load_neither_torch_nor_qt(pool: DecodePool) -> None:
    after_import = "__import__('engine.archive.inspect_file') and sorted(__import__('sys').modules)"
    loaded = pool.run(eval, after_import)
    assert isinstance(loaded, list)
    assert "engine.archive.inspect_file" in loaded
    heavy = {"torch", "PySide6", "open_clip", "scipy"}
    assert not {name for name in loaded if name.split(".")[0] in heavy}


def test_workers_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(
        textwrap.dedent(
            """
            import os, signal, time
            from engine.archive.decode_pool import DecodePool

            if __name__ == "__main__":
                pool = DecodePool(workers=2)
                pool.run(abs, -1)
                for _ in range(6):
                    pool.submit(time.sleep, 0.2)
                print("ready", flush=True)
                time.sleep(60)
            """
        )
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, env=environment
    ) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"ready\n"
        workers = psutil.Process(parent.pid).children(recursive=True)
        assert workers
        parent.kill()
    _, alive = psutil.wait_procs(workers, timeout=15)
    assert not alive


def test_the_memory_watch_ends_a_process_that_grows() -> None:
    """What stands in for RLIMIT_AS where the system has none."""
    code = (
        "import time\n"
        "from engine.archive.worker_process import limit_memory\n"
        "limit_memory(50 * 1024**2, platform='darwin')\n"
        "small = b'x' * (10 * 1024**2)\n"
        "time.sleep(0.2)\n"
        "print('alive', flush=True)\n"
        "large = b'x' * (200 * 1024**2)\n"
        "time.sleep(20)\n"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    result = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, timeout=30, check=False
    )
    assert result.stdout == b"alive\n"
    assert result.returncode == MEMORY_EXIT_CODE
    assert callable(limit_memory)


# --- hostile and broken files -------------------------------------------------------------------


def deep_tiff(path: Path, pages: int) -> Path:
    """A TIFF of one pixel and very many directories, each pointing at the next."""
    entries = [
        (256, 3, 1, 1), (257, 3, 1, 1), (258, 3, 1, 8), (259, 3, 1, 1),
        (262, 3, 1, 1), (273, 4, 1, 8), (277, 3, 1, 1), (278, 3, 1, 1), (279, 4, 1, 1),
    ]  # fmt: skip
    body = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    size = 2 + len(body) + 4
    directories = [
        struct.pack("<H", len(entries))
        + body
        + struct.pack("<I", 10 + (number + 1) * size if number + 1 < pages else 0)
        for number in range(pages)
    ]
    path.write_bytes(b"II*\0" + struct.pack("<I", 10) + b"\x80\0" + b"".join(directories))
    return path


def looping_tiff(path: Path) -> Path:
    """Two directories that point at each other."""
    content = bytearray(deep_tiff(path, 2).read_bytes())
    content[-4:] = struct.pack("<I", 10)
    path.write_bytes(content)
    return path


def many_frames(path: Path, frames: int) -> Path:
    """An animation of one small picture, over and over."""
    buffer = io.BytesIO()
    Image.new("P", (4, 4)).save(buffer, "GIF")
    content = buffer.getvalue()
    at = content.index(b"\x2c")
    path.write_bytes(content[:at] + content[at:-1] * frames + b"\x3b")
    return path


def compressed_bomb(path: Path) -> Path:
    """Two hundred thousand times as many pixels as bytes: black, 17 000 x 17 000."""
    Image.new("1", (17_000, 17_000)).save(path, "PNG", optimize=True)
    return path


def test_hostile_files_are_survived(tmp_path: Path) -> None:
    files = {
        "deep.tif": deep_tiff(tmp_path / "deep.tif", 5_000),
        "loop.tif": looping_tiff(tmp_path / "loop.tif"),
        "frames.gif": many_frames(tmp_path / "frames.gif", 10_000),
        "bomb.png": compressed_bomb(tmp_path / "bomb.png"),
        "sane.png": tmp_path / "sane.png",
    }
    Image.new("RGB", (10, 10), "red").save(files["sane.png"])
    limits = DecodeLimits(timeout_s=10)
    with DecodePool(workers=2, limits=limits) as pool:
        requests = [InspectRequest(path, limits=limits) for path in files.values()]
        outcomes = dict(zip(files, pool.map(inspect_file, requests), strict=True))
    for outcome in outcomes.values():
        assert isinstance(outcome, InspectedFile | DecodeFailure)
    sane = outcomes["sane.png"]
    assert isinstance(sane, InspectedFile)
    assert not sane.problem
    frames = outcomes["frames.gif"]
    assert isinstance(frames, InspectedFile)
    assert (frames.problem, frames.frame_count) == (None, 10_000)
    bomb = outcomes["bomb.png"]
    assert isinstance(bomb, InspectedFile)
    assert bomb.width_px == 17_000
    assert not bomb.problem


SEEDS = ("JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP", "AVIF")
TRUNCATIONS = 12
FLIPS = 40


def damaged(content: bytes, rng: np.random.Generator) -> Iterator[bytes]:
    """Versions of a file cut at random places and with some bits the other way round."""
    for cut in rng.integers(1, len(content), TRUNCATIONS):
        yield content[:cut]
    for _ in range(FLIPS):
        flipped = bytearray(content)
        for position in rng.integers(0, len(content), rng.integers(1, 9)):
            flipped[position] ^= 1 << int(rng.integers(0, 8))
        yield bytes(flipped)


def test_damaged_files_are_read_or_refused_but_never_crash_or_hang(
    tmp_path: Path, quarters: Image.Image
) -> None:
    rng = np.random.default_rng(20)
    seeds = [(ROOT / "tests" / "data" / "heic" / "orientation_6.heic").read_bytes()]
    exif = Image.Exif()
    exif[0x0112] = 6
    for image_format in SEEDS:
        buffer = io.BytesIO()
        noisy = Image.fromarray(rng.integers(0, 256, (24, 32, 3), dtype=np.uint8))
        quarters.copy().save(buffer, image_format, exif=exif)
        seeds.append(buffer.getvalue())
        buffer = io.BytesIO()
        noisy.save(buffer, image_format, exif=exif)
        seeds.append(buffer.getvalue())
    paths = []
    for seed, content in enumerate(seeds):
        for number, variant in enumerate(damaged(content, rng)):
            path = tmp_path / f"{seed}_{number}"
            path.write_bytes(variant)
            paths.append(path)
    limits = DecodeLimits(memory_bytes=512 * MIB, timeout_s=5)
    with DecodePool(workers=2, limits=limits) as pool:
        requests = (InspectRequest(path, limits=limits) for path in paths)
        outcomes = list(pool.map(inspect_file, requests, ahead=64))
    assert len(outcomes) == len(paths)
    read = refused = 0
    for outcome in outcomes:
        assert isinstance(outcome, InspectedFile), outcome
        read += not outcome.problem
        refused += bool(outcome.problem)
        assert outcome.thumbnail is not None or str(outcome.problem).endswith(".")
    assert read > 100
    assert refused > 100
