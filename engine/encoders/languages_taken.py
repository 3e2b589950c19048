"""Which encoders are told the language of each text that they read; loads no weights, no torch."""

import json
from pathlib import Path
from typing import Any

from engine.encoders.built_in import BUILT_IN
from engine.encoders.registry import encoders_dir
from engine.encoders.sources import (
    CONFIG_NAME,
    TOWER_CONFIG,
    architecture_config,
    config_beside,
    find_weights,
    is_architecture,
    tagged_encoders,
    words_beside,
)
from engine.encoders.trained import MANIFEST_NAME, kind_of, trained_folder
from engine.errors import InputError

TOKENIZER_CONFIG = "tokenizer_config.json"
TOLD = "Nllb"
"""How the names of tokenizers begin that put the language, by FLORES-200's code, before a text."""
MOST_BASES = 8


def takes_language(name: str, folder: Path | None = None) -> bool:
    """Whether the encoder of this name, or the text tower in a folder, reads a text by the language
    that it is told. The built-in one looks for itself. False for one that is not there.

    Deviation from open_clip, whose tokenizer is told one language for all texts.
    """
    try:
        words = _words(name, folder or encoders_dir(), MOST_BASES)
        config = {} if words is None else _object(words / TOKENIZER_CONFIG)
    except (InputError, OSError, ValueError, LookupError, TypeError):
        return False
    return str(config.get("tokenizer_class", "")).startswith(TOLD)


def _words(name: str, folder: Path, bases: int) -> Path | None:
    """Where the tokenizer of an encoder lies; None where it has none of the hub's."""
    if name == BUILT_IN or not bases:
        return None
    tagged = tagged_encoders().get(name)
    if tagged is not None:
        return words_beside(tagged.config()[0], folder / tagged.folder_name)
    architecture, colon, file = name.partition(":")
    if colon and is_architecture(architecture):
        return words_beside(architecture_config(architecture), Path(file).expanduser().parent)
    trained = trained_folder(name, folder)
    if trained is not None and (kind := kind_of(trained)):
        texts = _object(trained / MANIFEST_NAME)["text_tower" if kind == "dual" else "base"]
        return _words(str(texts), folder, bases - 1)
    path = trained or Path(name).expanduser()
    if (path / TOWER_CONFIG).is_file() and not (path / CONFIG_NAME).exists():
        return path  # a text tower by itself
    weights = find_weights(path) if path.is_dir() else path
    return words_beside(config_beside(weights)[0], weights.parent)


def _object(path: Path) -> dict[str, Any]:
    found = json.loads(path.read_text("utf-8"))
    if not isinstance(found, dict):
        raise TypeError(path.name)
    return found
