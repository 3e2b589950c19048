"""The feature of one file, whether or not the catalogue knows it."""

from collections.abc import Callable
from pathlib import Path

from db.catalogue import Catalogue
from engine.answers.current_encoder import current_encoder
from engine.answers.encoder_precision import load_as_stored
from engine.answers.limits import limits_from
from engine.answers.text_encoder import EncoderInput, TextEncoder
from engine.archive.decode_pool import DecodeFailure, DecodePool
from engine.archive.inspect_file import hash_file
from engine.encoders.base import Encoder, FloatArray, PixelArray
from engine.encoding.encoder_input import InputRequest, read_input
from engine.errors import InputError
from engine.features.store import FeaturesByHash
from messages.os_reasons import reason_of


def encoded_file(
    catalogue: Catalogue, store: FeaturesByHash, path: Path, *, by: TextEncoder | None = None
) -> FloatArray:
    """(d,) float32 of length 1, by the catalogue's encoder; stored nowhere.

    An image with this content that is encoded already saves the work, and of ``PairFeatures`` it
    is the (2d,) pair with its captions. ``by`` encodes in a process
    of its own; without it torch is loaded in this one. Raises InputError where the file cannot be
    read or the encoder is not the one that ``store`` belongs to.
    """
    try:
        content_hash = hash_file(path)
    except OSError as error:
        raise InputError("path-unreadable", path=path, reason=reason_of(error)) from error
    features, found = store.rows([content_hash])
    if found[0]:
        known: FloatArray = features[0]
        return known
    current = current_encoder(catalogue)
    if current is None:
        raise InputError("images-not-encoded")
    wanted, encode = _here(load_as_stored(catalogue, current[0])) if by is None else _there(by)
    if wanted.fingerprint != store.fingerprint:
        raise InputError("encoder-changed", encoder=current[0])
    limits = limits_from(catalogue.settings)
    request = InputRequest(content_hash, (path,), wanted.preprocess, limits)
    with DecodePool(workers=1, limits=limits) as pool:
        pixels = pool.run(read_input, request)
    if isinstance(pixels, DecodeFailure):
        raise InputError("outside-file-unreadable", path=path, reason=pixels.reason)
    return encode(pixels)


def _here(encoder: Encoder) -> tuple[EncoderInput, Callable[[PixelArray], FloatArray]]:
    def encode(pixels: PixelArray) -> FloatArray:
        feature: FloatArray = encoder.encode_images(pixels[None])[0]
        return feature

    return EncoderInput(encoder.fingerprint, encoder.preprocess), encode


def _there(encoder: TextEncoder) -> tuple[EncoderInput, Callable[[PixelArray], FloatArray]]:
    return encoder.image_input(), encoder.encode_image
