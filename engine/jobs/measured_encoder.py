"""The encoder that a measurement is of: the one in use, or another one that is not yet."""

from dataclasses import dataclass

from db.catalogue import Catalogue
from engine.answers.current_encoder import FINGERPRINT_SETTING, features_dir
from engine.answers.references import encoder_and_features
from engine.answers.text_encoder import TextEncoder, loaded_text_encoder, text_encoder_of
from engine.encoders.registry import encoders_dir
from engine.encoders.trained import trained_folder
from engine.features.store import FeatureStore, Hashes
from engine.jobs.encode import encode_with
from engine.progress import CancelToken, Job
from messages.message import Message


@dataclass(frozen=True, slots=True)
class MeasuredEncoder:
    """Name and fingerprint, the features that are stored of it, and what reads texts with it."""

    name: str
    fingerprint: str
    store: FeatureStore
    reader: TextEncoder

    @property
    def is_trained(self) -> bool:
        """Whether it was trained here, perhaps on captions of the images that are measured."""
        return trained_folder(self.name, encoders_dir()) is not None

    def cautions(self) -> list[Message]:
        """What a reader has to know of it to judge figures."""
        if not self.is_trained:
            return []
        return [Message("evaluation-note-trained-encoder", {"encoder": self.name})]

    def is_in_use(self, catalogue: Catalogue) -> bool:
        """Whether it is the one that the catalogue uses."""
        return bool(catalogue.settings.get(FINGERPRINT_SETTING) == self.fingerprint)


def measured_encoder(
    catalogue: Catalogue, name: str | None, hashes: Hashes, *, cancel: CancelToken
) -> Job[MeasuredEncoder]:
    """The encoder of this name, once these contents have its features; None: the one in use, with
    what features there are. Which one is in use stays as it is.

    Raises NoReferencesError where nothing is encoded yet, InputError where the encoder cannot be
    had, or as ``encode_with``.
    """
    if name is None:
        encoder, store = encoder_and_features(catalogue)
        return MeasuredEncoder(*encoder, store, text_encoder_of(catalogue))
    loaded = yield from encode_with(catalogue, name, hashes, cancel=cancel)
    store = FeatureStore(
        features_dir(catalogue), loaded.fingerprint, row_length=loaded.feature_size
    )
    return MeasuredEncoder(
        loaded.name, loaded.fingerprint, store, loaded_text_encoder(catalogue, loaded)
    )
