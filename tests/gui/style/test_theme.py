"""The theme table can be read by people: contrast, neutrality; and it reaches every widget."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from gui.style import icons, theme
from gui.style.icons import ICONS_DIR
from gui.style.theme import DARK, LIGHT, Tokens

ROOT = Path(__file__).resolve().parents[3]
TEXT = 4.5
CONTROL = 3.0
SURFACES = ("window", "surface", "raised")
THEMES = pytest.mark.parametrize("tokens", [DARK, LIGHT], ids=["dark", "light"])


def luminance(colour: str) -> float:
    """WCAG 2.2 relative luminance."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_the_standard_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@THEMES
@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("text", ["text", "text_muted", "accent", "positive", "negative", "danger"])
def test_text_can_be_read_on_every_surface(tokens: Tokens, surface: str, text: str) -> None:
    assert contrast(getattr(tokens, text), getattr(tokens, surface)) >= TEXT


@THEMES
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("accent_text", "accent"),
        ("accent_text", "accent_hover"),
        ("selection_text", "selection"),
        ("overlay_text", "overlay"),
        ("text", "pressed"),
        ("text_muted", "canvas"),
    ],
)
def test_text_can_be_read_on_its_own_ground(tokens: Tokens, text: str, ground: str) -> None:
    assert contrast(getattr(tokens, text), getattr(tokens, ground)) >= TEXT


@THEMES
@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("edge", ["control", "accent"])
def test_controls_and_focus_stand_out_from_every_surface(
    tokens: Tokens, surface: str, edge: str
) -> None:
    assert contrast(getattr(tokens, edge), getattr(tokens, surface)) >= CONTROL


@THEMES
@pytest.mark.parametrize("surface", [*SURFACES, "canvas", "placeholder", "pressed", "divider"])
def test_surfaces_have_no_hue(tokens: Tokens, surface: str) -> None:
    red, green, blue = (int(getattr(tokens, surface)[i : i + 2], 16) for i in (1, 3, 5))
    assert max(red, green, blue) - min(red, green, blue) <= 4


def test_no_widget_holds_a_colour_of_its_own() -> None:
    literal = re.compile(
        r"""["']#[0-9a-fA-F]{3,8}["']|QColor\(\s*\d|GlobalColor\.(?!transparent)"""
    )
    found = [
        f"{file.relative_to(ROOT)}:{number}"
        for file in (ROOT / "gui").rglob("*.py")
        if file.name != "theme.py"
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if literal.search(line)
    ]
    assert found == []


def test_style_sheets_small_pictures_have_the_themes_colours() -> None:
    style = ROOT / "resources" / "style"
    for name, tokens in (("dark", DARK), ("light", LIGHT)):
        for picture, token in (
            ("check", "accent_text"),
            ("chevron-down", "text"),
            ("chevron-up", "text"),
        ):
            source = (style / f"{name}-{picture}.svg").read_text(encoding="utf-8")
            assert f'stroke="{getattr(tokens, token)}"' in source


def test_widgets_and_icons_follow_the_theme(qapp: QApplication, qtbot: QtBot) -> None:
    button = QPushButton(icons.icon("check"), "Text")
    qtbot.addWidget(button)
    button.show()

    def ink() -> QColor:
        picture: QPixmap = button.icon().pixmap(QSize(64, 64))
        image = picture.toImage()
        colours = [image.pixelColor(x, y) for x in range(64) for y in range(64)]
        return max(colours, key=QColor.alpha)

    for choice, tokens in (("dark", DARK), ("light", LIGHT), ("dark", DARK)):
        theme.apply(qapp, choice)
        assert theme.current() is tokens
        assert button.palette().buttonText().color() == QColor(tokens.text)
        assert ink().name() == tokens.text


def test_an_icon_that_is_not_there_is_an_error(qapp: QApplication) -> None:
    with pytest.raises(FileNotFoundError, match="no-such-icon"):
        icons.icon("no-such-icon")


def test_every_icon_that_comes_along_is_used() -> None:
    sources = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "gui").rglob("*.py"))
    unused = [icon.stem for icon in ICONS_DIR.glob("*.svg") if f'"{icon.stem}"' not in sources]
    assert unused == []


def test_figures_are_of_equal_width_and_sizes_are_three(qapp: QApplication) -> None:
    body = theme.font()
    assert theme.font("small").pointSizeF() == pytest.approx(0.9 * body.pointSizeF())
    assert theme.font("title").pointSizeF() == pytest.approx(1.25 * body.pointSizeF())
    assert [tag.toString() for tag in body.featureTags()] == [b"tnum"]
