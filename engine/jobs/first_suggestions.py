"""Suggest labels as soon as images are encoded, before a suggester is tuned to them."""

from db.catalogue import Catalogue
from engine.answers.references import DEFAULT_SUGGESTER
from engine.jobs.suggest import SuggestSummary, suggest_labels
from engine.jobs.tune import tune_suggester
from engine.progress import CancelToken, Job


def suggest_first(
    catalogue: Catalogue, *, cancel: CancelToken, suggester: str = DEFAULT_SUGGESTER
) -> Job[SuggestSummary]:
    """Suggest with the usual hyperparameters, with probabilities measured on a sample.

    Tuning takes minutes and makes suggestions a little better; a curator works on these meanwhile.
    Raises InputError where nothing is encoded or labelled yet.
    """
    yield from tune_suggester(catalogue, cancel=cancel, suggester=suggester, is_first=True)
    return (yield from suggest_labels(catalogue, cancel=cancel, suggester=suggester))
