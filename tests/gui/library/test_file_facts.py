"""What the panel says of selected files, read from real files of the archive."""

from pathlib import Path

import pytest
from PIL import Image
from PIL.TiffImagePlugin import IFDRational
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFormLayout, QLabel

from db.repositories.image_totals import ImageTotals
from engine.archive.metadata.description import Description
from gui.library.panel.facts import camera_text, coordinates_text, exposure_text, shared_facts
from tests.gui.library.conftest import Bench


def facts(bench: Bench) -> dict[str, str]:
    """The rows of the panel that stand there."""
    found = {}
    for form in bench.page.panel.details.findChildren(QFormLayout):
        for row in range(form.rowCount()):
            name = form.itemAt(row, QFormLayout.ItemRole.LabelRole).widget()
            value = form.itemAt(row, QFormLayout.ItemRole.FieldRole).widget()
            if isinstance(name, QLabel) and isinstance(value, QLabel) and value.isVisible():
                found[name.text()] = value.text()
    return found


@pytest.fixture
def photographed(bench: Bench, tmp_path: Path) -> Bench:
    """The first ferry has a file with EXIF in the archive, the second one a damaged one."""
    folder = tmp_path / "archive" / "boats"
    folder.mkdir()
    exif = Image.Exif()
    exif[0x010E], exif[0x010F], exif[0x0110] = "<b>A ferry</b>", "Canon", "Canon EOS R6"
    exif[0x8298] = "x" * 3000
    exif.get_ifd(0x8769)[0x829A] = IFDRational(1, 250)
    exif.get_ifd(0x8769)[0x8827] = 400
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (IFDRational(59, 1), IFDRational(54, 1), IFDRational(30, 1))
    gps[3], gps[4] = "E", (IFDRational(10, 1), IFDRational(45, 1), IFDRational(0, 1))
    Image.new("RGB", (16, 16)).save(folder / "ferry 01.jpg", exif=exif)
    (folder / "ferry 02.jpg").write_bytes((folder / "ferry 01.jpg").read_bytes()[:60])
    return bench


def test_what_the_file_says_stands_in_the_panel_and_can_be_copied(photographed: Bench) -> None:
    bench = photographed
    bench.click(0)
    bench.until(lambda: "Camera" in facts(bench))
    found = facts(bench)
    assert found["Camera"] == "Canon EOS R6"
    assert found["Exposure"] == "1/250 s, ISO 400"
    assert found["Coordinates"] == "59.90833, 10.75000"
    assert found["Caption"] == "<b>A ferry</b>"
    assert found["Folder"] == "boats"
    assert {"Added", "Size", "Kind"} < found.keys()
    assert not {"Lens", "Place", "Creator", "Title"} & found.keys()
    details = bench.page.panel.details
    assert details.width() <= bench.page.panel.width()

    (value,) = (label for label in details.findChildren(QLabel) if label.text() == "Canon EOS R6")
    bench.page.panel._scroll.ensureWidgetVisible(value)
    QTest.mouseDClick(value, Qt.MouseButton.LeftButton, pos=QPoint(6, value.height() // 2))
    assert value.selectedText() == "Canon"
    QGuiApplication.clipboard().clear()
    bench.key(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier, value)
    assert QGuiApplication.clipboard().text() == "Canon"


def test_the_next_image_shows_nothing_of_the_last_one(photographed: Bench) -> None:
    bench = photographed
    bench.click(0)
    bench.until(lambda: "Camera" in facts(bench))
    for position in (1, 2):  # damaged, gone
        bench.click(position)
        name = f"ferry {position + 1:02d}.jpg"
        bench.until(lambda name=name: bench.page.panel.heading.text() == name)
        bench.until(lambda: facts(bench).get("Folder") == "boats")
        assert not {"Camera", "Caption", "Coordinates"} & facts(bench).keys()
    bench.click(0)
    bench.until(lambda: "Camera" in facts(bench))


def test_several_images_say_what_they_share(bench: Bench) -> None:
    bench.select(0, 4)
    bench.until(lambda: "Images" in facts(bench))
    found = facts(bench)
    assert found.pop("Size").endswith(" together; 200 × 100 px")
    assert found == {"Images": "5", "Folder": "boats", "Kind": "JPEG"}
    bench.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    bench.until(lambda: facts(bench).get("Images") == "72")
    assert facts(bench)["Folder"] == "/"
    assert "px" not in facts(bench)["Size"]


def test_times_of_several_images() -> None:
    first, last = "2019-05-17T10:20:30", "2020-05-17T10:20:30"
    one = shared_facts(ImageTotals(2, 10, "", None, None, first, first))
    more = shared_facts(ImageTotals(2, 10, "", None, None, first, last))
    assert dict(one)["Taken"] == "17/05/2019 10:20"
    assert dict(more)["Taken"] == "17/05/2019 10:20 – 17/05/2020 10:20"


@pytest.mark.parametrize(
    ("make", "model", "shown"),
    [
        ("NIKON CORPORATION", "NIKON D750", "NIKON D750"),
        ("Leica", "II", "Leica II"),
        ("", "II", "II"),
        ("Leica", "", "Leica"),
        ("", "", ""),
    ],
)
def test_the_camera_has_its_maker_once(make: str, model: str, shown: str) -> None:
    assert camera_text(Description(make=make, model=model)) == shown


@pytest.mark.parametrize(
    ("exposure_s", "shown"),
    [(1 / 250, "1/250 s"), (0.5, "0.5 s"), (30.0, "30 s"), (1e-9, "1e-09 s"), (None, "")],
)
def test_exposures(exposure_s: float | None, shown: str) -> None:
    assert exposure_text(Description(exposure_s=exposure_s)) == shown


def test_the_rest_of_an_exposure_and_a_place() -> None:
    known = Description(f_number=2.8, focal_length_mm=50.0, coordinates=(-33.5, 18.25))
    assert exposure_text(known) == "f/2.8, 50 mm"
    assert coordinates_text(known) == "-33.50000, 18.25000"
