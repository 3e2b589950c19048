"""What a run of training is resumed from: tensors as safetensors, facts as JSON, both or neither.

The JSON names its safetensors file and that file's SHA-256, and is replaced last: a run killed at
any moment finds the pair before or after. Importing this loads torch.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from torch import Tensor

from engine.encoders.files import read_weights, sha256_of, write_weights
from engine.errors import InputError
from engine.whole_file import made_folder, whole_file, whole_place

FACTS_NAME = "checkpoint.json"
TENSORS_PATTERN = "checkpoint-*.safetensors"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Named tensors of any shapes, and plain values."""

    tensors: Mapping[str, Tensor]
    facts: Mapping[str, Any]

    def under(self, prefix: str) -> dict[str, Tensor]:
        """The tensors whose names begin with ``prefix``, without it."""
        return {
            name.removeprefix(prefix): one
            for name, one in self.tensors.items()
            if name.startswith(prefix)
        }


def save_checkpoint(folder: Path, number: int, checkpoint: Checkpoint) -> None:
    """Keep it in place of the one before; InputError where that cannot be written."""
    made_folder(folder)
    path = folder / f"checkpoint-{number}.safetensors"
    save_tensors(path, checkpoint.tensors)
    facts = {"tensors": path.name, "sha256": sha256_of(path), **checkpoint.facts}
    with whole_file(folder / FACTS_NAME, overwrite=True) as stream:
        json.dump(facts, stream, indent=1)
    for old in folder.glob(TENSORS_PATTERN):
        if old != path:
            old.unlink(missing_ok=True)


def load_checkpoint(folder: Path) -> Checkpoint | None:
    """The last one kept there; None where there is none, InputError where it is damaged."""
    try:
        facts = json.loads((folder / FACTS_NAME).read_text("utf-8"))
        path = folder / Path(str(facts["tensors"])).name
        if sha256_of(path) != facts["sha256"]:
            raise ValueError(path.name)
        return Checkpoint(read_weights(path), facts)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, LookupError, TypeError, InputError) as error:
        raise InputError("training-checkpoint-damaged", folder=folder) from error


def forget_run(folder: Path) -> None:
    """Remove the checkpoints of a run and of its sweep: what they were for has been made. The
    curve stays."""
    for place in (folder, *folder.glob("sweep-*")):
        (place / FACTS_NAME).unlink(missing_ok=True)
        for path in place.glob(TENSORS_PATTERN):
            path.unlink(missing_ok=True)


def save_tensors(path: Path, tensors: Mapping[str, Tensor]) -> None:
    """Write a safetensors file whole or not at all, in place of one that is there."""
    apart = {name: one.detach().clone().contiguous() for name, one in tensors.items()}
    with whole_place(path, overwrite=True) as place:
        write_weights(place, apart)
