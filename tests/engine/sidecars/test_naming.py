"""An existing sidecar is used, whichever way it is named."""

import pytest

from engine.sidecars.naming import SidecarFile, Style, sidecars_of

FULL, STEM = Style.FULL_NAME, Style.STEM


@pytest.mark.parametrize(
    ("sidecars", "images", "style", "found"),
    [
        ([], ["x.jpg"], FULL, [("x.jpg.xmp", ["x.jpg"], False)]),
        ([], ["x.jpg"], STEM, [("x.xmp", ["x.jpg"], False)]),
        (["x.xmp"], ["x.jpg"], FULL, [("x.xmp", ["x.jpg"], True)]),
        (["x.jpg.xmp"], ["x.jpg"], STEM, [("x.jpg.xmp", ["x.jpg"], True)]),
        (["X.JPG.XMP"], ["x.jpg"], STEM, [("X.JPG.XMP", ["x.jpg"], True)]),
        ([], ["x.cr2", "x.jpg"], STEM, [("x.xmp", ["x.cr2", "x.jpg"], False)]),
        (["x.xmp"], ["x.cr2", "x.jpg"], FULL, [("x.xmp", ["x.cr2", "x.jpg"], True)]),
        (
            ["x.xmp", "x.jpg.xmp"],
            ["x.cr2", "x.jpg"],
            FULL,
            [("x.jpg.xmp", ["x.jpg"], True), ("x.xmp", ["x.cr2"], True)],
        ),
        (
            ["x.xmp", "x.jpg.xmp"],
            ["x.jpg"],
            FULL,
            [("x.jpg.xmp", ["x.jpg"], True), ("x.xmp", ["x.jpg"], True)],
        ),
        (["x_01.jpg.xmp"], ["x.jpg"], FULL, [("x.jpg.xmp", ["x.jpg"], False)]),
        (["other.xmp"], ["x"], STEM, [("x.xmp", ["x"], False)]),
    ],
)
def test_where_an_image_is_written(
    sidecars: list[str], images: list[str], style: Style, found: list[tuple[str, list[str], bool]]
) -> None:
    expected = [SidecarFile(name, tuple(of), exists) for name, of, exists in found]
    assert sidecars_of(sidecars, images, style) == expected
