"""How long a training that is asked for would take, by the way that its method is foretold."""

from typing import Any

from db.catalogue import Catalogue
from engine.encoders.registry import encoders_dir
from engine.encoders.trained import kind_of, trained_folder
from engine.jobs.training.checking import check_request
from engine.jobs.training.estimate import MIXED, Estimate, estimate_training
from engine.jobs.training.request import TrainRequest
from engine.progress import CancelToken, Job


def estimate_asked(
    catalogue: Catalogue,
    *,
    cancel: CancelToken,
    **asked: Any,  # noqa: ANN401  # as TrainRequest has them
) -> Job[Estimate]:
    """For what ``TrainRequest`` says; of fine-tuning it loads torch and tries a batch. Raises
    InputError as the training would."""
    request = TrainRequest(**asked)
    check_request(request)
    if request.method != "contrastive" and not _mixes_whole_models(request):
        return (yield from estimate_training(catalogue, request, cancel=cancel))
    from engine.jobs.training.estimate_contrastive import estimate_contrastive

    return (yield from estimate_contrastive(catalogue, request, cancel=cancel))


def _mixes_whole_models(request: TrainRequest) -> bool:
    folders = [trained_folder(name, encoders_dir()) for name in request.bases]
    are_whole = bool(folders) and all(one is not None and not kind_of(one) for one in folders)
    return request.method == MIXED and are_whole
