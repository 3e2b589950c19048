"""Pictures written into: the jobs run to their end, and what exiftool reads of the files."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from db.catalogue import Catalogue
from engine.jobs.sidecars.pictures.embed import embed_keywords, preview_embedding
from engine.jobs.sidecars.pictures.summary import PicturesSummary, PicturesUndone
from engine.jobs.sidecars.pictures.undo import undo_embedding
from engine.progress import NeverCancelled, run_job
from tests.engine.jobs.sidecars.conftest import archive, catalogue, label

__all__ = ["archive", "catalogue", "label"]

needs_exiftool = pytest.mark.skipif(
    shutil.which("exiftool") is None,
    reason="not installed: exiftool (sh scripts/setup.sh .venv dev)",
)


def embed(catalogue: Catalogue, *, from_copy: bool = False) -> PicturesSummary:
    return run_job(embed_keywords(catalogue, cancel=NeverCancelled(), from_copy=from_copy))


def foretell(catalogue: Catalogue) -> PicturesSummary:
    return run_job(preview_embedding(catalogue, cancel=NeverCancelled()))


def take_back(catalogue: Catalogue) -> PicturesUndone:
    return run_job(undo_embedding(catalogue, cancel=NeverCancelled()))


def set_by_exiftool(file: Path, *arguments: str) -> None:
    subprocess.run(
        ["exiftool", "-q", "-overwrite_original", *arguments, str(file)],
        check=True,
        capture_output=True,
    )


def read_by_exiftool(files: Sequence[Path]) -> list[dict[str, Any]]:
    """What exiftool reads of our fields; lists as lists."""
    fields = ("XMP-dc:Subject", "XMP-lr:HierarchicalSubject", "XMP-digiKam:TagsList")
    asked = [f"-{one}" for one in (*fields, "IPTC:Keywords", "XMP:Rating", "IPTC:Caption-Abstract")]
    done = subprocess.run(
        ["exiftool", "-j", "-struct", "-charset", "filename=utf8", *asked, *map(str, files)],
        check=True,
        capture_output=True,
    )
    return [
        {
            name: value if isinstance(value, list) or name == "Rating" else [value]
            for name, value in one.items()
            if name != "SourceFile"
        }
        for one in json.loads(done.stdout)
    ]


def contents(archive: Path) -> dict[str, bytes]:
    """Every file of the archive with what it holds."""
    return {
        path.relative_to(archive).as_posix(): path.read_bytes()
        for path in sorted(archive.rglob("*"))
        if path.is_file()
    }
