"""What is refused of a training before it begins; loads no torch."""

from pathlib import Path

from engine.encoders.registry import encoders_dir
from engine.encoders.trained import checked_new_name
from engine.errors import InputError
from engine.jobs.training.request import OPTIONS, TrainRequest

HIGHEST_RATE = 10.0
"""Above every rate at which anything is learned, ten times that of a sweep's last included."""
HIGHEST_SEED = 2**63 - 1
"""As much as torch takes."""


def check_request(request: TrainRequest) -> Path:
    """The folder for the new encoder. Raises InputError for what no training begins with: a name
    that is taken or none, a way to train or a preset that is not there, what that way does not
    understand, and numbers beyond reason."""
    known = OPTIONS.get(request.method)
    if known is None:
        raise InputError(
            "training-method-unknown", method=request.method, methods=", ".join(OPTIONS)
        )
    unknown = [option for option in request.extra if option not in known]
    if request.not_worse and request.method != "wise-ft":
        unknown.append("not_worse")
    if unknown:
        raise InputError("training-option-unknown", option=unknown[0], method=request.method)
    rate = request.settings().rate
    if not 0 <= rate <= HIGHEST_RATE:
        raise InputError("training-rate-unfit", most=HIGHEST_RATE)
    if not 0 <= request.seed <= HIGHEST_SEED:
        raise InputError("training-seed-unfit", most=str(HIGHEST_SEED))
    return checked_new_name(request.name, encoders_dir())
