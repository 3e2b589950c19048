"""How long a training that is asked for would take, by the way that its method is foretold."""

from typing import Any

from db.catalogue import Catalogue
from engine.jobs.training.checking import check_request
from engine.jobs.training.estimate import Estimate, estimate_training
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
    if request.method != "contrastive":
        return (yield from estimate_training(catalogue, request, cancel=cancel))
    from engine.jobs.training.estimate_contrastive import estimate_contrastive

    return (yield from estimate_contrastive(catalogue, request, cancel=cancel))
