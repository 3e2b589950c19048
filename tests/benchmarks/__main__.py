"""Runs every benchmark, one after the other, each in a process of its own.

    python -m tests.benchmarks [ARCHIVE_DIR] [--keywords FILE.csv] [--images 100000] [--only NAMES]

ARCHIVE_DIR is only read (the sample archive where none is given); catalogues are made in a
temporary folder. What is measured is printed by each benchmark, ratios first.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
SAMPLE_ARCHIVE = ROOT / "resources" / "sample_archive"


class Benchmarks:
    """The benchmarks by name, and the catalogues they share."""

    def __init__(self, archive_dir: Path, keywords: Path | None, images: int, work: Path) -> None:
        self._archive_dir = archive_dir
        self._keywords = keywords
        self._images = images
        self._work = work
        self.by_name: dict[str, Callable[[], bool]] = {
            "encoding": lambda: self._benchmark("encoding", self._archive_dir),
            "exports.formats": lambda: self._benchmark("exports.formats"),
            "reading": lambda: self._benchmark("reading", self._archive_dir),
            "pictures": lambda: self._benchmark("pictures"),
            "exports.pictures": lambda: self._benchmark("exports.pictures"),
            "suggesting": lambda: self._benchmark("suggesting", self._encoded()),
            "label_errors": lambda: self._benchmark("label_errors", self._encoded()),
            "next_labels": lambda: self._benchmark("next_labels", self._encoded()),
            "language": lambda: self._benchmark("language", self._encoded()),
            "fused": lambda: self._benchmark("fused", self._encoded()),
            "names": lambda: self._benchmark("names"),
            "training.heads": lambda: self._benchmark("training.heads", self._encoded()),
            "training.dual": lambda: self._benchmark("training.dual", self._encoded()),
            "training.retrieval": lambda: self._benchmark("training.retrieval"),
            "captioned.words_and_pictures": lambda: self._benchmark(
                "captioned.words_and_pictures", self._encoded()
            ),
            "captioned.questions": lambda: self._benchmark("captioned.questions", self._titled()),
            "service": lambda: self._benchmark("service", self._encoded()),
            "catalogue.labels_page": lambda: self._benchmark(
                "catalogue.labels_page", self._encoded()
            ),
            "same_labels": lambda: self._benchmark("same_labels", self._encoded()),
            "search": lambda: self._benchmark("search", "--encoded", self._encoded()),
            "duplicates": lambda: self._benchmark("duplicates", self._encoded()),
            "duplicates_scale": lambda: self._benchmark("duplicates_scale"),
            "catalogue.duplicates_curator": lambda: self._benchmark(
                "catalogue.duplicates_curator", self._encoded()
            ),
            "exports.sidecars": lambda: self._benchmark("exports.sidecars"),
            "suggesters_speed": lambda: self._benchmark("suggesters_speed"),
            "suggesters_dev": lambda: self._benchmark("suggesters_dev", self._encoded()),
            "catalogue.database": lambda: self._benchmark("catalogue.database", self._large()),
            "catalogue.captions": lambda: self._benchmark("catalogue.captions"),
            "catalogue.duplicate_rows": lambda: self._benchmark("catalogue.duplicate_rows"),
            "catalogue.duplicates_page": lambda: self._benchmark("catalogue.duplicates_page"),
            "catalogue.two_writers": lambda: self._benchmark(
                "catalogue.two_writers", self._large()
            ),
            "labelling_hour": lambda: self._benchmark("labelling_hour", self._encoded()),
            "window": lambda: self._benchmark("window", self._large()),
            "catalogue.label_grid": lambda: self._benchmark("catalogue.label_grid", self._large()),
        }

    def _encoded(self) -> Path:
        """A catalogue of the archive with its features."""
        path = self._work / "encoded.nabolag.sqlite"
        if not path.exists():
            keywords = ["--keywords", self._keywords] if self._keywords else []
            self._run("main.py", "create", path, self._archive_dir, *keywords)
            self._run("main.py", "encode", path)
        return path

    def _titled(self) -> Path:
        """A copy of it with the images' titles as captions."""
        path = self._work / "titled.nabolag.sqlite"
        if not path.exists():
            encoded = self._encoded()
            shutil.copytree(encoded.with_suffix(""), path.with_suffix(""))
            shutil.copy(encoded, path)
            self._run("main.py", "captions", path, "--from-titles")
        return path

    def _large(self) -> Path:
        """A catalogue with many images, made from the archive's."""
        path = self._work / "large.nabolag.sqlite"
        if not path.exists():
            options = ["--images", self._images, "--archive", self._archive_dir]
            self._benchmark("large_catalogue", path, *options)
        return path

    def _benchmark(self, name: str, *arguments: object) -> bool:
        return self._run("-m", f"tests.benchmarks.{name}", *arguments)

    def _run(self, *arguments: object) -> bool:
        command = [sys.executable, *map(str, arguments)]
        return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


def main() -> None:
    """Run the benchmarks asked for; the exit code is 1 where one missed a target or failed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("archive_dir", type=Path, nargs="?", default=SAMPLE_ARCHIVE)
    parser.add_argument("--keywords", type=Path, help="keyword table; else keywords.csv in there")
    parser.add_argument("--images", type=int, default=100_000, help="rows of the large catalogue")
    parser.add_argument("--only", default="", help="names, separated by commas")
    arguments = parser.parse_args()
    beside = arguments.archive_dir / "keywords.csv"
    keywords = arguments.keywords or (beside if beside.exists() else None)
    failed = []
    with tempfile.TemporaryDirectory(prefix="nabolag-bench-") as work:
        benchmarks = Benchmarks(
            arguments.archive_dir.absolute(), keywords, arguments.images, Path(work)
        )
        wanted = arguments.only.split(",") if arguments.only else list(benchmarks.by_name)
        for name in wanted:
            started_s = time.monotonic()
            sys.stdout.write(f"\n=== {name} ===\n")
            sys.stdout.flush()
            if not benchmarks.by_name[name]():
                failed.append(name)
            sys.stdout.write(f"({time.monotonic() - started_s:.0f} s)\n")
    if failed:
        sys.exit(f"Failed or short of a target: {', '.join(failed)}")


if __name__ == "__main__":
    main()
