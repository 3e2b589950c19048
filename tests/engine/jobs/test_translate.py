"""Names of a catalogue's labels, translated by a server on this machine."""

import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from db.catalogue import Catalogue
from db.identity import IDENTITY_SETTING
from engine.errors import InputError
from engine.jobs.translate import (
    OLD_CONSENT_SETTING,
    TranslateSummary,
    consent_of,
    give_consent,
    revoke_consent,
    translate_labels,
    translation_plan,
)
from engine.language.translation.consent import Consent
from engine.language.translation.limits import Limits
from engine.progress import JobCancelledError, NeverCancelled, run_job
from tests.translation_server import WORDS, TranslationServer, running_server

NAMES = ("lastebil", "båt", "fugl", "united_nations_member", "1984", "fly")
QUICK = Limits(request_s=0.5, requests_per_s=200, attempts=2, first_pause_s=0.02)


@pytest.fixture
def server() -> Iterator[TranslationServer]:
    """The server, behaving well."""
    with running_server() as server:
        yield server


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    """Norwegian labels; one has an English name by hand."""
    archive = tmp_path / "archive"
    archive.mkdir()
    with Catalogue.create(tmp_path / "n.nabolag.sqlite", archive, curator="Kari") as catalogue:
        for name in NAMES:
            catalogue.commands.create_label(name)
        hus = catalogue.commands.create_label("hus")
        catalogue.commands.set_english_name(next(iter(hus.label_ids)), "cottage")
        catalogue.settings.set("language.archive", "nb")
        yield catalogue


def agreed(catalogue: Catalogue, server: TranslationServer) -> None:
    url = server.url("libretranslate")
    give_consent(catalogue, translation_plan(catalogue, provider="libretranslate", url=url))


def translate(catalogue: Catalogue, **options: object) -> TranslateSummary:
    return run_job(
        translate_labels(catalogue, cancel=NeverCancelled(), **{"limits": QUICK, **options})  # type: ignore[arg-type]
    )


def automatic(catalogue: Catalogue) -> dict[str, str]:
    return {one.name: one.automatic_name for one in catalogue.labels.all() if one.automatic_name}


def test_names_are_kept_as_automatic_ones_in_one_step(
    catalogue: Catalogue, server: TranslationServer
) -> None:
    agreed(catalogue, server)
    summary = translate(catalogue)

    expected = {
        "lastebil": "truck",
        "båt": "boat",
        "fugl": "bird",
        "united_nations_member": "member of the United Nations",
        "fly": "aeroplane",
    }
    assert automatic(catalogue) == expected
    assert (summary.asked, summary.translated, summary.failed) == (5, 5, ())
    assert summary.not_sent == ("1984",)
    label = catalogue.labels.find("lastebil")
    assert label is not None
    assert label.automatic_from == f"LibreTranslate ({server.host})"
    assert label.name_in_english == ("truck", "automatic")
    assert "hus" not in server.texts
    assert "1984" not in server.texts
    assert "united nations member" in server.texts

    catalogue.commands.undo()
    assert automatic(catalogue) == {}
    catalogue.commands.redo()
    assert automatic(catalogue) == expected
    assert translate(catalogue).asked == 0


def test_nothing_is_sent_before_a_curator_agrees(
    catalogue: Catalogue, server: TranslationServer
) -> None:
    url = server.url("libretranslate")
    for provider in ("libretranslate", "google"):
        with pytest.raises(InputError, match="before a curator agrees"):
            translate(catalogue, provider=provider, url=url)
    assert consent_of(catalogue) is None
    agreed(catalogue, server)
    consent = consent_of(catalogue)
    assert consent is not None
    assert (consent.curator, consent.host, consent.provider) == (
        "Kari",
        server.host,
        "libretranslate",
    )
    with pytest.raises(InputError, match=r"not agreed to be sent to translate\.google\.com"):
        translate(catalogue, provider="google")
    assert revoke_consent(catalogue)
    assert not revoke_consent(catalogue)
    with pytest.raises(InputError, match="before a curator agrees"):
        translate(catalogue, provider="libretranslate", url=url)
    assert server.received == []


def test_whoever_opens_a_copy_is_asked(
    catalogue: Catalogue, server: TranslationServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    agreed(catalogue, server)
    copy = tmp_path / "copy.nabolag.sqlite"
    shutil.copy(catalogue.path, copy)
    with Catalogue.open(copy, curator="Kari") as same_person:
        assert translation_plan(same_person).is_agreed

    monkeypatch.setenv("NABOLAG_DATA_DIR", str(tmp_path / "somebody else"))
    with Catalogue.open(copy, curator="Kari") as other_person:
        assert consent_of(other_person) is None
        url = server.url("libretranslate")
        with pytest.raises(InputError, match="before a curator agrees"):
            translate(other_person, provider="libretranslate", url=url)
        agreed(other_person, server)
        assert revoke_consent(other_person)
    assert server.received == []
    monkeypatch.undo()
    assert consent_of(catalogue) is not None


def test_an_agreement_holds_on_one_computer(
    catalogue: Catalogue, server: TranslationServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    agreed(catalogue, server)
    monkeypatch.setattr("platform.node", lambda: "another computer")
    assert consent_of(catalogue) is None


def test_what_a_catalogue_says_of_agreements_counts_for_nothing(
    catalogue: Catalogue, server: TranslationServer
) -> None:
    url = server.url("libretranslate")
    plan = translation_plan(catalogue, provider="libretranslate", url=url)
    old = Consent.give(
        plan.texts,
        provider=plan.provider,
        host=plan.host,
        url=plan.url,
        source="nb",
        curator="Kari",
        time="2024-01-01T00:00:00+00:00",
    )
    catalogue.settings.set(OLD_CONSENT_SETTING, old.as_setting())
    assert translation_plan(catalogue).host != server.host
    with pytest.raises(InputError, match="before a curator agrees"):
        translate(catalogue, provider="libretranslate", url=url)
    assert server.received == []
    give_consent(catalogue, plan)
    assert catalogue.settings.get(OLD_CONSENT_SETTING) is None


def test_a_catalogue_without_identity_gets_one_with_the_agreement(
    catalogue: Catalogue, server: TranslationServer
) -> None:
    catalogue.settings.set(IDENTITY_SETTING, None)
    assert not revoke_consent(catalogue)
    agreed(catalogue, server)
    assert catalogue.identity
    assert translate(catalogue).translated == 5


def test_names_that_are_new_need_a_new_agreement(
    catalogue: Catalogue, server: TranslationServer
) -> None:
    agreed(catalogue, server)
    catalogue.commands.create_label("hemmelig sted")
    assert translation_plan(catalogue).not_agreed == 1
    with pytest.raises(InputError, match="1 of 6 names were not agreed"):
        translate(catalogue)
    assert server.received == []


def test_an_agreement_taken_back_stops_a_run(
    catalogue: Catalogue, server: TranslationServer
) -> None:
    agreed(catalogue, server)
    job = translate_labels(catalogue, cancel=NeverCancelled(), limits=QUICK)
    next(job)
    next(job)
    revoke_consent(catalogue)
    with pytest.raises(InputError, match="taken back; 1 of 5 names were translated and are kept"):
        run_job(job)
    assert len(server.received) == 1
    assert len(automatic(catalogue)) == 1


def test_a_host_that_dies_midway_leaves_what_is_finished(
    catalogue: Catalogue, server: TranslationServer
) -> None:
    agreed(catalogue, server)
    server.mode, server.healthy = "dies", 3
    with pytest.raises(InputError) as caught:
        translate(catalogue)
    assert str(caught.value) == (
        f"{server.host} broke off the connection; 3 of 5 names were translated and are kept."
    )
    assert len(automatic(catalogue)) == 3
    server.mode = "well"
    before = len(server.received)
    assert translate(catalogue).translated == 2
    assert len(server.received) == before + 2


def test_cancelling_keeps_what_is_finished_and_waits_for_no_host(
    catalogue: Catalogue, server: TranslationServer
) -> None:
    agreed(catalogue, server)
    server.mode, server.healthy = "stall", 2
    cancel = threading.Event()
    threading.Timer(0.6, cancel.set).start()
    began_s = time.monotonic()
    with pytest.raises(JobCancelledError, match="2 of 5 names were translated and are kept"):
        run_job(translate_labels(catalogue, cancel=cancel, limits=Limits(requests_per_s=200)))
    assert time.monotonic() - began_s < Limits().request_s / 2
    assert len(automatic(catalogue)) == 2


def test_answers_outlive_a_run_that_was_killed(
    catalogue: Catalogue, server: TranslationServer
) -> None:
    agreed(catalogue, server)
    translate(catalogue)
    catalogue.commands.undo()  # as if the catalogue had not been written to
    asked = len(server.received)
    summary = translate(catalogue)
    assert (summary.translated, summary.from_cache) == (5, 5)
    assert len(server.received) == asked


def test_what_is_no_translation_is_not_kept_and_not_asked_for_twice(
    catalogue: Catalogue, server: TranslationServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    useless = {"lastebil": "olive olive olive", "båt": "båt", "fugl": "Fugl.", "fly": "fly fly"}
    for name, answer in useless.items():
        monkeypatch.setitem(WORDS, name, answer)
    agreed(catalogue, server)
    summary = translate(catalogue, limits=replace(QUICK, failures_in_a_row=2))
    assert automatic(catalogue) == {"united_nations_member": "member of the United Nations"}
    assert {name: str(reason) for name, reason in summary.failed} == {
        "lastebil": f"{server.host} answered with the same words over and over.",
        "båt": f"{server.host} answered with the name itself.",
        "fugl": f"{server.host} answered with the name itself.",
        "fly": f"{server.host} answered with the same words over and over.",
    }
    asked = len(server.received)
    assert translate(catalogue).translated == 0
    assert len(server.received) == asked


def test_asking_again_asks_again(catalogue: Catalogue, server: TranslationServer) -> None:
    agreed(catalogue, server)
    translate(catalogue)
    boat = catalogue.labels.find("båt")
    assert boat is not None
    catalogue.commands.set_automatic_names({boat.id: "bath"}, "somebody")
    summary = translate(catalogue, label_ids=[boat.id], again=True)
    assert (summary.asked, summary.from_cache, summary.names) == (1, 0, {"båt": "boat"})
    assert automatic(catalogue)["båt"] == "boat"
    assert translate(catalogue).asked == 0


def test_names_given_meanwhile_stay(catalogue: Catalogue, server: TranslationServer) -> None:
    agreed(catalogue, server)
    job = translate_labels(catalogue, cancel=NeverCancelled(), limits=QUICK)
    next(job)
    lorry, fly = (catalogue.labels.find(name) for name in ("lastebil", "fly"))
    assert lorry is not None
    assert fly is not None
    catalogue.commands.set_english_name(lorry.id, "lorry")
    catalogue.commands.delete_label(fly.id)
    run_job(job)
    assert set(automatic(catalogue)) == {"båt", "fugl", "united_nations_member"}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("", "never guessed"),
        ("auto", "never guessed"),
        ("no", "nb .Bokmål. or nn"),
        ("tlh", "no language 'tlh'"),
        ("en", "nothing to translate"),
    ],
)
def test_the_language_is_never_guessed(catalogue: Catalogue, language: str, sentence: str) -> None:
    catalogue.settings.set("language.archive", language)
    with pytest.raises(InputError, match=sentence):
        translation_plan(catalogue)


def test_the_plan_is_all_that_would_be_sent(catalogue: Catalogue) -> None:
    plan = translation_plan(catalogue, provider="microsoft")
    assert set(plan.texts) == {"lastebil", "båt", "fugl", "united nations member", "fly"}
    assert plan.host == "api.cognitive.microsofttranslator.com"
    assert (plan.not_sent, plan.already_in_english) == (("1984",), 1)
    assert (plan.is_encrypted, plan.needs_key, plan.is_agreed) == (True, True, False)
    at_home = translation_plan(catalogue, provider="libretranslate", url="http://nas.local:5000")
    assert (at_home.host, at_home.is_encrypted) == ("nas.local:5000", False)
