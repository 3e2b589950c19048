"""Reports of evaluations in files: written to a folder, laid side by side."""

import io
from pathlib import Path

from db.catalogue import Catalogue
from engine.errors import InputError
from engine.evaluation.report.comparison import write_comparison
from engine.evaluation.report.records import EvaluationReport, read_report
from engine.evaluation.report.writing import HTML_NAME, JSON_NAME, write_files, write_report
from engine.evaluation.splits import SPLIT_NAME
from engine.exchange.destination import check_destination
from engine.whole_file import check_names, refuse_unwritable

KEPT_FOLDERS = ("reports", "caption-reports")
"""Below the catalogue's folder, where the window keeps its reports."""
THUMBNAIL_PX = 96
THUMBNAIL_QUALITY = 40


def checked_report_folder(catalogue: Catalogue, folder: Path, *, overwrite: bool) -> Path:
    """The folder with links resolved, once it is safe to write a report there.

    Raises InputError for a file, for a folder of the archive or of the catalogue (but for those
    where the window keeps its reports), and for one with a report in it unless ``overwrite``.
    """
    resolved = folder.expanduser().resolve()
    if resolved.exists() and not resolved.is_dir():
        raise InputError("report-folder-is-file", path=folder)
    forbidden: tuple[Path, ...] = (catalogue.archive_dir, catalogue.folder, catalogue.path)
    kept = [(catalogue.folder / name).resolve() for name in KEPT_FOLDERS]
    if not set(kept).isdisjoint(resolved.parents):
        forbidden = (catalogue.archive_dir,)
    existing = next(place for place in (resolved, *resolved.parents) if place.exists())
    check_destination(
        existing / JSON_NAME,
        forbidden=forbidden,
        overwrite=overwrite or existing != resolved,
    )
    # Before the long work, and once more when they are written.
    check_names(
        [resolved / name for name in (JSON_NAME, HTML_NAME, SPLIT_NAME)], overwrite=overwrite
    )
    refuse_unwritable(resolved)
    return resolved


def save_report(
    catalogue: Catalogue, report: EvaluationReport, folder: Path, *, overwrite: bool = False
) -> list[Path]:
    """Write report.json, report.html and the plots into a folder; the files written.

    InputError as ``checked_report_folder`` and where nothing can be written.
    """
    resolved = checked_report_folder(catalogue, folder, overwrite=overwrite)
    thumbnails = error_thumbnails(catalogue, report)
    return write_report(report, resolved, thumbnails, overwrite=overwrite)


def compare_reports(old: Path, new: Path, folder: Path, *, overwrite: bool = False) -> list[Path]:
    """Lay two report.json side by side in a folder; the files written.

    InputError where one is no report, or where the folder has a comparison already.
    """
    reports = read_report(old), read_report(new)
    if (folder / "comparison.html").exists() and not overwrite:
        raise InputError("comparison-exists", folder=folder)
    return write_files(folder, write_comparison(*reports), overwrite=overwrite)


def error_thumbnails(catalogue: Catalogue, report: EvaluationReport) -> dict[int, bytes]:
    """Small WebP images by image id of the images that the report's worst errors show.

    Images that are gone, or that have no thumbnail, are left out.
    """
    from PIL import Image

    ids = {
        image_id
        for suggester in report.suggesters
        for error in suggester.errors
        for image_id in (error.image_id, *(one.image_id for one in error.evidence))
    }
    records = catalogue.images.get_many(sorted(ids.intersection(catalogue.images.ids())))
    stored = catalogue.thumbnails.get_many([record.content_hash for record in records])
    small = {}
    for record in records:
        jpeg = stored.get(record.content_hash)
        if jpeg is not None:
            with Image.open(io.BytesIO(jpeg)) as image:
                image.thumbnail((THUMBNAIL_PX, THUMBNAIL_PX))
                stream = io.BytesIO()
                image.save(stream, "WEBP", quality=THUMBNAIL_QUALITY, method=6)
            small[record.id] = stream.getvalue()
    return small
