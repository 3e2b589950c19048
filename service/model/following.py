"""Suggesters and questions that follow what others change in the catalogue."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from db.catalogue import Catalogue
from db.errors import CatalogueError
from db.records import ChangeSet, SuggestionRun
from engine.answers.current_encoder import current_encoder
from engine.answers.questions.fitted import FittedQuestion, fit_question
from engine.answers.references import MINIMUM_IMAGES, SUGGESTER_SETTING, tuned_key
from engine.answers.review import ReviewSession
from engine.answers.text_language import ARCHIVE_SETTING, NAMES_SETTING
from engine.suggesters.registry import SUGGESTERS

Model = TypeVar("Model")
Key = TypeVar("Key", str, int)

MOST_ROWS = 5000
MOST_IMAGES = 200
"""Changes of so many rows and images are taken over before the next answer; larger ones beside."""
MOST_OTHERS = 4
"""Suggesters in memory, beside the one that is asked by default, and questions."""
PATIENCE_S = 1.0
"""So long the next answer waits for what is read beside: mostly that is enough."""
SETTINGS = (SUGGESTER_SETTING, MINIMUM_IMAGES, ARCHIVE_SETTING, NAMES_SETTING)


@dataclass(frozen=True, slots=True)
class Kind(Generic[Model]):
    """How a model is read, what it depends on beside what ``refresh`` takes over, and that.

    ``state`` is equal while a model need not be read again; ``refresh`` is told of small changes.
    """

    read: Callable[[], Model]
    state: Callable[[], object]
    refresh: Callable[[Model, ChangeSet], None]


class Followed(Generic[Model]):
    """A model with the version of the catalogue that it has come to.

    Used by one thread; what takes long is read by another one, and taken over when it is whole.
    """

    def __init__(self, catalogue: Catalogue, kind: Kind[Model]) -> None:
        self._catalogue = catalogue
        self._kind = kind
        self._model: Model | None = None
        self._state: object = None
        self.version = 0
        self._work: threading.Thread | None = None
        self._made: tuple[Model, object, int] | None = None
        self._failure: Exception | None = None
        self.used_s = time.monotonic()

    def follow(self) -> None:
        """Take over what has changed, or have it read beside."""
        self._take()
        if self._work is not None:
            return
        if self._model is None or self._kind.state() != self._state:
            self._read_beside()
            return
        change = self._catalogue.changes_since(self.version, most_rows=MOST_ROWS)
        if change.change_id == self.version and not change.images_unknown:
            return
        if change.images_unknown or len(change.image_ids) > MOST_IMAGES:
            self._read_beside()
            return
        self._kind.refresh(self._model, change)
        self.version = change.change_id

    def model(self) -> Model | None:
        """The model as it is by now; None while it is being prepared.

        Raises what reading it raised, once; it is read again for the next question.
        """
        self.used_s = time.monotonic()
        self._take()
        if self._failure is not None:
            failure, self._failure = self._failure, None
            raise failure
        if self._model is None and self._work is None:
            self._read_beside()
        return self._model

    @property
    def is_working(self) -> bool:
        """Whether something is being read beside."""
        return self._work is not None

    def _take(self) -> None:
        if self._work is not None and not self._work.is_alive():
            self._work = None
        if self._made is not None:
            self._model, self._state, self.version = self._made
            self._made = None

    def _read_beside(self) -> None:
        self._work = threading.Thread(target=self._read, name="reading", daemon=True)
        self._work.start()
        self._work.join(PATIENCE_S)
        self._take()

    def _read(self) -> None:
        try:
            # Before the rest: what changes meanwhile is taken over afterwards.
            version = self._catalogue.history.newest_id()
            state = self._kind.state()
            self._made = (self._kind.read(), state, version)
        except Exception as error:  # for the thread that asks
            self._failure = error


class Models:
    """The suggesters and questions that are asked, each read when it is asked first."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._suggesters: dict[str, Followed[ReviewSession]] = {}
        self._questions: dict[int, Followed[FittedQuestion]] = {}
        self._seen = -1

    def suggester(self, name: str) -> Followed[ReviewSession]:
        """The suggester of this name, "" for the one that made the suggestions that are stored, up
        to date but for what takes long."""
        if name not in self._suggesters:
            _make_room(self._suggesters, keep="")
            self._suggesters[name] = Followed(self._catalogue, _suggester(self._catalogue, name))
            self._suggesters[name].follow()
        return self._suggesters[name]

    def question(self, question_id: int) -> Followed[FittedQuestion]:
        """The question of this number, as its answers are but for what takes long."""
        if question_id not in self._questions:
            _make_room(self._questions)
            kind = _question(self._catalogue, question_id)
            self._questions[question_id] = Followed(self._catalogue, kind)
            self._questions[question_id].follow()
        return self._questions[question_id]

    def follow(self, on_change: Callable[[], None]) -> None:
        """Look whether others have changed the catalogue, and have every model follow."""
        seen = self._catalogue.data_version()
        has_changed = seen != self._seen
        self._seen = seen
        if has_changed:
            on_change()
        _follow_each(self._suggesters, has_changed=has_changed)
        _follow_each(self._questions, has_changed=has_changed)


def _follow_each(followed: "dict[Key, Followed[Model]]", *, has_changed: bool) -> None:
    for name, one in list(followed.items()):
        if not (has_changed or one.is_working):
            continue
        try:
            one.follow()
        except CatalogueError:  # such as a question that is gone: whoever asks for it is told
            del followed[name]


def _make_room(followed: "dict[Key, Followed[Model]]", keep: "Key | None" = None) -> None:
    others = [name for name in followed if name != keep]
    while len(others) >= MOST_OTHERS:
        oldest = min(others, key=lambda name: followed[name].used_s)
        others.remove(oldest)
        del followed[oldest]


def _suggester(catalogue: Catalogue, name: str) -> Kind[ReviewSession]:
    def read() -> ReviewSession:
        session = ReviewSession(catalogue, name or None)
        session.load()
        return session

    return Kind(read, lambda: state_of(catalogue, name), ReviewSession.refresh)


def _question(catalogue: Catalogue, question_id: int) -> Kind[FittedQuestion]:
    def state() -> object:
        record = replace(catalogue.questions.get(question_id), yes=0, no=0, unsure=0)
        answers = catalogue.questions.answers(question_id)
        return record, current_encoder(catalogue), [(one.image_id, one.answer) for one in answers]

    # Labels say nothing to a question, and other answers make another state.
    return Kind(lambda: fit_question(catalogue, question_id), state, lambda model, change: None)


def state_of(catalogue: Catalogue, suggester: str) -> object:
    """What a suggester depends on beside labellings; equal while it is the same."""
    encoder = current_encoder(catalogue)
    fingerprint = "" if encoder is None else encoder[1]
    run = catalogue.suggestions.run()
    names = [suggester] if suggester else list(SUGGESTERS)
    keys = (*SETTINGS, *(tuned_key(name, fingerprint) for name in names))
    stored: list[Any] = [catalogue.settings.as_stored(key) for key in keys]
    return encoder, _of_run(run), catalogue.images.known_count(), tuple(stored)


def _of_run(run: SuggestionRun | None) -> object:
    return None if run is None else repr(run)
