"""The feature of one file, whether or not the catalogue knows it."""

from pathlib import Path

from db.catalogue import Catalogue
from engine.archive.decode_pool import DecodeFailure, DecodePool
from engine.archive.inspect_file import hash_file
from engine.encoders.base import FloatArray
from engine.encoders.registry import load_encoder
from engine.errors import InputError
from engine.features.store import FeatureStore
from engine.jobs.encode import current_encoder, open_features
from engine.jobs.encode_input import InputRequest, read_input
from engine.jobs.limits import limits_from
from engine.jobs.progress import CancelToken, Job, Progress


def encoded_file(catalogue: Catalogue, store: FeatureStore, path: Path) -> FloatArray:
    """(d,) float32 of length 1, by the catalogue's encoder; stored nowhere.

    An image with this content that is encoded already saves the work. Raises InputError where the
    file cannot be read or the encoder is not the one that ``store`` belongs to.
    """
    try:
        content_hash = hash_file(path)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from error
    features, found = store.rows([content_hash])
    if found[0]:
        known: FloatArray = features[0]
        return known
    current = current_encoder(catalogue)
    if current is None:
        raise InputError("The images are not encoded yet: encode the catalogue first.")
    encoder = load_encoder(current[0])
    if encoder.fingerprint != store.fingerprint:
        raise InputError(
            f"The encoder {current[0]} has changed since the catalogue was encoded: encode again."
        )
    limits = limits_from(catalogue.settings)
    request = InputRequest(content_hash, (path,), encoder.preprocess, limits)
    with DecodePool(workers=1, limits=limits) as pool:
        (pixels,) = pool.map(read_input, [request])
    if isinstance(pixels, DecodeFailure):
        raise InputError(f"{path} cannot be read: {pixels.sentence}")
    feature: FloatArray = encoder.encode_images(pixels[None])[0]
    return feature


def encode_one_file(catalogue: Catalogue, *, cancel: CancelToken, path: Path) -> Job[FloatArray]:
    """The same as a job, for a process of its own: ``encoded_file`` loads torch."""
    yield Progress("Loading the encoder", 0, 0)
    store = open_features(catalogue)
    if store is None:
        raise InputError("The images are not encoded yet: encode the catalogue first.")
    return encoded_file(catalogue, store, path)
