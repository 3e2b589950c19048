"""What random commands do to captions, held against the model; part of the catalogue's machine."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from db.captions.records import FoundCaption
from db.catalogue import Catalogue
from db.records import ChangeSet
from tests.db.catalogue_model import IMAGES, Model, model_of

captions = st.sampled_from(["a boat", "a ship", "a boat and a ship", "白鯨", " "])
image_ids = st.sampled_from(IMAGES)


class CaptionRules(RuleBasedStateMachine):
    """Add, change, take away, find in files."""

    catalogue: Catalogue
    model: Model
    done: list[tuple[Model, Any]]
    undone: list[tuple[Model, Any]]
    scanned: Callable[..., Any]
    kept_rows: Callable[[Path], Any]

    def run(self, command: Callable[[], ChangeSet], after: Model | None) -> ChangeSet | None:
        """Run a command that leads to the model ``after``; None: that it must refuse."""
        raise NotImplementedError

    @rule(image_id=image_ids, text=captions)
    def add_caption(self, image_id: int, text: str) -> None:
        after = copy.deepcopy(self.model)
        usable = bool(text.strip()) and (image_id, text) not in after.captions.values()
        after.captions[self.next_id("captions")] = (image_id, text)
        self.run(
            lambda: self.catalogue.commands.add_caption(image_id, text), after if usable else None
        )

    @rule(at=st.integers(0, 5), text=captions)
    def change_caption(self, at: int, text: str) -> None:
        after = copy.deepcopy(self.model)
        caption_id = sorted(after.captions)[at] if at < len(after.captions) else 10_000 + at
        usable = caption_id in after.captions and bool(text.strip())
        if usable:
            changed = (after.captions[caption_id][0], text)
            others = {key: one for key, one in after.captions.items() if key != caption_id}
            usable = changed not in others.values()
            after.captions[caption_id] = changed
        self.run(
            lambda: self.catalogue.commands.edit_caption(
                caption_id, text, language="", language_from=""
            ),
            after if usable else None,
        )

    @rule(at=st.integers(0, 5))
    def delete_caption(self, at: int) -> None:
        after = copy.deepcopy(self.model)
        caption_id = sorted(after.captions)[at] if at < len(after.captions) else 10_000 + at
        gone = after.captions.pop(caption_id, None)
        self.run(
            lambda: self.catalogue.commands.delete_caption(caption_id), after if gone else None
        )

    @rule(image_id=image_ids, texts=st.lists(captions, max_size=3))
    def find_captions(self, image_id: int, texts: list[str]) -> None:
        """A scan finds captions; what a curator took away or changed does not come back."""
        after = copy.deepcopy(self.model)
        known = self.known_captions(image_id)
        for text in dict.fromkeys(texts):
            if text.strip() and text not in known:
                after.captions[
                    self.next_id("captions") + len(after.captions) - len(self.model.captions)
                ] = (image_id, text)
        found = tuple(FoundCaption(text, "csv", "table") for text in texts)
        image = self.scanned(f"{image_id}.jpg", captions=found)
        if after == self.model:
            self.catalogue.commands.import_images([image])
            assert model_of(self.catalogue) == self.model
            return
        rows = self.kept_rows(self.catalogue.path)
        self.catalogue.commands.import_images([image])
        assert model_of(self.catalogue) == after
        self.done.append((self.model, rows))
        self.undone.clear()
        self.model = after

    @invariant()
    def captions_are_found_by_their_words(self) -> None:
        if hasattr(self, "model"):
            for word in ("boat", "ship", "鯨"):
                found = {one.caption_id for one in self.catalogue.captions.search(word)}
                has = {at for at, (_, text) in self.model.captions.items() if word in text}
                assert found == has

    def known_captions(self, image_id: int) -> set[str]:
        """The texts that an image has, or had when they were found."""
        with self.catalogue._database.read() as connection:
            query = "SELECT text, original FROM captions WHERE image_id = ?"
            rows = connection.exec_driver_sql(query, (image_id,)).fetchall()
        return {text for row in rows for text in row}

    def next_id(self, table: str = "labels") -> int:
        """The id the next label gets: ids are never used twice."""
        with self.catalogue._database.read() as connection:
            query = f"SELECT seq FROM sqlite_sequence WHERE name = '{table}'"
            return int(connection.exec_driver_sql(query).scalar() or 0) + 1
