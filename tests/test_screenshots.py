"""Every dialog can be pictured, so that people look at the window that is there."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
from PIL import Image

from tests.command_line import Command

ROOT = Path(__file__).parent.parent
DIALOGS = ("settings", "keys", "history", "glossary", "about", "assistant-1", "assistant-4")


def test_a_page_and_every_dialog_are_pictured(command: Command, tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    Image.fromarray(np.zeros((40, 60, 3), np.uint8)).save(archive / "a.png")
    catalogue = tmp_path / "a.nabolag.sqlite"
    assert command("create", catalogue, archive).code == 0
    pictures = tmp_path / "pictures"

    done = subprocess.run(
        [sys.executable, "tests/screenshots.py", catalogue, pictures, "--once", "--page", "export"],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=240,
    )

    assert done.returncode == 0, done.stderr
    assert {f"{name}-dark-1280x800.png" for name in ("export", *DIALOGS)} <= {
        path.name for path in pictures.iterdir()
    }
