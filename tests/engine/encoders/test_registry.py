import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.encoders.purposes import LICENCES, PURPOSES
from engine.encoders.registry import (
    BUILT_IN,
    RECOMMENDED,
    available_encoders,
    by_purpose,
    encoders_dir,
    load_encoder,
)
from engine.encoders.sources import tagged_encoders


def test_the_built_in_encoder_comes_first_then_the_recommended(tmp_path: Path) -> None:
    built_in, recommended, *others = available_encoders(tmp_path)

    assert built_in.name == BUILT_IN
    assert built_in.kind == "built-in"
    assert built_in.installed
    assert built_in.feature_size == 1280
    assert built_in.fingerprint is not None
    assert recommended.name == RECOMMENDED
    assert not recommended.installed
    assert recommended.size_bytes is not None
    assert recommended.size_bytes > 500_000_000
    short_list = by_purpose([built_in, recommended, *others])
    assert [one.name for one in short_list] == list(PURPOSES)
    assert all(one.licence for one in short_list if one.kind == "full")
    assert set(LICENCES) <= {one.repository for one in tagged_encoders().values()}
    assert len(others) > 100
    assert len({one.name for one in (built_in, recommended, *others)}) == len(others) + 2


def test_folders_and_files_put_there_are_listed(
    tmp_path: Path, tiny_folder: Callable[..., Path]
) -> None:
    folder = tiny_folder()
    (tmp_path / "no-config.safetensors").write_bytes(b"")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "open_clip_config.json").write_text("{")

    _, local, recommended, *_ = available_encoders(tmp_path)

    assert local.name == str(folder)
    assert local.installed
    assert local.feature_size == 16
    assert recommended.name == RECOMMENDED
    assert load_encoder(local.name).feature_size == 16


def test_the_folder_can_be_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NABOLAG_DATA_DIR", str(tmp_path))
    assert encoders_dir() == tmp_path / "encoders"

    monkeypatch.delenv("NABOLAG_DATA_DIR")
    assert encoders_dir().name == "encoders"


def test_listing_is_quick_and_loads_no_torch() -> None:
    code = (
        "import sys, engine.encoders.registry as r, engine.jobs.encode\n"
        "found = r.available_encoders()\n"
        "heavy = {'torch', 'open_clip', 'timm', 'huggingface_hub', 'transformers', 'db'}\n"
        "print(len(found), sorted(heavy & set(sys.modules)))\n"
        "import os; print(os.environ['HF_HUB_DISABLE_TELEMETRY'])"
    )

    begun_s = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    fresh_s = time.perf_counter() - begun_s

    count, heavy = done.stdout.splitlines()[0].split(" ", 1)
    assert int(count) > 100
    assert heavy == "[]"
    assert done.stdout.splitlines()[1] == "1"
    started_s = time.perf_counter()
    available_encoders()
    assert time.perf_counter() - started_s < fresh_s
