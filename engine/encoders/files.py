"""Weights files: what they are known by, and how they are read without running anything."""

import hashlib
import os
import pickle
import re
import stat
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.errors import InputError
from messages.os_reasons import reason_of

if TYPE_CHECKING:
    from torch import Tensor


def sha256_of(path: Path) -> str:
    """SHA-256 of a regular file in hexadecimal; InputError when it cannot be read."""
    _require_regular(path)
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
    _require_regular(path)
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


def _require_regular(path: Path) -> None:
    """InputError for a pipe, which may never say anything, a device, which may never end, and for
    what is not there."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise InputError("weights-unreadable", path=path, reason=reason_of(error)) from error
    if not stat.S_ISREG(mode):
        raise InputError(
            "table-is-folder" if stat.S_ISDIR(mode) else "table-no-regular-file", path=path
        )


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


def write_weights(
    path: Path, tensors: "Mapping[str, Tensor]", metadata: dict[str, str] | None = None
) -> None:
    """A safetensors file of named tensors that share no memory. Raises OSError where it cannot be
    written: safetensors has an error of its own for that."""
    from safetensors import SafetensorError
    from safetensors.torch import save_file

    try:
        save_file(dict(tensors), path, metadata=metadata)
    except SafetensorError as error:
        number = re.search(r"os error (\d+)", str(error))
        if number is None:
            raise
        raise OSError(int(number[1]), os.strerror(int(number[1])), str(path)) from error
