"""Answers in the model process: pictures and words in, documents out."""

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from db.catalogue import Catalogue
from db.errors import CatalogueError
from engine.answers.current_encoder import current_encoder
from engine.answers.encoder_precision import load_as_stored
from engine.answers.review import MESSAGE_TEXTS, NewSuggestions, ShownSuggestion
from engine.answers.search import ImageSearch, Ranking, ReadQuery, TermReading, names_of
from engine.answers.text_encoder import read_texts_here
from engine.answers.text_language import language_of_texts
from engine.encoders.base import FloatArray
from engine.errors import InputError
from engine.language.query import Query, Term, parse
from engine.suggesters.registry import suggester_kind
from engine.words_and_pictures import paired
from service.model.calls import (
    Answered,
    Broken,
    Call,
    NotYet,
    Predict,
    Ready,
    Refused,
    Reply,
    Search,
)
from service.model.following import Models
from service.places import where

WAITING_S = 0.05
MOST_EVIDENCE = 20
"""References of a suggestion in an answer, the heaviest first."""


class EncoderReplacedError(Exception):
    """The catalogue uses another encoder by now: a new process has to load it."""


class Answering:
    """The encoder, the suggesters and the search of one catalogue. For one thread."""

    def __init__(self, path: Path) -> None:
        """Raises InputError and CatalogueError where nothing can be answered."""
        self.catalogue = Catalogue.open_to_read(path)
        current = current_encoder(self.catalogue)
        if current is None:
            raise InputError("images-not-encoded")
        self._current = current
        language = language_of_texts(self.catalogue.settings, current[0])
        self._encoder = load_as_stored(self.catalogue, current[0], language=language)
        if self._encoder.fingerprint != current[1]:
            raise InputError("encoder-changed", encoder=current[0])
        self._texts = read_texts_here(self.catalogue, self._encoder)
        self._search = ImageSearch(
            self.catalogue, encode_texts=self._texts.encode, encode_file=_no_file
        )
        self._models = Models(self.catalogue)
        self._models.suggester("")

    def warm(self) -> Ready:
        """Do everything once that is slow the first time."""
        size_px = self._encoder.preprocess.size_px
        self._encoder.encode_images(np.zeros((1, size_px, size_px, 3), np.uint8))
        return Ready(
            self._warm_suggester(),
            self._encoder.name,
            self._encoder.fingerprint,
            self._encoder.preprocess,
            self._encoder.has_text_tower,
        )

    def _warm_suggester(self) -> str:
        """Wait until the suggester that is asked by default is read; its name, "" where it cannot
        be: whoever asks is told why."""
        followed = self._models.suggester("")
        try:
            while (session := followed.model()) is None:
                time.sleep(WAITING_S)
        except (InputError, CatalogueError):
            return ""
        return session.suggester

    def answer(self, calls: Sequence[Call]) -> list[Reply]:
        """A reply for each call, in order. EncoderReplacedError where none can be given here."""
        self._models.follow(self._look_at_encoder)
        features = self._features(calls)
        replies: list[Reply | None] = [None] * len(calls)
        groups: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
        for at, call in enumerate(calls):
            if isinstance(call, Predict) and call.question:
                replies[at] = _tried(partial(self._question_answered, call, features[at]))
            elif isinstance(call, Predict):
                groups[call.suggester].append((at, call.text))
            else:
                assert isinstance(call, Search)
                replies[at] = _tried(partial(self._found, call, features.get(at)))
        for suggester, asked in groups.items():
            pictures = np.stack([features[at] for at, _ in asked])
            answers = self._predicted(suggester, pictures, [text for _, text in asked])
            for (at, _), reply in zip(asked, answers, strict=True):
                replies[at] = reply
        return [reply for reply in replies if reply is not None]

    def _look_at_encoder(self) -> None:
        if current_encoder(self.catalogue) != self._current:
            raise EncoderReplacedError
        self._search.forget_names()

    def _features(self, calls: Sequence[Call]) -> dict[int, FloatArray]:
        """The features of the pictures among the calls, encoded together."""
        pictures = {at: one.pixels for at, one in enumerate(calls) if one.pixels is not None}
        if not pictures:
            return {}
        features = self._encoder.encode_images(np.stack(list(pictures.values())))
        return dict(zip(pictures, features, strict=True))

    # --- labels ---------------------------------------------------------------------------------

    def _predicted(
        self, suggester: str, features: FloatArray, texts: Sequence[str]
    ) -> Sequence[Reply]:
        try:
            if suggester:
                suggester_kind(suggester)
            followed = self._models.suggester(suggester)
            session = followed.model()
            if session is None:
                return [NotYet()] * len(features)
            found = session.suggest_features(features, texts)
        except (InputError, CatalogueError) as error:
            return [Refused(error.message)] * len(features)
        except Exception as error:
            return [Broken(where(error))] * len(features)
        return [
            Answered(self._labels_document(one, session.reads_texts, followed.version))
            for one in found
        ]

    def _labels_document(
        self, new: NewSuggestions, reads_texts: bool, version: int
    ) -> dict[str, Any]:
        found = new.found
        rows = [(one, True) for one in found.suggestions]
        rows += [(one, False) for one in found.weak]
        return {
            "labels": [_label_document(one, new, suggested=taken) for one, taken in rows],
            "message": MESSAGE_TEXTS[found.message],
            "model": {
                "suggester": found.suggester,
                "reads_text": reads_texts,
                "threshold": found.threshold,
                "evidence_is_borrowed": found.borrowed_evidence,
                "encoder": self._encoder.name,
                "encoder_fingerprint": self._encoder.fingerprint,
            },
            "catalogue": {"identity": self.catalogue.identity, "version": version},
        }

    # --- questions ------------------------------------------------------------------------------

    def _question_answered(self, call: Predict, feature: FloatArray) -> Reply:
        followed = self._models.question(self._question_id(call.question))
        fitted = followed.model()
        if fitted is None:
            return NotYet()
        words = " ".join(call.text.split())
        reads = words and self._encoder.has_text_tower
        text = self._texts.encode([words]) if reads else np.zeros_like(feature[None])
        pair = paired(feature[None], text)
        yes = float(fitted.probability(pair)[0])
        return Answered(
            {
                "question": fitted.question.name,
                "answer": "yes" if yes >= fitted.threshold else "no",
                "probabilities": {"yes": yes, "no": 1.0 - yes},
                "is_calibrated": fitted.head.is_calibrated_,
                "threshold": fitted.threshold,
                "evidence": [
                    {
                        "id": one.image_id,
                        "answer": one.answer,
                        "weight": one.weight,
                        "url": f"/evidence/{one.image_id}",
                    }
                    for one in fitted.evidence(pair[0], MOST_EVIDENCE)
                ],
                "encoder": self._encoder.name,
                "encoder_fingerprint": self._encoder.fingerprint,
                "catalogue": {
                    "identity": self.catalogue.identity,
                    "version": followed.version,
                },
            }
        )

    def _question_id(self, question: str) -> int:
        found = self.catalogue.questions.find(question)
        if found is None and question.isascii() and question.isdigit() and len(question) < 19:
            number = int(question)
            found = next((one for one in self.catalogue.questions.all() if one.id == number), None)
        if found is None:
            known = [one.name for one in self.catalogue.questions.all()]
            raise InputError("service-question-unknown", known=known or ["–"])
        return found.id

    # --- search ---------------------------------------------------------------------------------

    def _found(self, call: Search, feature: FloatArray | None) -> Reply:
        query: Query | ReadQuery
        words: Query | None = None
        if call.words:
            words = parse(call.words, is_name=names_of(self.catalogue))
            if any(term.kind != "words" for term in words.terms):
                raise InputError("service-search-paths")
        if feature is None:
            assert words is not None
            query = words
        else:
            query = self._with_picture(words, feature)
        ranking = self._search.rank(query, top=call.top, captions=feature is None)
        return Answered(self._ranking_document(ranking))

    def _with_picture(self, words: Query | None, feature: FloatArray) -> ReadQuery:
        term = Term("image", "upload")
        readings: tuple[TermReading, ...] = (TermReading(term, ""),)
        vectors: tuple[FloatArray, ...] = (feature,)
        if words is None:
            return ReadQuery(Query((term,)), self._encoder.fingerprint, readings, vectors)
        read = self._search.read(words)
        query = Query((*words.terms, term))
        fingerprint = read.fingerprint or self._encoder.fingerprint
        return ReadQuery(query, fingerprint, (*read.readings, *readings), (*read.vectors, *vectors))

    def _ranking_document(self, ranking: Ranking) -> dict[str, Any]:
        ids = ranking.image_ids.tolist()
        return {
            "images": [
                {
                    "id": image_id,
                    "score": None if np.isnan(score) else float(score),
                    "evidence": f"/evidence/{image_id}",
                }
                for image_id, score in zip(ids, ranking.scores, strict=True)
            ],
            "encoder": self._encoder.name,
            "encoder_fingerprint": self._encoder.fingerprint,
            "catalogue": {
                "identity": self.catalogue.identity,
                "version": self.catalogue.history.newest_id(),
            },
        }


def _label_document(
    one: ShownSuggestion, new: NewSuggestions, *, suggested: bool
) -> dict[str, Any]:
    probability = one.probability
    return {
        "id": one.label_id,
        "label": one.label_name,
        "suggested": suggested,
        "confidence": one.confidence,
        "threshold": one.threshold,
        "probabilities": (
            None if probability is None else {"yes": probability, "no": 1.0 - probability}
        ),
        "evidence": [
            {
                "id": each.image_id,
                "weight": each.weight,
                "similarity": each.similarity,
                "carries_label": each.carries_label,
                "url": f"/evidence/{each.image_id}",
            }
            for each in new.evidence(one.label_id)[:MOST_EVIDENCE]
        ],
    }


def _tried(work: Callable[[], Reply]) -> Reply:
    try:
        reply = work()
    except (InputError, CatalogueError) as error:
        return Refused(error.message)
    except Exception as error:  # of one call: the others have their answers
        return Broken(where(error))
    return reply


def _no_file(path: Path) -> FloatArray:
    raise InputError("service-search-paths")
