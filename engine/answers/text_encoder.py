"""Words to vectors for everything that needs them, with the encoder in a process of its own.

Vectors that were made before come from the catalogue's folder. For the others a child process is
started that loads the encoder, stays for the next question and ends after a while without one: the
window's process never loads torch, and a crash in the child costs one more start. The same child
encodes single pictures that somebody searches by.
"""

import signal
import threading
import traceback
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from engine.answers.current_encoder import current_encoder, row_length
from engine.answers.encoder_precision import noted_precision
from engine.answers.text_language import language_of_texts
from engine.child_processes import Surroundings, child_processes
from engine.encoders.base import PixelArray, PrecisionChoice, Preprocess, encode_texts_in
from engine.encoders.languages_taken import takes_language
from engine.encoders.registry import text_fingerprint
from engine.encoders.text_languages import ENGLISH, rows_by_language
from engine.errors import InputError
from engine.language.text_features import TextFeatures

if TYPE_CHECKING:
    from db.catalogue import Catalogue
    from engine.encoders.base import Encoder

FloatArray = NDArray[np.float32]

IDLE_S = 300.0
"""After this long without a question the child ends and gives its memory back."""
TEXTS_AT_ONCE = 256
STARTS = 2
"""A child that dies over a question is replaced once."""
JOIN_S = 5.0


@dataclass(frozen=True, slots=True)
class EncoderInput:
    """What the encoder that is loaded takes pictures as."""

    fingerprint: str
    preprocess: Preprocess


class NoTextTowerError(InputError):
    """The encoder in use reads no words; images can still be compared with images."""


@dataclass(frozen=True, slots=True)
class _Refusal:
    """What the child says where it cannot do as asked."""

    error: InputError


class TextsIn(NamedTuple):
    """Texts with the language that an encoder is told which takes one."""

    texts: list[str]
    language: str


Question = TextsIn | PixelArray | None
"""Texts, (n, size_px, size_px, 3) pictures, or None: how pictures are wanted."""
Answer = FloatArray | EncoderInput


@dataclass(frozen=True, slots=True)
class _Mistake:
    """An error of ours in the child."""

    details: str


class _EncoderOfTexts(NamedTuple):
    name: str
    fingerprint: str
    language: str
    precision: PrecisionChoice
    """pictures are read as those of the archive were"""


class TextEncoder:
    """Encodes texts with the encoder that a catalogue uses, or with the one of this name and
    fingerprint. Safe to call from several threads.

    ``text_encoder_of`` hands out one for each open catalogue, so that there is one child.
    """

    def __init__(
        self,
        catalogue: "Catalogue",
        *,
        encoder: tuple[str, str] | None = None,
        idle_s: float = IDLE_S,
    ) -> None:
        self._catalogue = weakref.ref(catalogue)
        self._chosen = encoder
        self._folder = text_features_dir(catalogue)
        self._idle_s = idle_s
        self._lock = threading.Lock()
        self._is_over = False
        self._child: _Child | None = None
        self._kept: dict[str, TextFeatures] = {}
        """By the language that the encoder was told; one alone where it takes none."""
        self._encoder: _EncoderOfTexts | None = None
        self._takes_language: bool | None = None

    def encode(self, texts: Sequence[str], languages: Sequence[str] | None = None) -> FloatArray:
        """(n, d) float32, rows of length 1.

        ``languages``: of each text (ISO 639 or BCP 47, "" unknown), for encoders that are told;
        else all are in the catalogue's. Raises InputError where nothing is encoded yet, so that no
        encoder is chosen, where the encoder has no text tower, is another than it was, or cannot be
        loaded.
        """
        with self._lock:
            encoder = self._encoder_now()
            if languages is None or not texts or not self._is_told(encoder):
                return self._encoded(encoder, texts, encoder.language)
            found: FloatArray | None = None
            for language, rows in rows_by_language(languages, encoder.language).items():
                part = self._encoded(encoder, [texts[row] for row in rows], language)
                if found is None:
                    found = np.empty((len(texts), part.shape[1]), np.float32)
                found[rows] = part
            assert found is not None
            return found

    def _encoded(
        self, encoder: "_EncoderOfTexts", texts: Sequence[str], language: str
    ) -> FloatArray:
        """(n, d) vectors of texts that are all in one language, new ones by the child."""
        kept = self._kept_in(encoder, language)
        found, there = kept.rows(texts)
        absent = list(
            dict.fromkeys(text for text, has in zip(texts, there, strict=True) if not has)
        )
        # Without any text the child still says how long a vector is.
        if not absent and found.shape[1]:
            return found
        made = self._ask(encoder, absent, language)
        if not texts:
            return made
        kept.add(absent, made)
        found = found if found.shape[1] else np.zeros((len(texts), made.shape[1]), np.float32)
        row_of = {text: row for row, text in enumerate(absent)}
        for row in np.flatnonzero(~there):
            # As it will come back from the cache.
            vector = made[row_of[texts[int(row)]]].astype(np.float16).astype(np.float32)
            found[row] = vector / max(float(np.linalg.norm(vector)), 1e-12)
        return found

    def warm(self) -> None:
        """Have the child load the encoder, so that the next new text is encoded at once.

        Waits until it has; call it from a lane. Raises InputError as ``encode``.
        """
        with self._lock:
            encoder = self._encoder_now()
            self._ask(encoder, [], encoder.language)

    def image_input(self) -> EncoderInput:
        """How the encoder wants pictures; an encoder without a text tower serves too.

        Raises InputError where nothing is encoded yet or the encoder cannot be loaded.
        """
        with self._lock:
            encoder = self._encoder_now()
            answer = self._answered(encoder, None)
            assert isinstance(answer, EncoderInput)
            return answer

    def encode_image(self, pixels: PixelArray) -> FloatArray:
        """(d,) float32 of length 1 from a picture prepared as ``image_input`` says."""
        with self._lock:
            encoder = self._encoder_now()
            answer = self._answered(encoder, pixels[None])
            assert isinstance(answer, np.ndarray)
            feature: FloatArray = answer[0]
            return feature

    def abandon(self) -> None:
        """End the child at once, whatever it is at, and answer no new question.

        For when the catalogue is about to be closed: whoever waits gets InputError.
        """
        self._is_over = True
        child = self._child
        if child is not None:
            child.process.kill()

    def close(self) -> None:
        """Keep what was made, and end the child."""
        with self._lock:
            self._flush()
            self._end_child()

    def __del__(self) -> None:
        """The child of a catalogue that is gone serves nobody."""
        self._end_child()

    @property
    def child_pid(self) -> int | None:
        """The process id of the child; None where none runs."""
        child = self._child
        return child.process.pid if child is not None and child.process.is_alive() else None

    def _encoder_now(self) -> "_EncoderOfTexts":
        """The encoder now in use; vectors at hand of another one are let go."""
        catalogue = self._catalogue()
        current = self._chosen
        if current is None and catalogue is not None:
            current = current_encoder(catalogue)
        if catalogue is None or current is None:
            raise InputError("images-not-encoded")
        language = language_of_texts(catalogue.settings, current[0])
        precision = noted_precision(catalogue, current[1])
        encoder = _EncoderOfTexts(*current, language, precision)
        if encoder != self._encoder:
            self._flush()
            self._end_child()
            self._encoder, self._kept, self._takes_language = encoder, {}, None
        return encoder

    def _kept_in(self, encoder: "_EncoderOfTexts", language: str) -> TextFeatures:
        """The vectors at hand of texts in a language."""
        if language not in self._kept:
            catalogue = self._catalogue()
            length = None if catalogue is None else row_length(catalogue, encoder.fingerprint)
            read_as = text_fingerprint(encoder.name, encoder.fingerprint, language)
            self._kept[language] = TextFeatures(self._folder, read_as, length)
        return self._kept[language]

    def _is_told(self, encoder: "_EncoderOfTexts") -> bool:
        if self._takes_language is None:
            self._takes_language = takes_language(encoder.name)
        return self._takes_language

    def _flush(self) -> None:
        for kept in self._kept.values():
            kept.flush()

    def _ask(self, encoder: "_EncoderOfTexts", texts: list[str], language: str) -> FloatArray:
        """Vectors from the child; (0, d) for no texts."""
        parts = [
            self._answered(encoder, TextsIn(texts[start : start + TEXTS_AT_ONCE], language))
            for start in range(0, max(1, len(texts)), TEXTS_AT_ONCE)
        ]
        return np.concatenate([part for part in parts if isinstance(part, np.ndarray)])

    def _answered(self, encoder: "_EncoderOfTexts", question: Question) -> Answer:
        for _ in range(STARTS):
            if self._child is None:
                self._child = _Child(encoder, self._idle_s)
            if self._is_over:
                self._end_child()
                raise InputError("catalogue-closing")
            try:
                return self._child.ask(question)
            except (EOFError, OSError):  # it ended after idling, or somebody ended it
                self._end_child()
        raise InputError("encoder-process-ended")

    def _end_child(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.end()


class LoadedTextEncoder(TextEncoder):
    """The text encoder of a process that has loaded the encoder itself: there is no child."""

    def __init__(
        self,
        catalogue: "Catalogue",
        served: "ServedEncoder",
        *,
        encoder: tuple[str, str] | None = None,
    ) -> None:
        super().__init__(catalogue, encoder=encoder)
        self._served = served

    def _answered(self, encoder: "_EncoderOfTexts", question: Question) -> Answer:
        return self._served.answer(question)


class _Child:
    """The process that keeps the encoder."""

    def __init__(self, encoder: "_EncoderOfTexts", idle_s: float) -> None:
        context = child_processes()
        self._connection, childs = context.Pipe()
        # A daemon: whoever ends without closing does not wait for it.
        self.process: BaseProcess = context.Process(
            target=_serve,
            args=(encoder, idle_s, childs, Surroundings.here()),
            name="text-encoder",
            daemon=True,
        )
        self.process.start()
        childs.close()

    def ask(self, question: Question) -> Answer:
        """The child's InputError, or EOFError or OSError where it is gone."""
        self._connection.send(question)
        answer: Answer | _Refusal | _Mistake = self._connection.recv()
        if isinstance(answer, _Refusal):
            raise answer.error
        if isinstance(answer, _Mistake):
            raise RuntimeError(f"The encoder's process failed:\n{answer.details}")
        return answer

    def end(self) -> None:
        """At once: it holds nothing that could be lost."""
        self._connection.close()
        self.process.kill()
        self.process.join(JOIN_S)


def _serve(
    encoder: "_EncoderOfTexts", idle_s: float, connection: Connection, surroundings: Surroundings
) -> None:
    """What the child does: texts in, vectors out, until nobody asks any more."""
    surroundings.enter()
    # Ctrl-C in a terminal reaches the whole group; the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    served = ServedEncoder(*encoder)
    # An end of the pipe: the parent is gone.
    while connection.poll(idle_s):
        try:
            question: Question = connection.recv()
        except (EOFError, OSError):
            return
        answer: Answer | _Refusal | _Mistake
        try:
            answer = served.answer(question)
        except InputError as error:
            answer = _Refusal(error)
        except Exception:
            answer = _Mistake(traceback.format_exc())
        try:
            connection.send(answer)
        except OSError:
            return


class ServedEncoder:
    """The encoder in the child, loaded by the first question."""

    def __init__(
        self,
        name: str,
        fingerprint: str,
        language: str = ENGLISH,
        precision: PrecisionChoice = "auto",
    ) -> None:
        self._name = name
        self._language = language
        self._precision = precision
        self._fingerprint = fingerprint
        self._encoder: Encoder | None = None
        self._has_read = False

    @classmethod
    def of(cls, encoder: "Encoder", language: str) -> Self:
        """One that is loaded already."""
        served = cls(encoder.name, encoder.fingerprint, language)
        served._encoder = encoder
        return served

    def answer(self, question: Question) -> Answer:
        """Raises InputError where the encoder cannot be loaded, or reads no words."""
        if self._encoder is None:
            from engine.encoders.registry import load_encoder

            self._encoder = load_encoder(
                self._name, precision=self._precision, language=self._language
            )
            import torch

            # What is small is not spread over cores: they would wait for each other, 180 ms in
            # place of 50 for the phrases of one label on a busy machine. Batches are (threads.py).
            torch.set_num_threads(1)
        if question is None:
            return EncoderInput(self._encoder.fingerprint, self._encoder.preprocess)
        if isinstance(question, np.ndarray):
            return self._encoder.encode_images(question)
        return self._read(self._encoder, *question)

    def _read(self, encoder: "Encoder", texts: list[str], language: str) -> FloatArray:
        if not encoder.has_text_tower:
            raise NoTextTowerError("encoder-without-text", encoder=self._name)
        if encoder.fingerprint != self._fingerprint:
            raise InputError("encoder-replaced", encoder=self._name)
        if not self._has_read:
            encoder.encode_texts(["a photo"])  # the text tower may come with the first text
            self._has_read = True
        if not texts:
            return np.empty((0, encoder.feature_size), np.float32)
        return encode_texts_in(encoder, texts, language)


_encoders: "weakref.WeakKeyDictionary[Catalogue, TextEncoder]" = weakref.WeakKeyDictionary()
_encoders_lock = threading.Lock()


def text_features_dir(catalogue: "Catalogue") -> Path:
    """Where the vectors of texts of all encoders are."""
    return catalogue.folder / "text_features"


def read_texts_here(catalogue: "Catalogue", encoder: "Encoder") -> TextEncoder:
    """From now on, have this process read the texts of an open catalogue with the encoder that it
    has loaded."""
    language = language_of_texts(catalogue.settings, encoder.name)
    with _encoders_lock:
        _encoders[catalogue] = LoadedTextEncoder(catalogue, ServedEncoder.of(encoder, language))
        return _encoders[catalogue]


def loaded_text_encoder(catalogue: "Catalogue", encoder: "Encoder") -> TextEncoder:
    """What reads texts in this process with an encoder that it has loaded, in use or not; the
    vectors are kept as those of the one in use are."""
    language = language_of_texts(catalogue.settings, encoder.name)
    served = ServedEncoder.of(encoder, language)
    return LoadedTextEncoder(catalogue, served, encoder=(encoder.name, encoder.fingerprint))


def text_encoder_of(catalogue: "Catalogue") -> TextEncoder:
    """The one text encoder of an open catalogue."""
    with _encoders_lock:
        if catalogue not in _encoders:
            _encoders[catalogue] = TextEncoder(catalogue)
        return _encoders[catalogue]
