"""Which encoders there are, here and to be had, and how one is loaded by name. Loads no torch."""

import functools
import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from engine.encoders.base import Encoder, PrecisionChoice
from engine.encoders.built_in import (
    BUILT_IN,
    DOWNLOAD_BYTES,
    FEATURE_SIZE,
    IMAGE_SHA256,
    built_in_fingerprint,
    built_in_text_fingerprint,
    is_installed,
)
from engine.encoders.built_in_parts import other_languages
from engine.encoders.download import MANIFEST_NAME, fetch, installed_source
from engine.encoders.files import sha256_of
from engine.encoders.purposes import BUILT_IN_LICENCE, LICENCES, PURPOSES, Purpose
from engine.encoders.sources import (
    CONFIG_NAME,
    WEIGHTS_SUFFIXES,
    FullSource,
    TaggedEncoder,
    config_beside,
    find_weights,
    is_architecture,
    local_source,
    tagged_encoders,
)
from engine.encoders.text_languages import ENGLISH, UNKNOWN
from engine.encoders.trained import (
    HEADS_NAME,
    adapted_source,
    dual_source,
    kind_of,
    read_card,
    trained_folder,
)
from engine.encoders.trained import (
    MANIFEST_NAME as TRAINED_MANIFEST_NAME,
)
from engine.errors import InputError
from engine.personal_folders import data_dir
from engine.progress import CancelToken, Job, NeverCancelled
from messages.message import Message

__all__ = [
    "BUILT_IN",
    "EncoderInfo",
    "available_encoders",
    "by_purpose",
    "download_encoder",
    "encoders_dir",
    "load_encoder",
    "reading_language",
    "text_fingerprint",
]

RECOMMENDED = "ViT-B-32/laion2b_s34b_b79k"


@dataclass(frozen=True, slots=True)
class EncoderInfo:
    """One encoder as listed. ``name`` is what ``load_encoder`` takes.

    ``size_bytes`` is that of its weights: on disk when installed, else of its parameters in
    float32. ``fingerprint`` and ``weights_sha256`` are known of installed ones, not of local files
    before they are loaded. ``reads_words``: not where it is installed without its tokenizer.
    ``languages``: which ones it reads, where that is worth a sentence. ``purpose``: what it is
    suggested for, of those on the short list. ``licence``: that of the weights, "" where it is not
    known. ``card``: of a trained one, what it was made of and how good it is.
    """

    name: str
    kind: Literal["built-in", "full", "trained"]
    installed: bool
    size_bytes: int | None
    feature_size: int | None
    source: Message
    description: Message
    fingerprint: str | None = None
    weights_sha256: str | None = None
    reads_words: bool = True
    languages: Message | None = None
    purpose: Purpose | None = None
    licence: str = ""
    card: Mapping[str, Any] = field(default_factory=dict)


def encoders_dir() -> Path:
    """Where downloaded encoders are, and local ones may be put.

    ``encoders`` in the folder that NABOLAG_DATA_DIR names, else in the user's data folder.
    """
    return data_dir() / "encoders"


def available_encoders(folder: Path | None = None) -> list[EncoderInfo]:
    """The built-in encoder, the local ones in the folder, then all of open_clip's.

    Those on the short list come first of the latter. Asks no network; a few milliseconds.
    """
    folder = folder or encoders_dir()
    order = {name: number for number, name in enumerate(PURPOSES)}
    tagged = [_tagged_info(one, folder) for one in tagged_encoders().values()]
    tagged.sort(key=lambda one: order.get(one.name, len(order)))
    return [_built_in_info(), *_local_infos(folder), *tagged]


def by_purpose(encoders: Sequence[EncoderInfo]) -> list[EncoderInfo]:
    """Those on the short list, in its order."""
    by_name = {one.name: one for one in encoders}
    return [by_name[name] for name in PURPOSES if name in by_name]


def load_encoder(
    name: str,
    *,
    precision: PrecisionChoice = "auto",
    folder: Path | None = None,
    language: str = ENGLISH,
) -> Encoder:
    """The encoder of this name; see engine.encoders.sources for the ways of naming one.

    ``language``: which one texts are in (ISO 639-1), for encoders that have to be told.
    The weights' SHA-256 is compared with the one stored when they were downloaded. Raises
    InputError where the encoder cannot be had.
    """
    if name == BUILT_IN:
        from engine.encoders.built_in import BuiltInEncoder

        return BuiltInEncoder(precision=precision, language=language)
    trained = trained_folder(name, folder or encoders_dir())
    if trained is not None and kind_of(trained):
        return _load_mapped(name, trained, precision=precision, folder=folder, language=language)
    source = find_source(name, folder or encoders_dir())
    from engine.encoders.full import OpenClipEncoder

    return OpenClipEncoder(source, precision=precision, language=language)


def _load_mapped(
    name: str, path: Path, *, precision: PrecisionChoice, folder: Path | None, language: str
) -> Encoder:
    """An encoder that maps the vectors of others."""
    _refuse_circles(path, folder or encoders_dir())
    kind = kind_of(path)
    load = functools.partial(load_encoder, precision=precision, folder=folder, language=language)
    if kind == "dual":
        from engine.encoders.dual import DualEncoder
        from engine.encoders.text_towers import load_text_tower

        dual = dual_source(name, path)
        return DualEncoder(dual, load(dual.base), lambda: load_text_tower(dual.text_tower, load))
    from engine.encoders.adapted import AdaptedEncoder

    source = adapted_source(name, path)
    if source.base == BUILT_IN:
        # As it was read with when the heads were trained, whatever the catalogue's language is.
        is_english = source.base_text_fingerprint == built_in_text_fingerprint()
        load = functools.partial(load, language=ENGLISH if is_english else UNKNOWN)
    base = load(source.base)
    expected = text_fingerprint(source.base, base.fingerprint, reading_language(base))
    if source.base_text_fingerprint != expected:
        raise InputError("encoder-base-other", encoder=name, base=source.base)
    return AdaptedEncoder(source, base)


def _refuse_circles(path: Path, folder: Path, above: tuple[Path, ...] = ()) -> None:
    """InputError for an encoder of vectors of others that in the end are its own, or of a kind that
    there is not."""
    kind = kind_of(path)
    if path in above or kind not in ("adapted", "dual"):
        raise InputError("encoder-trained-damaged", path=path / TRAINED_MANIFEST_NAME)
    parts = [adapted_source(path.name, path).base]
    if kind == "dual":
        parts.append(dual_source(path.name, path).text_tower)
    for name in parts:
        part = trained_folder(name, folder)
        if part is not None and kind_of(part):
            _refuse_circles(part, folder, (*above, path))


def reading_language(encoder: Encoder) -> str:
    """The language that decides how an encoder reads all texts; English where none does."""
    from engine.encoders.built_in import BuiltInEncoder

    return encoder.language if isinstance(encoder, BuiltInEncoder) else ENGLISH


def text_fingerprint(name: str, fingerprint: str, language: str = ENGLISH) -> str:
    """What identifies the text vectors of the encoder of this name and fingerprint.

    A full encoder's weights hold both towers; with those that are told the ``language`` of texts,
    vectors differ by that too. Loads no encoder.
    """
    if name == BUILT_IN:
        return built_in_text_fingerprint(language)
    if language == ENGLISH:
        return fingerprint
    return hashlib.sha256(f"{fingerprint} {language}".encode()).hexdigest()


def download_encoder(
    name: str, *, cancel: CancelToken | None = None, folder: Path | None = None
) -> Job[EncoderInfo]:
    """Fetch one of open_clip's encoders; progress in bytes. Nothing to do when it is installed.

    One that was installed without its tokenizer gets that.

    Raises InputError, or JobCancelledError; the next call goes on.
    """
    folder = folder or encoders_dir()
    encoder = tagged_encoders().get(name)
    if encoder is None:
        raise InputError("encoder-not-downloadable", encoder=name)
    installed = installed_source(encoder, folder)
    if installed is None or not installed.reads_words:
        yield from fetch(encoder, folder, cancel or NeverCancelled())
    return _tagged_info(encoder, folder)


def find_source(name: str, folder: Path) -> FullSource:
    """What a full encoder of this name is made from; InputError when there is none."""
    encoder = tagged_encoders().get(name)
    if encoder is not None:
        source = installed_source(encoder, folder)
        if source is None:
            raise InputError("encoder-not-installed", encoder=name, built_in=BUILT_IN)
        return _unaltered(source)
    architecture, colon, file = name.partition(":")
    if colon and is_architecture(architecture):
        path = _existing(file)
        return local_source(f"{architecture}:{path}", path, architecture)
    trained = trained_folder(name, folder)
    if trained is not None:
        return local_source(name, trained)
    path = _existing(name)
    return local_source(str(path), path)


def _existing(name: str) -> Path:
    """The file or folder, absolute: a catalogue remembers it and is opened from anywhere."""
    path = Path(name).expanduser().absolute()
    if not path.exists():
        raise InputError("encoder-unknown", encoder=name)
    return path


def _unaltered(source: FullSource) -> FullSource:
    """The source, once its weights have the SHA-256 stored at the download."""
    damaged = sha256_of(source.weights) != source.weights_sha256
    words = source.words
    if words is not None:
        for name, sha256 in source.words_sha256.items():
            path = words / Path(name).name
            damaged |= not path.is_file() or sha256_of(path) != sha256
    if damaged:
        raise InputError("encoder-damaged", encoder=source.name, folder=source.weights.parent)
    return source


# --- what the list shows ------------------------------------------------------------------------


def _built_in_info() -> EncoderInfo:
    return EncoderInfo(
        name=BUILT_IN,
        kind="built-in",
        installed=is_installed(),
        size_bytes=DOWNLOAD_BYTES,
        feature_size=FEATURE_SIZE,
        source=Message("encoder-built-in-source"),
        description=Message("encoder-built-in-description"),
        fingerprint=built_in_fingerprint(),
        weights_sha256=IMAGE_SHA256,
        languages=_built_in_languages(),
        purpose=PURPOSES.get(BUILT_IN),
        licence=BUILT_IN_LICENCE,
    )


def _built_in_languages() -> Message:
    if other_languages.is_installed():
        return Message("encoder-built-in-languages")
    return Message(
        "encoder-built-in-english",
        {"package": other_languages.PACKAGE, "size_mb": other_languages.PACKAGE_BYTES // 1_000_000},
    )


def _tagged_info(encoder: TaggedEncoder, folder: Path) -> EncoderInfo:
    source = installed_source(encoder, folder)
    purpose = PURPOSES.get(encoder.name)
    to_fetch = encoder.size_bytes + (purpose.words_bytes if purpose is not None else 0)
    return EncoderInfo(
        name=encoder.name,
        kind="full",
        installed=source is not None,
        size_bytes=source.weights.stat().st_size if source else to_fetch or None,
        feature_size=encoder.feature_size,
        source=Message("encoder-hub-source", {"repository": encoder.repository}),
        description=Message(
            "encoder-full-description",
            {
                "towers": "both" if source is None or source.reads_words else "images",
                "size_px": encoder.size_px,
                "recommended": "yes" if encoder.name == RECOMMENDED else "no",
            },
        ),
        fingerprint=source.fingerprint if source else None,
        weights_sha256=source.weights_sha256 if source else None,
        reads_words=source is None or source.reads_words,
        purpose=purpose,
        licence=LICENCES.get(encoder.repository, ""),
    )


def _local_infos(folder: Path) -> list[EncoderInfo]:
    """Folders and files somebody put into the encoders folder, as far as they can be read."""
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return []
    infos = []
    for path in entries:
        is_folder = (path / CONFIG_NAME).is_file() and not (path / MANIFEST_NAME).exists()
        if trained_folder(path.name, folder) is not None:
            with suppress(InputError, OSError):
                infos.append(_trained_info(path))
            continue
        if not is_folder and path.suffix not in WEIGHTS_SUFFIXES:
            continue
        with suppress(InputError, OSError):
            infos.append(_local_info(path))
    return infos


def _trained_info(path: Path) -> EncoderInfo:
    card = read_card(path)
    described = Message("encoder-trained-description", {"base": str(card.get("base", ""))})
    if not kind_of(path):
        whole = replace(_local_info(path), name=path.name, kind="trained", card=card)
        return replace(whole, description=described, source=Message("encoder-trained-source"))
    source = adapted_source(path.name, path)
    return EncoderInfo(
        name=path.name,
        kind="trained",
        installed=True,
        size_bytes=(path / HEADS_NAME).stat().st_size,
        feature_size=source.feature_size,
        source=Message("encoder-trained-source"),
        description=described,
        fingerprint=source.fingerprint,
        licence=str(card.get("licence", "")),
        card=card,
    )


def _local_info(path: Path) -> EncoderInfo:
    weights = find_weights(path) if path.is_dir() else path
    model, preprocess = config_beside(weights)
    size_px = preprocess.size_px
    return EncoderInfo(
        name=str(path),
        kind="full",
        installed=True,
        size_bytes=weights.stat().st_size,
        feature_size=int(model["embed_dim"]),
        source=Message("encoder-local-source"),
        description=Message("encoder-local-description", {"size_px": size_px}),
    )
