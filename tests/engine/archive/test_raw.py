"""A camera's RAW files: developed, upright, and one sentence where that is not possible."""

import builtins
import struct
from pathlib import Path

import numpy as np
import pytest

from engine.archive.decode import read_pixels
from engine.errors import InputError


def tiny_dng(path: Path) -> Path:
    """A 64 x 48 DNG without a preview: a grey Bayer mosaic, brighter on the right."""
    width, height = 64, 48
    mosaic = np.full((height, width), 12_000, np.uint16)
    mosaic[:, width // 2 :] = 50_000
    entries: list[tuple[int, int, int, bytes]] = [
        (254, 4, 1, struct.pack("<I", 0)),
        (256, 4, 1, struct.pack("<I", width)),
        (257, 4, 1, struct.pack("<I", height)),
        (258, 3, 1, struct.pack("<H", 16)),
        (259, 3, 1, struct.pack("<H", 1)),
        (262, 3, 1, struct.pack("<H", 32803)),
        (271, 2, 5, b"Test\0"),
        (272, 2, 5, b"Mark\0"),
        (273, 4, 1, b"strip"),
        (274, 3, 1, struct.pack("<H", 6)),
        (277, 3, 1, struct.pack("<H", 1)),
        (278, 4, 1, struct.pack("<I", height)),
        (279, 4, 1, struct.pack("<I", width * height * 2)),
        (33421, 3, 2, struct.pack("<HH", 2, 2)),
        (33422, 1, 4, bytes([0, 1, 1, 2])),
        (50706, 1, 4, bytes([1, 4, 0, 0])),
        (50707, 1, 4, bytes([1, 1, 0, 0])),
        (50708, 2, 10, b"Test Mark\0"),
        (50714, 3, 1, struct.pack("<H", 0)),
        (50717, 3, 1, struct.pack("<H", 65535)),
        (50721, 10, 9, struct.pack("<18i", *(v for d in "100010001" for v in (int(d), 1)))),
        (50728, 5, 3, struct.pack("<6I", 1, 1, 1, 1, 1, 1)),
        (50778, 3, 1, struct.pack("<H", 21)),
    ]
    after = 8 + 2 + 12 * len(entries) + 4
    directory, extra = struct.pack("<H", len(entries)), b""
    values = {tag: value for tag, _, _, value in entries}
    strip_at = after + sum(
        len(v) + len(v) % 2 for t, v in values.items() if len(v) > 4 and t != 273
    )
    for tag, kind, count, value in entries:
        stored = struct.pack("<I", strip_at) if tag == 273 else value
        if len(stored) > 4:
            position = after + len(extra)
            extra += stored + b"\0" * (len(stored) % 2)
            stored = struct.pack("<I", position)
        directory += struct.pack("<HHI", tag, kind, count) + stored.ljust(4, b"\0")
    path.write_bytes(
        b"II*\0"
        + struct.pack("<I", 8)
        + directory
        + struct.pack("<I", 0)
        + extra
        + mosaic.tobytes()
    )
    return path


def test_raw_is_developed_and_upright(tmp_path: Path) -> None:
    pytest.importorskip("rawpy")
    pixels = read_pixels(tiny_dng(tmp_path / "a.dng"))
    assert pixels.shape == (64, 48, 3)
    # Turned a quarter clockwise: the bright right half is below.
    assert pixels[50:, 5:-5].mean() > pixels[:14, 5:-5].mean() + 50
    half = read_pixels(tmp_path / "a.dng", target_px=8)
    assert half.shape == (32, 24, 3)


def test_raw_without_rawpy_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real_import = builtins.__import__

    def without_rawpy(name: str, *args: object, **options: object) -> object:
        if name == "rawpy":
            raise ImportError(name)
        return real_import(name, *args, **options)

    monkeypatch.setattr(builtins, "__import__", without_rawpy)
    with pytest.raises(InputError, match=r"install nabolag\[raw\]"):
        read_pixels(tiny_dng(tmp_path / "a.dng"))


def test_damaged_raw_is_one_sentence(tmp_path: Path) -> None:
    pytest.importorskip("rawpy")
    path = tmp_path / "a.dng"
    path.write_bytes(tiny_dng(path).read_bytes()[:600])
    with pytest.raises(InputError):
        read_pixels(path)
