"""The steps of the whole job, each on an open catalogue with its progress shown.

What computes is imported where it is used: torch alone takes seconds to load.
"""

import contextlib
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from cli.output.reports import (
    ASKED_FOR,
    CHOSEN,
    USUAL,
    SuggestReport,
    SuspectsReport,
)
from cli.running.jobs import run_job
from cli.running.log import log_to
from engine.answers.chosen_rows import EVERY_ROW, ChosenRows
from engine.errors import InputError

if TYPE_CHECKING:
    from db.catalogue import Catalogue
    from db.records import ImageRecord, LabelRecord
    from engine.answers.exporting.settings import ExportSettings
    from engine.archive.keyword_table import TableOptions
    from engine.evaluation.report.records import EvaluationReport
    from engine.jobs.encode import EncodeSummary
    from engine.jobs.exports.export import ExportSummary
    from engine.jobs.scan import ScanSummary

SAMPLE_ARCHIVE = Path(__file__).parent.parent.parent / "resources" / "sample_archive"
SAMPLE_GLOSSARIES = SAMPLE_ARCHIVE.parent / "sample_glossaries"


@contextmanager
def opened(path: Path) -> Iterator["Catalogue"]:
    """The catalogue, with the log going into its folder."""
    from db.catalogue import Catalogue
    from db.file.damage import damage_told

    with damage_told(path), Catalogue.open(path) as catalogue:
        log_to(catalogue.folder / "logs")
        if catalogue.pictures.is_cut_off():
            from engine.jobs.sidecars.pictures.follow import settle_on_opening

            settle_on_opening(catalogue)
        yield catalogue


@contextmanager
def created_or_opened(path: Path, archive_dir: Path) -> Iterator["Catalogue"]:
    """A new catalogue, or the one of this archive that an earlier, stopped run left."""
    from db.catalogue import Catalogue

    if not path.exists():
        Catalogue.create(path, archive_dir).close()
    with opened(path) as catalogue:
        known = catalogue.archive_dir
        if not (known.exists() and archive_dir.exists() and known.samefile(archive_dir)):
            raise InputError("cli-other-archive", catalogue=path, folder=known)
        yield catalogue


def copied_sample(folder: Path) -> Path:
    """The folder with the sample archive and its keyword table, copied there the first time."""
    archive_dir = folder / "archive"
    if not archive_dir.exists():
        unfinished = folder / "archive.part"
        if folder.exists() and any(path != unfinished for path in folder.iterdir()):
            raise InputError("cli-demo-folder-not-empty", folder=folder)
        shutil.copytree(SAMPLE_ARCHIVE, unfinished, dirs_exist_ok=True)
        unfinished.rename(archive_dir)
    return archive_dir


def sample_glossary(language: str) -> Path:
    """The sample archive's label names in another language. Raises InputError where none are."""
    file = SAMPLE_GLOSSARIES / f"{language}.csv"
    there_are = sorted(one.stem for one in SAMPLE_GLOSSARIES.glob("*.csv"))
    if language not in there_are:
        raise InputError("cli-sample-language-unknown", language=language, languages=there_are)
    return file


def begin_with(catalogue: "Catalogue", glossary: Path, language: str = "") -> None:
    """Create the labels of a glossary, with their English names; what is there stays."""
    from engine.answers.language import ARCHIVE_SETTING
    from engine.jobs.glossary import add_labels, import_glossary

    add_labels(catalogue, glossary)
    import_glossary(catalogue, glossary)
    if language:
        catalogue.settings.set(ARCHIVE_SETTING, language)


def scan(
    catalogue: "Catalogue", keywords: Path | None, options: "TableOptions | None" = None
) -> "ScanSummary":
    """Bring the catalogue up to date with its archive and import keywords."""
    if catalogue.images.count():
        catalogue.backups.take_if_due()
    summary: ScanSummary = run_job("scan", catalogue, keywords_csv=keywords, csv_options=options)
    return summary


def encode(catalogue: "Catalogue", encoder: str | None = None) -> "EncodeSummary":
    """Compute the features that are missing."""
    summary: EncodeSummary = run_job("encode", catalogue, encoder=encoder)
    return summary


def suggest(
    catalogue: "Catalogue",
    suggester: str | None = None,
    *,
    tune: bool | None = None,
    out: Path | None = None,
    raw: bool = False,
    force: bool = False,
    rows: ChosenRows = EVERY_ROW,
) -> SuggestReport:
    """Tune where asked to, or (None) where it was never done; suggest; write the suggestions.

    ``suggester`` is a name; None for the one chosen for this catalogue, else the recommended one.
    """
    from engine.answers.destinations import checked_destination

    if out is not None:
        checked_destination(catalogue, out, overwrite=force)  # before the long work
    tuned = written = None
    name, because = suggester_in_force(catalogue, suggester)
    if tune or (tune is None and not _is_tuned(catalogue, name)):
        tuned = run_job("tune", catalogue, suggester=name)
    suggested = run_job("suggest", catalogue, suggester=name)
    if out is not None:
        written = run_job(
            "suggestion-table",
            catalogue,
            destination=out,
            raw=raw,
            overwrite=force,
            chosen=rows,
        )
    return SuggestReport(suggested, because, tuned, written)


def suspects(
    catalogue: "Catalogue",
    *,
    out: Path | None = None,
    raw: bool = False,
    force: bool = False,
    rows: ChosenRows = EVERY_ROW,
) -> SuspectsReport:
    """Look for labels that are probably wrong or missing and for what to label next."""
    from engine.answers.destinations import checked_destination
    from engine.exchange.queue_table import row_object
    from engine.jobs.queues import queue_rows, write_queue_table

    if out is not None:
        checked_destination(catalogue, out, overwrite=force)  # before the long work
    found = run_job("queues", catalogue)
    if out is not None:
        write_queue_table(catalogue, out, raw=raw, overwrite=force, chosen=rows)
    listed = tuple(row_object(one) for one in queue_rows(catalogue, rows))
    return SuspectsReport(found, out, listed)


def suggester_in_force(catalogue: "Catalogue", asked: str | None = None) -> tuple[str, str]:
    """Which suggester is meant, and why it is that one."""
    from engine.answers.recommended import recommended
    from engine.answers.references import SUGGESTER_SETTING, chosen_suggester

    if asked is not None:
        return asked, ASKED_FOR
    name = chosen_suggester(catalogue.settings)
    if catalogue.settings.get(SUGGESTER_SETTING) == name:
        return name, CHOSEN
    recommendation = recommended(catalogue.settings)
    return name, str(recommendation.reason) if recommendation.is_evaluated else USUAL


def _is_tuned(catalogue: "Catalogue", suggester: str) -> bool:
    from engine.answers.current_encoder import current_encoder
    from engine.answers.references import settings_in_force

    encoder = current_encoder(catalogue)
    return encoder is not None and settings_in_force(catalogue, suggester, encoder).tuned


def evaluate(
    catalogue: "Catalogue",
    out_dir: Path,
    *,
    suggesters: str = "all",
    split_file: Path | None = None,
    seeds: int = 1,
    minimum_images: int | None = None,
    beta: float | None = None,
    names: str | None = None,
    encoder: str | None = None,
    force: bool = False,
) -> "EvaluationReport":
    """Measure suggesters, given by name with commas between, and write the report.

    ``names``: the version of the labels' names to measure with; None measures every one.
    ``encoder``: the one to measure with; None for the one in use.
    """
    wanted = [name.strip() for name in suggesters.split(",") if name.strip()]
    report: EvaluationReport = run_job(
        "evaluate",
        catalogue,
        suggesters=wanted,
        out_dir=out_dir,
        split_file=split_file,
        seeds=range(seeds),
        minimum_images=minimum_images,
        beta=beta,
        names=names,
        encoder=encoder,
        overwrite=force,
    )
    return report


def is_encoder_in_use(catalogue: "Catalogue", fingerprint: str) -> bool:
    """Whether the catalogue's encoder is the one of this fingerprint."""
    from engine.answers.current_encoder import current_encoder

    current = current_encoder(catalogue)
    return current is not None and current[1] == fingerprint


def image_at(catalogue: "Catalogue", image: str) -> "ImageRecord | None":
    """The image of this path: below the archive, or as any program would open it from here.

    None for a file that is not in the catalogue; InputError where there is no such file either.
    """
    candidates = [Path(image).as_posix()]  # without ./
    with contextlib.suppress(ValueError):
        inside = Path(image).resolve().relative_to(catalogue.archive_dir.resolve())
        candidates.append(inside.as_posix())
    for candidate in candidates:
        record = catalogue.images.by_path(os.fsencode(candidate))
        if record is not None:
            return record
    if Path(image).is_file():
        return None
    raise InputError("cli-no-such-image", image=image, folder=catalogue.archive_dir)


def label_named(catalogue: "Catalogue", name: str) -> "LabelRecord":
    """The label of a name or a path. Raises InputError where there is none."""
    found = catalogue.labels.find(name)
    if found is None:
        raise InputError("cli-label-unknown", label=name)
    return found


def image_ids(catalogue: "Catalogue", images: Sequence[str]) -> list[int]:
    """The ids of images of the catalogue. Raises InputError for one that is not in it."""
    ids = []
    for image in images:
        record = image_at(catalogue, image)
        if record is None:
            raise InputError("cli-image-unknown", image=image)
        ids.append(record.id)
    return ids


def export(
    catalogue: "Catalogue",
    destination: Path,
    settings: "ExportSettings",
    *,
    force: bool = False,
    dry_run: bool = False,
    limit: int | None = None,
    top: int | None = None,
) -> "ExportSummary":
    """Write images with their labels to a file or folder: the first ``limit`` images, with the
    ``top`` suggestions of each."""
    summary: ExportSummary = run_job(
        "export",
        catalogue,
        destination=destination,
        settings=settings,
        overwrite=force,
        dry_run=dry_run,
        limit=limit,
        top=top,
    )
    return summary
