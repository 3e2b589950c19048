"""A suggester that follows what others change in the catalogue."""

import threading
import time
from collections.abc import Callable
from typing import Any

from db.catalogue import Catalogue
from db.records import SuggestionRun
from engine.answers.current_encoder import current_encoder
from engine.answers.references import MINIMUM_IMAGES, SUGGESTER_SETTING, tuned_key
from engine.answers.review import NewSuggestions, ReviewSession
from engine.answers.text_language import ARCHIVE_SETTING, NAMES_SETTING
from engine.suggesters.base import FloatArray
from engine.suggesters.registry import SUGGESTERS

MOST_ROWS = 5000
MOST_IMAGES = 200
"""Changes of so many rows and images are taken over before the next answer; larger ones beside."""
MOST_SESSIONS = 4
"""Suggesters with their references in memory, beside the one that is asked by default."""
PATIENCE_S = 1.0
"""So long the next answer waits for what is read beside: mostly that is enough."""
SETTINGS = (SUGGESTER_SETTING, MINIMUM_IMAGES, ARCHIVE_SETTING, NAMES_SETTING)


class Followed:
    """One suggester with the version of the catalogue that it has come to.

    Used by one thread; what takes long is read by another one, and taken over when it is whole.
    """

    def __init__(self, catalogue: Catalogue, suggester: str) -> None:
        self._catalogue = catalogue
        self._suggester = suggester or None
        self._session: ReviewSession | None = None
        self._state: object = None
        self.version = 0
        self._work: threading.Thread | None = None
        self._made: tuple[ReviewSession, object, int] | None = None
        self._failure: Exception | None = None
        self.used_s = time.monotonic()

    def follow(self) -> None:
        """Take over what has changed, or have it read beside."""
        self._take()
        if self._work is not None:
            return
        state = state_of(self._catalogue, self._suggester)
        if self._session is None or state != self._state:
            self._read_beside()
            return
        change = self._catalogue.changes_since(self.version, most_rows=MOST_ROWS)
        if change.change_id == self.version and not change.images_unknown:
            return
        if change.images_unknown or len(change.image_ids) > MOST_IMAGES:
            self._read_beside()
            return
        self._session.refresh(change)
        self.version = change.change_id

    def ask(self, features: FloatArray) -> list[NewSuggestions] | None:
        """What it suggests for (q, d) features; None while it is being prepared."""
        self.used_s = time.monotonic()
        self._take()
        return None if self._session is None else self._session.suggest_features(features)

    @property
    def is_working(self) -> bool:
        """Whether something is being read beside."""
        return self._work is not None

    def _take(self) -> None:
        if self._made is not None:
            self._session, self._state, self.version = self._made
            self._made = None
        if self._work is not None and not self._work.is_alive():
            self._work = None
        if self._failure is not None:
            failure, self._failure = self._failure, None
            raise failure

    def _read_beside(self) -> None:
        self._work = threading.Thread(target=self._read, name="suggester-reading", daemon=True)
        self._work.start()
        self._work.join(PATIENCE_S)
        self._take()

    def _read(self) -> None:
        try:
            # Before the references: what changes meanwhile is taken over afterwards.
            version = self._catalogue.history.newest_id()
            state = state_of(self._catalogue, self._suggester)
            session = ReviewSession(self._catalogue, self._suggester)
            session.load()
            self._made = (session, state, version)
        except Exception as error:  # for the thread that asks
            self._failure = error


class FollowedSuggesters:
    """The suggesters that are asked, each fitted when it is asked first."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._followed: dict[str, Followed] = {}
        self._seen = -1

    def of(self, suggester: str) -> Followed:
        """The suggester of this name, up to date but for what takes long."""
        if suggester not in self._followed:
            self._make_room()
            self._followed[suggester] = Followed(self._catalogue, suggester)
            self._followed[suggester].follow()
        return self._followed[suggester]

    def follow(self, on_change: Callable[[], None]) -> None:
        """Look whether others have changed the catalogue, and have every suggester follow."""
        seen = self._catalogue.data_version()
        has_changed = seen != self._seen
        self._seen = seen
        if has_changed:
            on_change()
        for one in self._followed.values():
            if has_changed or one.is_working:
                one.follow()

    def _make_room(self) -> None:
        others = [name for name in self._followed if name]
        while len(others) >= MOST_SESSIONS:
            oldest = min(others, key=lambda name: self._followed[name].used_s)
            others.remove(oldest)
            del self._followed[oldest]


def state_of(catalogue: Catalogue, suggester: str | None) -> object:
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
