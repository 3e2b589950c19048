"""Every word of the window is translated, and nothing translated is left over."""

import importlib.util
import re
import shutil
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from PIL import Image
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.archive.decode import DEFAULT_LIMITS, DecodeLimits, out_of_memory, read_pixels
from engine.errors import InputError
from gui.dialogs.assistant.assistant import NewCatalogueAssistant
from gui.services import translations
from gui.services.settings import Preferences
from gui.start.page import StartPage
from gui.words.amounts import number

ROOT = Path(__file__).resolve().parents[3]
TRANSLATION = ROOT / "resources" / "translations" / "nabolag_nb.ts"
OF_QT = TRANSLATION.with_name("qtbase_nb.ts")

Message = tuple[str, str, str]


@pytest.fixture(scope="module")
def updater() -> ModuleType:
    """The script that brings translations up to date."""
    path = ROOT / "scripts" / "update_translations.py"
    spec = importlib.util.spec_from_file_location("update_translations", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def messages(path: Path) -> list[Message]:
    """(context, English, translation) of every message; "" where it is unfinished."""
    found = []
    for context in ElementTree.parse(path).getroot().findall("context"):
        for message in context.findall("message"):
            translation = message.find("translation")
            assert translation is not None
            finished = translation.get("type") is None
            found.append(
                (
                    context.findtext("name") or "",
                    message.findtext("source") or "",
                    (translation.text or "") if finished else "",
                )
            )
    return found


def test_nothing_is_untranslated_or_stale(updater: ModuleType, tmp_path: Path) -> None:
    """Mended by ``python scripts/update_translations.py`` and translating what is new."""
    fresh = tmp_path / TRANSLATION.name
    shutil.copy(TRANSLATION, fresh)
    updater.collect(fresh)

    now, committed = messages(fresh), messages(TRANSLATION)
    assert {message[:2] for message in now} - {message[:2] for message in committed} == set()
    assert {message[:2] for message in committed} - {message[:2] for message in now} == set()
    assert [message[:2] for message in now if not message[2]] == []
    assert len(now) > 500


@pytest.mark.parametrize("source", [TRANSLATION, OF_QT], ids=lambda path: path.stem)
def test_the_compiled_file_is_of_the_committed_words(
    updater: ModuleType, tmp_path: Path, source: Path
) -> None:
    compiled = tmp_path / "compiled.qm"
    updater.compile_to(source, compiled)

    assert compiled.read_bytes() == source.with_suffix(".qm").read_bytes()


def test_blanks_marks_and_menu_keys_survive_translation() -> None:
    wrong = []
    for context, english, norwegian in messages(TRANSLATION):
        same = (
            sorted(re.findall(r"\{\w*\}", english)) == sorted(re.findall(r"\{\w*\}", norwegian))
            and english.count("\n") == norwegian.count("\n")
            and english.endswith("…") == norwegian.endswith("…")
            and english.startswith("&") == ("&" in norwegian)
        )
        if not same:
            wrong.append((context, english, norwegian))
    assert wrong == []


@pytest.fixture
def norwegian(qapp: QApplication) -> Iterator[None]:
    """The application speaks Norwegian during a test."""
    before = QLocale()
    installed = translations.install(qapp, "nb")
    assert installed
    yield
    for translator in installed:
        qapp.removeTranslator(translator)
    QLocale.setDefault(before)


def test_the_window_speaks_norwegian(norwegian: None, qtbot: QtBot) -> None:
    assistant = NewCatalogueAssistant()
    qtbot.addWidget(assistant)
    assert assistant.heading.text() == "Hvilke bilder?"
    assert assistant.next_button.text() == "Neste"
    assistant.reject()
    page = StartPage(Preferences())
    qtbot.addWidget(page)
    assert page.title == "Start"
    assert number(10_000).replace("\u202f", "\u00a0") == "10\u00a0000"


def test_why_a_file_cannot_be_shown_is_said_in_norwegian(norwegian: None, tmp_path: Path) -> None:
    text, cut, huge = (tmp_path / name for name in ("text.jpg", "cut.png", "huge.png"))
    text.write_text("not a picture")
    Image.effect_noise((60, 60), 50).save(huge)
    cut.write_bytes(huge.read_bytes()[:900])
    small = DecodeLimits(memory_bytes=1024)
    said = []
    for path, limits in (
        (text, DEFAULT_LIMITS),
        (cut, DEFAULT_LIMITS),
        (huge, small),
        (tmp_path / "gone.png", DEFAULT_LIMITS),
    ):
        with pytest.raises(InputError) as raised:
            read_pixels(path, limits=limits)
        said.append(translations.sentence(raised.value.message))
    said.append(translations.sentence(out_of_memory(small).message))

    assert said[0] == "Filen inneholder ikke et bilde i et format som Nabolag leser."
    assert said[1] == "Filen er avkortet: det mangler data i den."
    assert said[2].startswith("Bildet har 0 millioner piksler; minnegrensen på 0,0 GiB")
    assert said[3] == "Filen er ikke der lenger."
    assert said[4].startswith("Å lese bildet krever mer minne enn grensen")


@pytest.mark.parametrize(
    ("preference", "languages", "expected"),
    [
        ("nb", ["en-GB"], "nb"),
        ("en", ["nb-NO"], "en"),
        ("", ["nb-NO"], "nb"),
        ("", ["no_NO"], "nb"),
        ("", ["nn-NO"], "nb"),
        ("", ["fr-FR", "nb-NO"], "nb"),
        ("", ["fr-FR"], "en"),
        ("xx", ["C"], "en"),
    ],
)
def test_the_language_is_the_chosen_one_else_the_systems(
    preference: str, languages: list[str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class System:
        def uiLanguages(self) -> list[str]:  # noqa: N802 - Qt's name
            return languages

    monkeypatch.setattr(QLocale, "system", System)
    assert translations.chosen_language(preference) == expected
