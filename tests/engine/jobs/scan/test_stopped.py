"""Scans that were stopped, killed, or find things damaged."""

import sys
import threading
from pathlib import Path

import pytest

from db.catalogue import Catalogue
from engine.jobs.process import JobProcess, JobRequest, JobResult
from engine.jobs.scan import scan_archive
from engine.progress import JobCancelledError, Progress
from tests.engine.jobs.scan.conftest import Paint, scan
from tests.kill_workers import decode_workers


def test_cancelling_keeps_what_was_read_and_the_next_scan_goes_on(
    catalogue: Catalogue, paint: Paint
) -> None:
    for number in range(60):
        paint(f"{number:02}.png", number)
    cancel = threading.Event()

    def cancelled_half_way() -> None:
        for progress in scan_archive(catalogue, cancel=cancel):
            if progress.stage == "reading-images" and progress.done == 25:
                cancel.set()

    with pytest.raises(JobCancelledError, match="kept"):
        cancelled_half_way()
    kept = catalogue.images.count()
    assert 20 <= kept < 60
    summary = scan(catalogue)
    assert (summary.unchanged, summary.added) == (kept, 60 - kept)


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGSTOP")
def test_stopping_waits_for_no_image(catalogue: Catalogue, paint: Paint) -> None:
    for number in range(300):
        paint(f"{number}.png", number)
    cancel = threading.Event()
    waited = []

    def cancelled_while_waiting() -> None:
        for progress in scan_archive(catalogue, cancel=cancel):
            if progress.stage == "reading-images":
                for worker in decode_workers():
                    worker.suspend()  # an image that takes for ever
                waited.append(progress.done)
                if waited[-3:] == [progress.done] * 3:
                    cancel.set()

    with pytest.raises(JobCancelledError, match="kept"):
        cancelled_while_waiting()
    assert waited[-1] < 300


def test_killed_while_reading_the_next_scan_goes_on(
    catalogue: Catalogue, archive: Path, paint: Paint
) -> None:
    for number in range(700):
        paint(f"{number:03}.png", number)
    process = JobProcess(JobRequest("scan", catalogue.path, "Kari"))
    while (message := process.receive()) is not None:
        if (
            isinstance(message, Progress)
            and message.stage == "reading-images"
            and message.done > 450
        ):
            process.kill()
            break
    process.join(10)
    kept = catalogue.images.count()
    assert 200 <= kept < 700
    assert catalogue.check().problems == []
    readable = [content_hash for _, content_hash in catalogue.images.readable()]
    assert catalogue.thumbnails.missing(readable) == []
    summary = scan(catalogue)
    assert (summary.unchanged, summary.added) == (kept, 700 - kept)


def test_the_scan_runs_as_a_job_of_its_own_process(catalogue: Catalogue, paint: Paint) -> None:
    paint("a.png", 1)
    process = JobProcess(JobRequest("scan", catalogue.path, "Kari"))
    messages = list(iter(process.receive, None))
    process.join(10)
    assert isinstance(messages[-1], JobResult)
    assert messages[-1].summary.added == 1


def test_lost_thumbnails_are_made_again(tmp_path: Path, archive: Path, paint: Paint) -> None:
    for number in range(3):
        paint(f"{number}.png", number)
    path = tmp_path / "t.nabolag.sqlite"
    with Catalogue.create(path, archive, curator="Kari") as catalogue:
        scan(catalogue)
        hashes = [content_hash for _, content_hash in catalogue.images.readable()]
        before = catalogue.thumbnails.get_many(hashes)
    for left in (tmp_path / "t.nabolag").glob("thumbnails.sqlite*"):
        left.unlink()
    with Catalogue.open(path, curator="Kari") as catalogue:
        assert len(catalogue.thumbnails.missing(hashes)) == 3
        scan(catalogue)
        assert catalogue.thumbnails.get_many(hashes) == before
