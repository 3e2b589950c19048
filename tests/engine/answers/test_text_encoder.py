"""Words to vectors through a real child process that keeps a real encoder."""

import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from db.catalogue import Catalogue
from engine.answers.encoder_precision import note_precision
from engine.answers.text_encoder import (
    NoTextTowerError,
    ServedEncoder,
    TextEncoder,
    TextsIn,
    text_encoder_of,
)
from engine.encoders.built_in import built_in_fingerprint
from engine.encoders.registry import load_encoder
from engine.errors import InputError

if TYPE_CHECKING:
    from engine.encoders.base import Precision


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    (tmp_path / "archive").mkdir()
    with Catalogue.create(tmp_path / "c.nabolag.sqlite", tmp_path / "archive") as catalogue:
        yield catalogue


def use(catalogue: Catalogue, name: str, fingerprint: str) -> None:
    catalogue.settings.set("encoder.name", name)
    catalogue.settings.set("encoder.fingerprint", fingerprint)


def wait_for_end(words: TextEncoder) -> None:
    ends_s = time.monotonic() + 20
    while words.child_pid is not None:
        assert time.monotonic() < ends_s
        time.sleep(0.02)


def test_words_are_encoded_once_and_a_killed_child_is_replaced(catalogue: Catalogue) -> None:
    use(catalogue, "built-in", built_in_fingerprint())
    words = TextEncoder(catalogue)
    assert words.child_pid is None

    first = words.encode(["a dog", "a truck", "a dog"])
    assert first.shape == (3, 1280)
    assert first.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(first, axis=1), 1, atol=1e-6)
    np.testing.assert_array_equal(first[0], first[2])
    assert words.encode([]).shape == (0, 1280)

    pid = words.child_pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    wait_for_end(words)
    np.testing.assert_allclose(words.encode(["a truck", "a dog"]), first[[1, 0]], atol=1e-6)
    assert words.child_pid is None  # nothing new was asked

    found: dict[int, np.ndarray] = {}
    threads = [
        threading.Thread(
            target=lambda number=number: found.update(
                {number: words.encode([f"boat {number}", "a dog"])}
            )
        )
        for number in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [0, 1, 2, 3]
    assert words.child_pid not in (None, pid)
    for one in found.values():
        np.testing.assert_allclose(one[1], first[0], atol=1e-6)
    words.close()
    assert words.child_pid is None

    later = TextEncoder(catalogue)
    again = later.encode(["boat 3", "a truck"])
    np.testing.assert_allclose(again, [found[3][0], first[1]], atol=1e-6)
    assert later.child_pid is None


@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_pictures_are_read_at_the_precision_of_the_archives_features(
    catalogue: Catalogue, precision: "Precision"
) -> None:
    encoder = load_encoder("built-in", precision=precision)
    use(catalogue, "built-in", encoder.fingerprint)
    note_precision(catalogue, encoder)
    size_px = encoder.preprocess.size_px
    pixels = np.random.default_rng(1).integers(0, 256, (size_px, size_px, 3), dtype=np.uint8)
    words = TextEncoder(catalogue)

    found = words.encode_image(pixels)
    words.close()

    stored = encoder.encode_images(pixels[None])[0]
    # Between the two precisions lie some thousandths.
    np.testing.assert_allclose(found, stored, atol=1e-5)


@pytest.fixture
def threads_kept() -> Iterator[None]:
    """torch's number of threads, which the child sets for itself."""
    import torch

    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)


@pytest.mark.usefixtures("threads_kept")
def test_vectors_of_two_encoders_are_never_mixed() -> None:
    with pytest.raises(InputError, match="not the one any more that the images were encoded with"):
        ServedEncoder("built-in", "f" * 64).answer(TextsIn(["a dog"], "en"))


@pytest.mark.usefixtures("threads_kept")
def test_an_encoder_without_a_text_tower_is_refused_in_one_sentence(tmp_path: Path) -> None:
    import open_clip
    from safetensors.torch import save_file

    vision = {"image_size": 32, "layers": 1, "width": 32, "head_width": 16, "patch_size": 16}
    text = {"context_length": 8, "vocab_size": 64, "width": 16, "heads": 2, "layers": 1}
    options = {"embed_dim": 16, "vision_cfg": vision, "text_cfg": text}
    folder = tmp_path / "without"
    folder.mkdir()
    save_file(open_clip.CLIP(**options).state_dict(), folder / "open_clip_model.safetensors")
    # A tokenizer that has to be fetched: as good as no text tower.
    options["text_cfg"] = {**text, "hf_tokenizer_name": "somebody/tokenizer"}
    preprocess = {"mean": [0.5] * 3, "std": [0.5] * 3, "interpolation": "bilinear"}
    config = {"model_cfg": options, "preprocess_cfg": {**preprocess, "resize_mode": "squash"}}
    (folder / "open_clip_config.json").write_text(json.dumps(config))
    served = ServedEncoder(str(folder), "0" * 64)

    for texts in ([], ["a dog"]):
        with pytest.raises(NoTextTowerError, match="has no text tower, so it cannot compare") as no:
            served.answer(TextsIn(texts, "en"))
        assert "\n" not in str(no.value)
    assert served.answer(None) is not None  # pictures are another matter


def test_an_idle_child_ends_and_the_next_question_starts_another(catalogue: Catalogue) -> None:
    use(catalogue, "gone.safetensors", "0" * 64)
    words = TextEncoder(catalogue, idle_s=0.3)

    for _ in range(2):
        with pytest.raises(InputError, match=r"There is no encoder gone\.safetensors"):
            words.encode(["a dog"])
        assert words.child_pid is not None
        wait_for_end(words)
    words.close()


def test_before_anything_is_encoded_it_says_what_to_do(catalogue: Catalogue) -> None:
    with pytest.raises(InputError, match="encode the catalogue first"):
        TextEncoder(catalogue).encode(["a dog"])


def test_everybody_shares_one_of_an_open_catalogue(catalogue: Catalogue) -> None:
    assert text_encoder_of(catalogue) is text_encoder_of(catalogue)
