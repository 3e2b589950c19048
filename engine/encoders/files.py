"""Weights files: what they are known by, and how they are read without running anything."""

import hashlib
import pickle
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.errors import InputError
from messages.os_reasons import reason_of

if TYPE_CHECKING:
    from torch import Tensor


def sha256_of(path: Path) -> str:
    """SHA-256 of a file in hexadecimal; InputError when it cannot be read."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise InputError("weights-unreadable", path=path, reason=reason_of(error)) from error


def read_weights(path: Path) -> "dict[str, Tensor]":
    """Named tensors of a .safetensors file, or of a .pt, .pth or .bin one with nothing but tensors.

    The latter are Python pickles, which may hold programs: torch reads them with
    ``weights_only=True``, which refuses everything that is not data, and a refusal is final.
    Raises InputError.
    """
    if path.suffix == ".safetensors":
        return _read_safetensors(path)
    import torch

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            content = torch.load(path, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:
        raise InputError("weights-not-numbers", file=path.name) from error
    except Exception as error:
        raise InputError("weights-damaged", file=path.name, detail=_first_line(error)) from error
    if isinstance(content, dict) and isinstance(content.get("state_dict"), dict):
        content = content["state_dict"]
    return _only_tensors(path, content)


def _read_safetensors(path: Path) -> "dict[str, Tensor]":
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        tensors: dict[str, Tensor] = load_file(path)
    except (SafetensorError, OSError, ValueError) as error:
        raise InputError("weights-incomplete", file=path.name, detail=_first_line(error)) from error
    return tensors


def _only_tensors(path: Path, content: Any) -> "dict[str, Tensor]":  # noqa: ANN401
    import torch

    if not isinstance(content, dict) or not all(
        isinstance(name, str) and isinstance(value, torch.Tensor) for name, value in content.items()
    ):
        raise InputError("weights-not-tensors", file=path.name)
    return content


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".") + "."
