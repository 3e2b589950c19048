"""Where a full encoder's architecture, preprocessing and weights come from; loads no torch.

A full encoder is named in one of these ways:

- ``ARCHITECTURE/TAG``: one of open_clip's, downloaded before into the encoders folder;
- a folder with ``open_clip_config.json`` and weights, as the Hugging Face hub has them;
- a weights file with ``open_clip_config.json`` or ``<name of the file>.json`` beside it;
  A tokenizer of the hub's, where the text tower needs one, lies in the folder or in ``words``
  below it, with the configuration of a text tower of the hub's;
- ``ARCHITECTURE:FILE``: a weights file alone, its preprocessing being that of all of open_clip's
  models of this architecture. Weights trained with QuickGELU (OpenAI's, and some others) need the
  architecture ending in ``-quickgelu``: nothing in the file tells.
"""

import functools
import hashlib
import importlib.util
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal, cast

from engine.encoders.base import Preprocess
from engine.encoders.files import sha256_of
from engine.errors import InputError

ModelConfig = dict[str, Any]

TABLE_FILE = Path(__file__).resolve().parents[2] / "resources" / "encoders" / "full.json"
CONFIG_NAME = "open_clip_config.json"
WEIGHTS_SUFFIXES = (".safetensors", ".bin", ".pt", ".pth")
# The names under which the hub keeps weights, the safe format first.
USUAL_NAMES = (
    "open_clip_model.safetensors",
    "open_clip_pytorch_model.safetensors",
    "model.safetensors",
    "open_clip_pytorch_model.bin",
    "open_clip_pytorch_model.pt",
    "pytorch_model.bin",
)
QUICK_GELU_ENDING = "-quickgelu"

WORDS_FOLDER = "words"
"""Below an encoder's folder: its tokenizer, and the configuration of its text tower, where the hub
has them apart from the weights."""
TOKENIZER_FILES = ("tokenizer.json", "tokenizer_config.json")
TOKENIZER_EXTRAS = ("special_tokens_map.json",)
"""Some tokenizers have these, too."""
TOWER_CONFIG = "config.json"


@dataclass(frozen=True, slots=True)
class TaggedEncoder:
    """One of open_clip's pretrained models as listed in resources/encoders/full.json.

    ``files`` are the names its weights may have in ``repository``, the preferred one first;
    ``size_bytes`` is that of its parameters in float32, 0 where it is not known. ``tokenizer`` and
    ``tower``: the repositories that its tokenizer and the configuration of its text tower come
    from; "" where open_clip has them.
    """

    architecture: str
    tag: str
    repository: str
    files: tuple[str, ...]
    quick_gelu: bool
    preprocess: dict[str, Any]
    size_px: int
    feature_size: int
    size_bytes: int
    tokenizer: str = ""
    tower: str = ""

    @property
    def name(self) -> str:
        """ARCHITECTURE/TAG."""
        return f"{self.architecture}/{self.tag}"

    @property
    def folder_name(self) -> str:
        """What its folder in the encoders folder is called."""
        return f"{self.architecture}--{self.tag}"

    def config(self) -> tuple[ModelConfig, Preprocess]:
        """The architecture with the activation these weights were trained with."""
        model = {**architecture_config(self.architecture), "quick_gelu": self.quick_gelu}
        return model, parse_preprocess(self.preprocess, self.size_px, self.name)


@dataclass(frozen=True, slots=True)
class FullSource:
    """All that a full encoder is made from.

    ``words``: the folder with the tokenizer and the text tower's configuration, of encoders that
    have them from the hub; None where they are lacking or not needed. ``words_sha256`` is what was
    downloaded there, by name.
    """

    name: str
    model: ModelConfig
    preprocess: Preprocess
    weights: Path
    weights_sha256: str
    words: Path | None = None
    words_sha256: Mapping[str, str] = field(default_factory=dict)

    @property
    def reads_words(self) -> bool:
        """Whether the tokenizer is there."""
        return self.words is not None or "hf_tokenizer_name" not in self.model["text_cfg"]

    @property
    def fingerprint(self) -> str:
        """SHA-256 over architecture, weights and preprocessing."""
        return fingerprint_of(self.model, self.weights_sha256, self.preprocess)


def fingerprint_of(model: ModelConfig, weights_sha256: str, preprocess: Preprocess) -> str:
    """What identifies the vectors an encoder makes."""
    parts = [json.dumps(model, sort_keys=True), weights_sha256, json.dumps(asdict(preprocess))]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@functools.cache
def tagged_encoders() -> dict[str, TaggedEncoder]:
    """open_clip's pretrained models by name, the recommended one first."""
    table = json.loads(TABLE_FILE.read_text("utf-8"))["encoders"]
    listed = [TaggedEncoder(**{**one, "files": tuple(one["files"])}) for one in table]
    return {one.name: one for one in listed}


def architecture_config(architecture: str) -> ModelConfig:
    """open_clip's configuration of an architecture; InputError when it has none of this name."""
    path = _architecture_file(architecture)
    if path is None:
        raise InputError("architecture-unknown", architecture=architecture)
    config: ModelConfig = json.loads(path.read_text("utf-8"))
    return config


def is_architecture(name: str) -> bool:
    """Whether open_clip knows an architecture of this name."""
    return _architecture_file(name) is not None


def _architecture_file(architecture: str) -> Path | None:
    found = importlib.util.find_spec("open_clip")
    if found is None or not found.submodule_search_locations:
        raise InputError("open-clip-missing")
    path = Path(next(iter(found.submodule_search_locations))) / "model_configs"
    # Compared with what is there, so that a name cannot lead out of the folder.
    return {one.stem: one for one in path.glob("*.json")}.get(architecture)


# --- local files and folders --------------------------------------------------------------------


def local_source(name: str, path: Path, architecture: str | None = None) -> FullSource:
    """A full encoder from a weights file or a folder; InputError with what is lacking."""
    weights = find_weights(path) if path.is_dir() else path
    if weights.suffix not in WEIGHTS_SUFFIXES:
        raise InputError("weights-wrong-suffix", file=weights.name, suffixes=WEIGHTS_SUFFIXES)
    if architecture is not None:
        model, preprocess = _config_of_architecture(architecture)
    else:
        model, preprocess = config_beside(weights)
    words = words_beside(model, weights.parent)
    if has_hub_tower(model) and words is None:
        raise InputError(
            "encoder-tower-missing", folder=weights.parent, files=(*TOKENIZER_FILES, TOWER_CONFIG)
        )
    return FullSource(name, model, preprocess, weights, sha256_of(weights), words)


def has_hub_tower(model: ModelConfig) -> bool:
    """Whether the text tower is one of the hub's and not of open_clip's own."""
    return "hf_model_name" in model["text_cfg"]


def words_beside(model: ModelConfig, folder: Path) -> Path | None:
    """Where the tokenizer (and tower's configuration) of a model from the hub lie; None where the
    model needs none, or not all files are there."""
    if not has_hub_tower(model) and "hf_tokenizer_name" not in model["text_cfg"]:
        return None
    needed = (*TOKENIZER_FILES, TOWER_CONFIG) if has_hub_tower(model) else TOKENIZER_FILES
    for place in (folder / WORDS_FOLDER, folder):
        if all((place / name).is_file() for name in needed):
            return place
    return None


def find_weights(folder: Path) -> Path:
    """The one weights file in a folder, the usual names and safetensors first."""
    files = {path.name: path for path in folder.iterdir() if path.suffix in WEIGHTS_SUFFIXES}
    for usual in USUAL_NAMES:
        if usual in files:
            return files[usual]
    if not files:
        raise InputError("weights-none-in-folder", folder=folder, suffixes=WEIGHTS_SUFFIXES)
    if len(files) > 1:
        raise InputError("weights-several", folder=folder, files=sorted(files))
    return next(iter(files.values()))


def config_beside(weights: Path) -> tuple[ModelConfig, Preprocess]:
    """Architecture and preprocessing from the file beside weights that says so."""
    for path in (weights.with_name(f"{weights.name}.json"), weights.with_name(CONFIG_NAME)):
        if path.is_file():
            return read_config(path)
    raise InputError("architecture-not-said", file=weights.name, config=CONFIG_NAME)


def read_config(path: Path) -> tuple[ModelConfig, Preprocess]:
    """Architecture and preprocessing from a file in the form of open_clip_config.json.

    Both must be there: guessing the preprocessing changes every vector without a sign
    (https://github.com/mlfoundations/open_clip/issues/1068).
    """
    try:
        config = json.loads(path.read_text("utf-8"))
        model, preprocess = config["model_cfg"], config["preprocess_cfg"]
        size_px = preprocess.get("size") or model["vision_cfg"]["image_size"]
        int(model["embed_dim"])
        _refuse_hub_parts(model)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise InputError("encoder-config-incomplete", path=path) from error
    return model, parse_preprocess(preprocess, size_px, path.name)


def _refuse_hub_parts(model: ModelConfig) -> None:
    """Refuse image towers that would be fetched from a hub while loading."""
    timm_name = model["vision_cfg"].get("timm_model_name") or ""
    if not isinstance(model["text_cfg"], dict):
        raise TypeError("text_cfg")
    if ":" in timm_name or "/" in timm_name:
        raise InputError("encoder-needs-hub")


def _config_of_architecture(architecture: str) -> tuple[ModelConfig, Preprocess]:
    """An architecture's configuration and the preprocessing that all its tags share."""
    model = architecture_config(architecture)
    _refuse_hub_parts(model)
    plain = architecture.removesuffix(QUICK_GELU_ENDING)
    kinds = [one.preprocess for one in tagged_encoders().values() if one.architecture == plain]
    if not kinds or any(kind != kinds[0] for kind in kinds):
        raise InputError(
            "architecture-preparations-differ", architecture=architecture, config=CONFIG_NAME
        )
    return model, parse_preprocess(kinds[0], model["vision_cfg"]["image_size"], architecture)


def parse_preprocess(config: dict[str, Any], size_px: object, name: str) -> Preprocess:
    """Preprocessing in open_clip's words as ours; InputError for what is not supported."""
    if isinstance(size_px, list | tuple) and size_px and size_px.count(size_px[0]) == len(size_px):
        size_px = size_px[0]
    resize = config.get("resize_mode", "shortest")
    interpolation = config.get("interpolation", "bicubic")
    supported = (
        isinstance(size_px, int)
        and resize in ("shortest", "longest", "squash")
        and interpolation in ("bicubic", "bilinear")
        and config.get("mode", "RGB") == "RGB"
    )
    try:
        mean, std = (_three(config[key]) for key in ("mean", "std"))
        fill = int(config.get("fill_color") or 0)
    except (KeyError, TypeError, ValueError):
        supported = False
    if not supported:
        raise InputError("encoder-preparation-unsupported", name=name)
    return Preprocess(
        size_px=cast("int", size_px),
        resize=cast("Literal['shortest', 'longest', 'squash']", resize),
        interpolation=cast("Literal['bicubic', 'bilinear']", interpolation),
        mean=mean,
        std=std,
        fill=fill,
    )


def _three(values: Any) -> tuple[float, float, float]:  # noqa: ANN401
    first, second, third = (float(value) for value in values)
    return first, second, third
