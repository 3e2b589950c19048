"""The reports that were made before: one folder each, in the catalogue's folder."""

import re
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from engine.errors import InputError
from engine.evaluation.report.records import EvaluationReport, read_report
from engine.exchange.destination import check_destination
from engine.whole_file import whole_place

FOLDER = "reports"
CAPTIONS_FOLDER = "caption-reports"
REPORT_FILE = "report.json"
STAMP = "%Y%m%dT%H%M%SZ"
STAMPED = re.compile(r"\d{8}T\d{6}Z(-\d+)?")


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A report on disk, known by the moment it was asked for (UTC)."""

    folder: Path
    asked_at: datetime

    @property
    def key(self) -> str:
        """The folder's name, which no two reports of a catalogue share."""
        return self.folder.name


def new_report_folder(catalogue_folder: Path, kind: str = FOLDER) -> Path:
    """Where the next report of a kind goes; the job makes it."""
    reports = catalogue_folder / kind
    stamp = datetime.now(UTC).strftime(STAMP)
    folder, number = reports / stamp, 2
    while folder.exists():
        folder, number = reports / f"{stamp}-{number}", number + 1
    return folder


def stored_reports(catalogue_folder: Path, kind: str = FOLDER) -> list[StoredReport]:
    """All reports of a kind there are, the newest first. Reads names only."""
    reports = catalogue_folder / kind
    if not reports.is_dir():
        return []
    found = []
    for folder in reports.iterdir():
        if STAMPED.fullmatch(folder.name) and (folder / REPORT_FILE).is_file():
            asked_at = datetime.strptime(folder.name[:16], STAMP).replace(tzinfo=UTC)
            found.append(StoredReport(folder, asked_at))
    return sorted(found, key=lambda one: one.key, reverse=True)


def load_report(stored: StoredReport) -> EvaluationReport:
    """The report; InputError where it cannot be read."""
    return read_report(stored.folder / REPORT_FILE)


def save_report(stored: StoredReport, destination: Path, *, archive_dir: Path) -> Path:
    """Copy a report with its plots into a new folder within ``destination``; that folder.

    Raises InputError for a place within the archive, and where it cannot be written.
    """
    name = f"nabolag-report-{stored.key}"
    target, number = destination / name, 2
    while target.exists():
        target, number = destination / f"{name}-{number}", number + 1
    check_destination(target, forbidden=(archive_dir,), overwrite=False)
    try:
        with whole_place(target, overwrite=False, is_folder=True) as place:
            shutil.copytree(stored.folder, place, dirs_exist_ok=True)
    except (OSError, shutil.Error) as error:
        raise InputError("report-not-saved", folder=destination) from error
    return target
