"""The Captions page: how words and pictures meet, and what to make of it."""

from gui.services.pages import PageKind
from gui.services.shortcuts import Shortcut
from gui.services.translations import QT_TRANSLATE_NOOP

PAGE = PageKind(
    id="captions",
    title=QT_TRANSLATE_NOOP("Shortcuts", "Captions"),
    icon="captions",
    keys=("Shift+C",),
    widget="gui.captions.page:CaptionsPage",
    shortcuts=(
        Shortcut("captions.measure", ("Ctrl+Return",), QT_TRANSLATE_NOOP("Shortcuts", "Measure")),
        Shortcut("captions.import", ("I",), QT_TRANSLATE_NOOP("Shortcuts", "Take captions in…")),
        Shortcut("captions.read", ("W",), QT_TRANSLATE_NOOP("Shortcuts", "Read words in pictures")),
        Shortcut("captions.open", ("O",), QT_TRANSLATE_NOOP("Shortcuts", "Open report")),
        Shortcut("captions.map", ("M",), QT_TRANSLATE_NOOP("Shortcuts", "Map")),
        Shortcut("captions.galleries", ("Y",), QT_TRANSLATE_NOOP("Shortcuts", "Two encoders")),
        Shortcut("captions.train", ("T",), QT_TRANSLATE_NOOP("Shortcuts", "Train…")),
    ),
)
