"""Named settings of exports: kept whole, found again, and never lost to damage."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from db.catalogue import Catalogue
from db.records import ImageFilter, Status
from engine.answers.exporting.presets import (
    EXPORTS_SETTING,
    PRESETS_ASIDE,
    PRESETS_SETTING,
    delete_preset,
    last_exports,
    note_export,
    open_preset,
    preset_names,
    save_preset,
)
from engine.answers.exporting.settings import ExportSettings, SplitSettings
from engine.errors import InputError
from engine.exchange.content import Statement
from engine.exchange.picture_settings import PictureSettings

FULL = ExportSettings(
    format="csv-wide",
    options={"raw": True},
    images=ImageFilter(text="red", status=Status.REVIEWED),
    state="decided",
    sources="decided",
    least_images=3,
    parents=True,
    names="english",
    suggestions_from=0.75,
    split=SplitSettings((0.5, 0.25, 0.25), 7, "split.csv"),
    pictures=PictureSettings(
        way="hard-link", longest_side_px=512, format="webp", colours="srgb", metadata="stripped"
    ),
    statement=Statement("Trucks", "All of them.", "CC-BY-4.0", "Kari", "kari@example.org"),
    card=False,
)


@contextmanager
def refused(code: str) -> Iterator[None]:
    """Something a person can mend is raised, with this code."""
    with pytest.raises(InputError) as raised:
        yield
    assert raised.value.message.code == code


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    """Without images, with one label."""
    (tmp_path / "archive").mkdir()
    path = tmp_path / "a.nabolag.sqlite"
    with Catalogue.create(path, tmp_path / "archive", curator="kari") as opened:
        opened.commands.create_label("truck")
        yield opened


def test_settings_come_back_whole_whatever_the_case_of_their_name(catalogue: Catalogue) -> None:
    assert save_preset(catalogue, "  For training ", FULL) == "For training"
    save_preset(catalogue, "all", ExportSettings())

    assert open_preset(catalogue, "for TRAINING") == FULL
    assert open_preset(catalogue, "all") == ExportSettings()
    assert preset_names(catalogue) == ["all", "For training"]


def test_labels_of_the_filter_follow_the_vocabulary(catalogue: Catalogue) -> None:
    made = catalogue.commands.create_label("lorry").label_ids
    (lorry,) = made
    into = next(one for one in catalogue.labels.all() if one.id != lorry)
    save_preset(catalogue, "x", replace(FULL, images=ImageFilter(label_ids=(lorry,))))
    catalogue.commands.merge_labels([lorry], into.id)

    assert open_preset(catalogue, "x").images.label_ids == (into.id,)


def test_a_name_is_taken_unless_it_is_to_be_replaced(catalogue: Catalogue) -> None:
    save_preset(catalogue, "x", FULL)

    with refused("export-preset-taken"):
        save_preset(catalogue, "X", ExportSettings())
    assert open_preset(catalogue, "x") == FULL
    save_preset(catalogue, "X", ExportSettings(), replaces=True)
    assert open_preset(catalogue, "x") == ExportSettings()
    assert delete_preset(catalogue, "x") == ExportSettings()
    for name in ("x", ""):
        with refused("export-preset-none"):
            open_preset(catalogue, name)
    with refused("export-preset-without-name"):
        save_preset(catalogue, " ", FULL)
    with refused("export-preset-name-long"):
        save_preset(catalogue, "x" * 10_000, FULL)


@pytest.mark.parametrize(
    "damage",
    [
        {"format": 3},
        {"state": "half"},
        {"split": {"shares": [1, 1, 1]}},
        {"pictures": {"quality": 1000}},
        {"suggestions_from": 7},
        {"options": {"raw": []}},
        {"statement": {"age": "7"}},
        {"from a newer version": 1},
        {"filter": {"text": []}},
    ],
)
def test_what_cannot_be_read_is_said_and_stays(catalogue: Catalogue, damage: object) -> None:
    entries = [{"name": "odd", "settings": damage}, {"name": "half"}, {"no": "name"}]
    catalogue.settings.set(PRESETS_SETTING, {"version": 1, "presets": entries})

    assert preset_names(catalogue) == ["half", "odd"]
    for name in ("odd", "half"):
        with refused("export-preset-unreadable"):
            open_preset(catalogue, name)
    save_preset(catalogue, "new", FULL)
    assert catalogue.settings.get(PRESETS_SETTING)["presets"][:3] == entries


def test_a_setting_that_is_no_list_is_put_aside_and_a_newer_one_left_alone(
    catalogue: Catalogue,
) -> None:
    catalogue.settings.set(PRESETS_SETTING, ["what?"])
    assert preset_names(catalogue) == []
    save_preset(catalogue, "x", FULL)
    assert json.loads(catalogue.settings.get(PRESETS_ASIDE)) == ["what?"]

    newer = {"version": 99, "presets": {}}
    catalogue.settings.set(PRESETS_SETTING, newer)
    with refused("export-settings-newer"):
        save_preset(catalogue, "x", FULL)
    assert catalogue.settings.get(PRESETS_SETTING) == newer


def test_the_last_exports_are_remembered_the_newest_first(catalogue: Catalogue) -> None:
    for number in range(25):
        note_export(catalogue, Path(f"/x/{number}"), FULL, images=number, labels=2)
    note_export(catalogue, Path("/x/20"), ExportSettings(), images=3, labels=1)

    found = last_exports(catalogue)

    assert [one.destination.name for one in found[:3]] == ["20", "24", "23"]
    assert found[0].settings == ExportSettings()
    assert len(found) == 20
    whole = {"destination": "/x", "made_at": "", "settings": {}}
    damaged = [{}, {**whole, "images": "x"}, {**whole, "images": 1e999}]
    catalogue.settings.set(EXPORTS_SETTING, {"version": 1, "exports": damaged})
    assert last_exports(catalogue) == []
