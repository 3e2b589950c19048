"""What stands under the picture: what the image is, with the caption of its file."""

from dataclasses import replace

from PIL import Image
from PySide6.QtCore import Qt

from tests.gui.review.conftest import Bench

CAPTION = "Trucks wait at the harbour " * 20


def write_caption(bench: Bench, path: str, caption: str) -> None:
    """Let a file of the archive say something of itself."""
    exif = Image.Exif()
    exif[0x010E] = caption
    Image.new("RGB", (120, 90)).save(bench.catalogue.archive_dir / path, exif=exif)


def test_the_image_says_what_it_is(bench: Bench) -> None:
    bench.show("q1.png")
    assert bench.page.foot.facts.text() == "q1.png"
    assert not bench.page.foot.caption.isVisible(), "an empty line takes room from the picture"


def test_the_caption_of_the_file_stands_under_the_picture_on_one_line(bench: Bench) -> None:
    write_caption(bench, "q1.png", f"{CAPTION}\n<b>at night</b>")
    caption = bench.page.foot.caption
    bench.show("q1.png", "q2.png")
    bench.until(lambda: caption.text().endswith("<b>at night</b>"))
    assert caption.isVisible()
    assert caption.height() < 2 * caption.fontMetrics().height()
    bench.until(lambda: caption.toolTip() == caption.text())
    assert caption.shown_text().endswith("…")

    height = bench.page.stage.height()
    bench.press(Qt.Key.Key_Space)
    bench.settle()
    assert bench.page.desk.image_id == bench.image("q2.png")
    assert caption.text() == ""
    assert bench.page.stage.height() == height, "the picture changes its size with the caption"
    bench.press(Qt.Key.Key_Backspace)
    bench.until(lambda: "harbour" in caption.text())


def test_a_caption_that_is_the_title_is_not_said_twice(bench: Bench) -> None:
    write_caption(bench, "q1.png", "A harbour")
    bench.show("q1.png")
    foot = bench.page.foot
    bench.until(lambda: foot.caption.text() == "A harbour")
    foot.show_image(replace(bench.catalogue.images.get(bench.image("q1.png")), title="A harbour"))
    assert foot.facts.text() == "A harbour  ·  q1.png"
    assert foot.caption.text() == ""
