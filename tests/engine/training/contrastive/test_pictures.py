"""Pictures in one file, whole or not at all."""

from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from engine.encoders.built_in_parts.generated_images import generated_pixels
from engine.errors import InputError
from engine.training.contrastive.pictures import (
    PIXELS_NAME,
    Pictures,
    PictureWriter,
    remove_pictures,
)

SIZE_PX = 16


def test_what_is_written_is_read_by_its_hash(tmp_path: Path) -> None:
    pixels = generated_pixels(3, SIZE_PX)
    with PictureWriter(tmp_path / "run", SIZE_PX) as writer:
        for name, one in zip((b"a", b"b", b"c"), pixels, strict=True):
            writer.add(name, one)

    found = Pictures.read(tmp_path / "run", SIZE_PX)

    assert found is not None
    np.testing.assert_array_equal(found.pixels[found.rows([b"c", b"a"])], pixels[[2, 0]])
    assert found.missing([b"a", b"d"]) == [b"d"]
    assert Pictures.read(tmp_path / "run", SIZE_PX + 1) is None
    remove_pictures(tmp_path / "run")
    assert Pictures.read(tmp_path / "run", SIZE_PX) is None


def test_what_was_not_written_to_the_end_is_not_there(tmp_path: Path) -> None:
    pixels = generated_pixels(1, SIZE_PX)[0]
    with PictureWriter(tmp_path, SIZE_PX) as writer:
        writer.add(b"a", pixels)
    with suppress(KeyboardInterrupt), PictureWriter(tmp_path, SIZE_PX) as writer:
        writer.add(b"b", pixels)
        raise KeyboardInterrupt
    assert Pictures.read(tmp_path, SIZE_PX) is None
    with PictureWriter(tmp_path, SIZE_PX) as writer:
        writer.add(b"b", pixels)
    with (tmp_path / PIXELS_NAME).open("ab") as stream:
        stream.write(b"more")
    assert Pictures.read(tmp_path, SIZE_PX) is None


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is full")
def test_a_full_disk_is_said(tmp_path: Path) -> None:
    (tmp_path / PIXELS_NAME).symlink_to("/dev/full")
    with pytest.raises(InputError, match="space"), PictureWriter(tmp_path, SIZE_PX) as writer:
        writer.add(b"a", generated_pixels(1, SIZE_PX)[0])
    assert Pictures.read(tmp_path, SIZE_PX) is None
