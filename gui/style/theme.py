"""The look of the window: one table of named colours for dark and light, measures, type sizes.

Widgets name a token and never a colour. Surfaces are neutral greys (a tinted interface falsifies
pictures); one accent marks selection, focus and the primary action; the pairs that tell things
apart (``positive``, ``negative``) are blue and orange, which colour-blind people can tell apart,
and never stand alone: a tick, a strike or a border says the same.
"""

from dataclasses import asdict, dataclass
from pathlib import Path
from string import Template
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

STYLE_FILE = Path(__file__).resolve().parent.parent.parent / "resources" / "style" / "nabolag.qss"

ThemeChoice = Literal["dark", "light", "system"]
TypeSize = Literal["small", "body", "title"]

TYPE_SCALE: dict[TypeSize, float] = {"small": 0.9, "body": 1.0, "title": 1.25}
"""The three type sizes, in em of the system font."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Named colours as "#rrggbb"."""

    is_dark: bool
    window: str
    """behind everything"""
    surface: str
    """lists, fields, panels"""
    raised: str
    """buttons, cards, hovered rows"""
    pressed: str
    canvas: str
    """behind a picture"""
    placeholder: str
    """where a picture will be"""
    divider: str
    """a quiet line between areas; decoration, not a control"""
    control: str
    """the edge of a control, 3:1 to every surface"""
    text: str
    text_muted: str
    text_disabled: str
    accent: str
    accent_hover: str
    accent_text: str
    """on accent"""
    selection: str
    selection_text: str
    positive: str
    """carries the label, accepted"""
    negative: str
    """votes against, rejected"""
    danger: str
    """an error, a destructive action"""
    overlay: str
    """badges on pictures"""
    overlay_text: str


DARK = Tokens(
    is_dark=True,
    window="#1b1b1c",
    surface="#242426",
    raised="#2e2e31",
    pressed="#3a3a3e",
    canvas="#141415",
    placeholder="#323235",
    divider="#37373a",
    control="#86868b",
    text="#ececed",
    text_muted="#b0b0b5",
    text_disabled="#7a7a7f",
    accent="#5ba7f7",
    accent_hover="#7cbaf9",
    accent_text="#0d0d0e",
    selection="#2b4d70",
    selection_text="#ffffff",
    positive="#6db3f8",
    negative="#f0a24e",
    danger="#ff9575",
    overlay="#0d0d0e",
    overlay_text="#ffffff",
)

LIGHT = Tokens(
    is_dark=False,
    window="#f6f6f5",
    surface="#ffffff",
    raised="#ebebe9",
    pressed="#dcdcd9",
    canvas="#e6e6e4",
    placeholder="#dededc",
    divider="#dcdcda",
    control="#7d7d7a",
    text="#1c1c1d",
    text_muted="#5b5b5e",
    text_disabled="#8f8f92",
    accent="#1463b8",
    accent_hover="#0f4f95",
    accent_text="#ffffff",
    selection="#cbe0f7",
    selection_text="#1c1c1d",
    positive="#1463b8",
    negative="#9a5200",
    danger="#b03a12",
    overlay="#1b1b1c",
    overlay_text="#ffffff",
)


@dataclass(frozen=True, slots=True)
class Spacing:
    """The 4 px grid, in device-independent pixels."""

    tiny: int = 4
    small: int = 8
    medium: int = 12
    large: int = 16
    wide: int = 24
    huge: int = 32
    control_height: int = 28
    icon: int = 16
    radius: int = 4


spacing = Spacing()


class ThemeNotifier(QObject):
    """Tells that the colours changed; widgets that cache anything drawn listen."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.tokens = LIGHT
        self.choice: ThemeChoice = "system"

    @Slot()
    def follow_system(self) -> None:
        """Take over the system's scheme where the theme follows it."""
        if self.choice == "system":
            _set_tokens(application(), _system_tokens())


_notifier = ThemeNotifier()


def notifier() -> ThemeNotifier:
    """The one object whose ``changed`` signal follows every theme change."""
    return _notifier


def current() -> Tokens:
    """The colours now in use."""
    return _notifier.tokens


def colour(token: str) -> QColor:
    """The colour now in use for a token, for painters."""
    return QColor(getattr(_notifier.tokens, token))


def apply(target: QApplication, choice: ThemeChoice = "system") -> None:
    """Give the whole application the dark or the light look, or the system's and follow it."""
    first = target.property("nabolagThemed") is None
    hints = target.styleHints()
    if first:
        target.setProperty("nabolagThemed", True)
        target.setStyle("Fusion")
        hints.colorSchemeChanged.connect(_notifier.follow_system)
    _notifier.choice = choice
    scheme = {
        "dark": Qt.ColorScheme.Dark,
        "light": Qt.ColorScheme.Light,
        "system": Qt.ColorScheme.Unknown,
    }[choice]
    hints.setColorScheme(scheme)
    _set_tokens(target, {"dark": DARK, "light": LIGHT}.get(choice) or _system_tokens())


def application() -> QApplication:
    """The running application."""
    running = QApplication.instance()
    if not isinstance(running, QApplication):
        raise RuntimeError("there is no window")
    return running


def _system_tokens() -> Tokens:
    scheme = QGuiApplication.styleHints().colorScheme()
    return DARK if scheme == Qt.ColorScheme.Dark else LIGHT


def _set_tokens(target: QApplication, tokens: Tokens) -> None:
    sheet = style_sheet(tokens, target.font())
    if _notifier.tokens == tokens and target.styleSheet() == sheet:
        return  # Qt would polish every widget again.
    _notifier.tokens = tokens
    target.setPalette(_palette(tokens))
    target.setStyleSheet(sheet)
    _notifier.changed.emit()


def _palette(tokens: Tokens) -> QPalette:
    role = QPalette.ColorRole
    colours = {
        role.Window: tokens.window,
        role.WindowText: tokens.text,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.raised,
        role.Text: tokens.text,
        role.PlaceholderText: tokens.text_muted,
        role.Button: tokens.raised,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.accent_text,
        role.ToolTipBase: tokens.raised,
        role.ToolTipText: tokens.text,
        role.Highlight: tokens.selection,
        role.HighlightedText: tokens.selection_text,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.Accent: tokens.accent,
        role.Light: tokens.raised,
        role.Midlight: tokens.raised,
        role.Mid: tokens.divider,
        role.Dark: tokens.divider,
        role.Shadow: tokens.canvas,
    }
    palette = QPalette()
    for key, value in colours.items():
        palette.setColor(key, QColor(value))
    for key in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, key, QColor(tokens.text_disabled))
    return palette


def style_sheet(tokens: Tokens, system_font: QFont) -> str:
    """The style sheet with a theme's colours, measures and type sizes filled in."""
    values = {key: str(value) for key, value in asdict(tokens).items()}
    values["style_dir"] = STYLE_FILE.parent.as_posix()
    values["theme_name"] = "dark" if tokens.is_dark else "light"
    values |= {f"space_{key}": f"{value}px" for key, value in asdict(spacing).items()}
    for size, scale in TYPE_SCALE.items():
        values[f"type_{size}"] = f"{system_font.pointSizeF() * scale:.2f}pt"
    return Template(STYLE_FILE.read_text(encoding="utf-8")).substitute(values)


def font(size: TypeSize = "body", *, bold: bool = False) -> QFont:
    """The system font at one of the three sizes, with figures of equal width."""
    result = QFont(QApplication.font())
    result.setPointSizeF(QApplication.font().pointSizeF() * TYPE_SCALE[size])
    result.setBold(bold)
    result.setFeature(QFont.Tag("tnum"), 1)
    return result


def set_role(widget: QWidget, role: str) -> None:
    """Give a widget one of the style sheet's roles: "title", "muted", "primary", "quiet", ..."""
    widget.setProperty("role", role)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
