"""How well the sample archive's labels find their images when they are Norwegian, German, Spanish.

    python -m tests.benchmarks.names [--seeds 5] [--provider google --agree [--url …]]

Each language gets a catalogue of its own, begun with its glossary. Side by side: the labels' own
names, the English names by hand, and, where --provider is given with --agree, what that service
makes of them (the names of this public archive are sent there). First the mean over labels of
zero-shot ROC AUC on all labelled images, for labels on at least three, with plain contexts; then
the language-image suggester as `evaluate` measures it, tuned, on images it has not seen.
"""

import argparse
import os
import platform
import shutil
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np

from cli.running.steps import SAMPLE_ARCHIVE, SAMPLE_GLOSSARIES
from db.catalogue import Catalogue
from engine.answers.language import (
    ARCHIVE_SETTING,
    Names,
    encoded_labels,
    label_text,
    language_settings,
    names_there_are,
)
from engine.answers.references import encoder_and_features, load_references
from engine.errors import InputError
from engine.jobs.encode import encode_archive
from engine.jobs.evaluate.run import evaluate
from engine.jobs.glossary import add_labels, import_glossary
from engine.jobs.scan import scan_archive
from engine.jobs.translate import give_consent, translate_labels, translation_plan
from engine.language.zero_shot import zero_shot
from engine.progress import NeverCancelled, run_job

FEWEST_IMAGES = 3


def say(text: str = "") -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def made(folder: Path, language: str, provider: str, url: str) -> Catalogue:
    """The sample archive's catalogue in a language, encoded; features are copied on."""
    earlier = next(folder.glob("*.nabolag/features"), None)
    catalogue = Catalogue.create(folder / f"{language}.nabolag.sqlite", SAMPLE_ARCHIVE)
    glossary = SAMPLE_GLOSSARIES / f"{language}.csv"
    catalogue.settings.set(ARCHIVE_SETTING, language)
    add_labels(catalogue, glossary)
    if provider:
        translate(catalogue, provider, url)
    import_glossary(catalogue, glossary)
    keywords = SAMPLE_ARCHIVE / "keywords.csv"
    run_job(scan_archive(catalogue, cancel=NeverCancelled(), keywords_csv=keywords))
    if earlier is not None:
        shutil.copytree(earlier, catalogue.folder / "features", dirs_exist_ok=True)
    run_job(encode_archive(catalogue, cancel=NeverCancelled()))
    return catalogue


def translate(catalogue: Catalogue, provider: str, url: str) -> None:
    """Automatic names, as far as the service can be reached."""
    give_consent(catalogue, translation_plan(catalogue, provider=provider, url=url))
    try:
        run_job(translate_labels(catalogue, cancel=NeverCancelled(), provider=provider, url=url))
    except InputError as error:
        say(f"  {error}")


def mean_auc(catalogue: Catalogue, names: Names) -> str:
    """Mean zero-shot AUC over labels on enough images, with its standard error over labels."""
    _, store = encoder_and_features(catalogue)
    loaded = load_references(catalogue, store)
    references = loaded.references
    counts = np.asarray((references.labels > 0).sum(axis=0)).ravel()
    columns = np.flatnonzero(counts >= FEWEST_IMAGES)
    by_id = {one.id: one for one in catalogue.labels.all()}
    texts = [label_text(by_id[loaded.columns.ids[column]], names) for column in columns]
    language = replace(language_settings(catalogue.settings), names=names)
    vectors = encoded_labels(catalogue, texts, language)
    figures = [
        zero_shot(references.features, vector, references.labels[:, [column]].toarray()[:, 0] > 0)
        for column, vector in zip(columns, vectors, strict=True)
    ]
    values = np.array([one.auc for one in figures if one is not None])
    error = values.std(ddof=1) / np.sqrt(len(values))
    return f"{values.mean():.3f} ± {error:.3f} over {len(values)} labels"


def measure(catalogue: Catalogue, seeds: int) -> None:
    """Print every version of the names side by side."""
    for names in names_there_are(catalogue.labels.all()):
        say(f"  {names:10} zero-shot ROC AUC {mean_auc(catalogue, names)}")
    report = run_job(
        evaluate(
            catalogue,
            cancel=NeverCancelled(),
            suggesters=["language-image"],
            seeds=range(seeds),
            minimum_images=FEWEST_IMAGES,
        )
    )
    for one in report.suggesters:
        f_scores = [figures.f_score for figures in one.by_seed]
        micro = one.metrics.micro
        say(
            f"  {one.name:32} F{report.beta:g} {np.mean(f_scores):.3f} over {len(f_scores)} "
            f"splits, ROC AUC {micro.roc_auc.value:.3f} on the first"
        )


def main() -> None:
    """Measure every language."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--provider", default="")
    parser.add_argument("--url", default="")
    parser.add_argument("--agree", action="store_true", help="to send the names to the provider")
    options = parser.parse_args()
    if options.provider and not options.agree:
        parser.error("--provider sends the names there; say --agree as well")
    say(f"{os.cpu_count()} cores, {platform.platform()}, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as folder:
        for file in sorted(SAMPLE_GLOSSARIES.glob("*.csv")):
            say(file.stem)
            with made(Path(folder), file.stem, options.provider, options.url) as catalogue:
                measure(catalogue, options.seeds)


if __name__ == "__main__":
    main()
