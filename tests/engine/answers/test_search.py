"""Searching a catalogue by meaning, with invented features and words that point at subjects."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.typing import NDArray

from db.records import FoundKeyword, ImageFilter, ScannedImage
from engine.answers.current_encoder import ROW_LENGTH_SETTING
from engine.answers.references import references_or_error
from engine.answers.search import ImageSearch, NotEncodedError, rank
from engine.errors import InputError
from engine.language.query import like, parse

if TYPE_CHECKING:
    from conftest import MadeCatalogue

SIZE = 24  # of the invented features
FINGERPRINT = "f" * 64
SUBJECTS = {"truck": 1, "snow": 2, "people": 3}


def _hash(content: str) -> bytes:
    return hashlib.sha256(content.encode()).digest()


class Words:
    """Stands in for an encoder: a phrase is near the subjects whose words it holds."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        return np.stack([self._vector(text) for text in texts])

    def _vector(self, text: str) -> NDArray[np.float32]:
        vector = np.full(SIZE, 0.05)
        for word, subject in SUBJECTS.items():
            if word in text:
                vector = vector + np.random.default_rng(subject).standard_normal(SIZE)
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


class Bench:
    """A small archive: ten images of each subject, two copies, one without features."""

    def __init__(self, made: "MadeCatalogue") -> None:
        self.made = made
        self.catalogue = made.catalogue
        self.words = Words()
        rng = np.random.default_rng(8)
        images: list[ScannedImage] = []
        vectors: list[NDArray[np.float64]] = []
        for word, subject in SUBJECTS.items():
            found = (FoundKeyword((f"label {word}",), "csv"),)
            for number in range(10):
                path = f"{word}/{number:02}.jpg"
                images.append(ScannedImage(path.encode(), _hash(path), 1, 1, keywords=found))
                noise = rng.standard_normal(SIZE) * 0.6
                vectors.append(np.random.default_rng(subject).standard_normal(SIZE) + noise)
        for path in ("copies/b.jpg", "copies/a.jpg"):
            images.append(ScannedImage(path.encode(), images[0].content_hash, 1, 1))
        made.use_encoder()
        features = np.stack(vectors)
        features /= np.linalg.norm(features, axis=1, keepdims=True)
        made.store().append([image.content_hash for image in images[:30]], features)
        bare = ScannedImage(b"bare.jpg", _hash("bare"), 1, 1)
        self.catalogue.commands.import_images([*images, bare])
        self.search = ImageSearch(self.catalogue, encode_texts=self.words)

    def paths(self, text: str, *, filter: ImageFilter = ImageFilter()) -> list[str]:  # noqa: B008
        ids = self.search.rank(parse(text), filter=filter).image_ids.tolist()
        return [image.path for image in self.catalogue.images.get_many(ids)]


@pytest.fixture
def bench(made: "MadeCatalogue") -> Bench:
    return Bench(made)


def folders(paths: Sequence[str]) -> set[str]:
    return {path.split("/")[0] for path in paths}


def test_words_rank_every_image_that_has_features(bench: Bench) -> None:
    paths = bench.paths("truck")
    assert folders(paths[:12]) == {"truck", "copies"}
    assert len(paths) == 32
    ranking = bench.search.rank(parse("truck"))
    assert ranking.not_encoded == 1
    assert (np.diff(ranking.scores) <= 0).all()
    assert ranking.scores.dtype == np.float32


def test_equal_images_stand_by_path(bench: Bench) -> None:
    paths = bench.paths("truck")
    first = paths.index("copies/a.jpg")
    assert paths[first + 1] == "copies/b.jpg"
    assert bench.paths("truck") == paths


def test_sums_and_differences(bench: Bench) -> None:
    both = bench.paths("truck + snow")
    assert folders(both[:22]) == {"truck", "snow", "copies"}
    assert folders(bench.paths("truck + snow − people")[-5:]) == {"people"}
    assert folders(bench.paths("-truck -snow")[:10]) == {"people"}
    heavy = bench.paths("0.1*truck + snow")
    assert folders(heavy[:10]) == {"snow"}


def test_an_image_ranks_by_its_stored_feature_and_itself_comes_first(bench: Bench) -> None:
    paths = bench.paths("like:snow/03.jpg")
    assert paths[0] == "snow/03.jpg"
    assert folders(paths[:10]) == {"snow"}
    assert not bench.words.asked
    readings = bench.search.rank(like("snow/03.jpg")).readings
    record = bench.catalogue.images.by_path(b"snow/03.jpg")
    assert record is not None
    assert readings[0].image_id == record.id
    whole = bench.catalogue.archive_dir / "snow/03.jpg"
    assert bench.paths(f'like:"{whole}"') == paths


def test_an_image_and_a_word_both_count(bench: Bench) -> None:
    paths = bench.paths("like:snow/03.jpg + people")
    assert folders(paths[:10]) == {"snow", "people"}


def test_facets_hold_at_the_same_time(bench: Bench) -> None:
    shown = bench.paths("snow", filter=ImageFilter(folder="people"))
    assert folders(shown) == {"people"}
    assert len(shown) == 10
    label = bench.made.label("label truck")
    assert len(bench.paths("snow", filter=ImageFilter(label_ids=(label,)))) == 10
    bare = bench.search.rank(parse("snow"), filter=ImageFilter(text="bare"))
    assert (len(bare.image_ids), bare.not_encoded) == (0, 1)
    assert len(rank_top(bench, 3)) == 3


def rank_top(bench: Bench, top: int) -> list[int]:
    ids: list[int] = bench.search.rank(parse("snow"), top=top).image_ids.tolist()
    return ids


def test_label_names_are_searched_in_english_with_the_contexts(bench: Bench) -> None:
    commands = bench.catalogue.commands
    label_id = bench.made.label("label truck")
    commands.rename_label(label_id, "lastebil")
    commands.add_alias(label_id, "trekkvogn")
    commands.set_english_names({label_id: "truck"})
    bench.catalogue.settings.set("language.contexts", [["a photo of a {}", 1], ["never {}", 0]])
    for typed in ("lastebil", "Trekkvogn"):
        bench.words.asked.clear()
        ranking = bench.search.rank(parse(typed))
        assert bench.words.asked == ["a photo of a truck"]
        assert (ranking.readings[0].text, ranking.readings[0].label) == ("truck", "lastebil")
    bench.words.asked.clear()
    bench.search.rank(parse("rød lastebil"))
    assert bench.words.asked == ["a photo of a rød truck"]
    commands.set_prompts(label_id, "a lorry with goods")
    bench.search.forget_names()
    bench.words.asked.clear()
    bench.search.rank(parse("lastebil"))
    assert bench.words.asked == ["a lorry with goods"]


def test_what_others_encode_meanwhile_is_found(bench: Bench) -> None:
    assert bench.search.rank(parse("snow")).not_encoded == 1
    bench.made.add("new/snow.jpg", subject=2)
    assert "new/snow.jpg" in bench.paths("snow")[:11]
    assert bench.search.memory_bytes == 31 * SIZE * 4
    bench.search.release()
    assert bench.search.memory_bytes == 0
    assert bench.paths("snow")


def test_a_file_from_outside_is_encoded_once(bench: Bench, tmp_path: Path) -> None:
    outside = tmp_path / "my picture.jpg"
    outside.write_bytes(b"anything")
    asked: list[Path] = []

    def encode(path: Path) -> NDArray[np.float32]:
        asked.append(path)
        middle = np.random.default_rng(3).standard_normal(SIZE)
        return np.asarray(middle / np.linalg.norm(middle), dtype=np.float32)

    search = ImageSearch(bench.catalogue, encode_texts=bench.words, encode_file=encode)
    for _ in range(2):
        ranking = search.rank(like(str(outside)))
        found = bench.catalogue.images.get_many(ranking.image_ids[:10].tolist())
        assert folders([image.path for image in found]) == {"people"}
    assert asked == [outside]


def test_what_cannot_be_searched_is_said_in_a_sentence(bench: Bench) -> None:
    with pytest.raises(InputError, match=r"no image nowhere\.jpg"):
        bench.search.rank(parse("truck + like:nowhere.jpg"))
    assert not bench.words.asked
    with pytest.raises(InputError, match="cancel out"):
        bench.search.rank(parse("truck − 2*truck"))


def test_before_anything_is_encoded_it_says_so(made: "MadeCatalogue") -> None:
    with pytest.raises(NotEncodedError, match="encode the catalogue"):
        rank(made.catalogue, parse("truck"))
    made.add("bare.jpg", encoded=False)
    made.use_encoder()
    with pytest.raises(NotEncodedError):
        rank(made.catalogue, parse("like:bare.jpg"))


def test_features_of_another_length_are_damaged_and_the_remedy_is_said(bench: Bench) -> None:
    bench.catalogue.settings.set(ROW_LENGTH_SETTING, [FINGERPRINT, SIZE + 1])
    with pytest.raises(NotEncodedError, match=r"features are damaged.*encode the catalogue"):
        bench.search.rank(parse("truck"))
    with pytest.raises(InputError, match="features are damaged"):
        references_or_error(bench.catalogue, bench.made.store())


def test_images_whose_captions_have_the_words_are_among_the_first(bench: "Bench") -> None:
    ids = bench.catalogue.images.ids()
    by_path = {one.path: one.id for one in bench.catalogue.images.get_many(ids)}
    commands = bench.catalogue.commands
    commands.add_caption(by_path["snow/04.jpg"], "A truck under the snow")
    commands.add_caption(by_path["people/01.jpg"], "Trucks and people")
    commands.add_caption(by_path["bare.jpg"], "A truck")
    commands.add_caption(by_path["people/02.jpg"], "A truck with a dog")

    ranking = bench.search.rank(parse("truck - dog"))
    paths = [one.path for one in bench.catalogue.images.get_many(ranking.image_ids.tolist())]
    hits = {"snow/04.jpg", "people/01.jpg", "bare.jpg"}
    assert {by_path[one] for one in hits} == set(ranking.hits)
    assert hits < set(paths[: ranking.meant])
    assert "people/02.jpg" not in paths[: ranking.meant]
    assert len(paths) == len(set(paths)) == len(ids)
    assert ranking.not_encoded == 0
    assert np.isnan(ranking.scores[paths.index("bare.jpg")])
    # Without captions, or with a filter that shows none of them, they are where the meaning has
    # them.
    alone = bench.search.rank(parse("truck - dog"), captions=False)
    assert not alone.hits
    assert alone.not_encoded == 1
    copies = bench.search.rank(parse("truck - dog"), filter=ImageFilter(folder="copies"))
    assert not copies.hits


def test_captions_are_found_where_nothing_is_encoded(made: "MadeCatalogue") -> None:
    search = ImageSearch(made.catalogue, encode_texts=Words())
    made.catalogue.commands.import_images([ScannedImage(b"a.jpg", _hash("a"), 1, 1)])
    (first,) = made.catalogue.images.ids()
    with pytest.raises(NotEncodedError):
        search.read(parse("truck"))
    made.catalogue.commands.add_caption(first, "A truck")
    ranking = search.rank(search.read(parse("truck")))
    assert ranking.image_ids.tolist() == [first]
    with pytest.raises(NotEncodedError):
        search.rank(parse("ship"))
