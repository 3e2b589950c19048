"""Commands on what labels are called in English: translation services, and glossaries."""

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.output.amounts import counted
from cli.output.words import answer, listed, note
from cli.running import steps
from cli.running.jobs import run_job
from cli.running.options import AsJson, CataloguePath, Force
from engine.errors import InputError

if TYPE_CHECKING:
    from engine.jobs.glossary import GlossaryPlan
    from engine.jobs.translate import TranslateSummary, TranslationPlan

commands = typer.Typer()


@commands.command(
    epilog="Example: python main.py translate photos.nabolag.sqlite --language nb --preview"
)
def translate(
    catalogue: CataloguePath,
    provider: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help="google, mymemory, libretranslate, deepl, deepl-free or microsoft; else the one "
            "agreed to before.",
        ),
    ] = "",
    url: Annotated[
        str, typer.Option(help="Its address, for a service of your own (LibreTranslate).")
    ] = "",
    language: Annotated[
        str, typer.Option(metavar="CODE", help="The language of names or captions: nb, de, es, …")
    ] = "",
    preview: Annotated[
        bool, typer.Option("--preview", help="Show what would be sent where, and send nothing.")
    ] = False,
    agree: Annotated[
        bool, typer.Option("--agree", help="Agree that what --preview shows is sent to that host.")
    ] = False,
    revoke: Annotated[
        bool, typer.Option("--revoke", help="Take the agreement back; nothing is sent any more.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Ask for what has been translated before too.")
    ] = False,
    captions: Annotated[
        bool,
        typer.Option(
            "--captions",
            help="Translate the captions in the language, of images that have none in English, "
            "instead of names.",
        ),
    ] = False,
    key: Annotated[
        bool, typer.Option("--key", help="Ask for the service's key and keep it in the keyring.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Ask a translation service for the English names of labels that have none, or for captions.

    Nothing leaves this computer before you agree, for this catalogue, to send these names or
    captions to the host that is named. English names given by hand are never replaced; translated
    captions are captions of their own.
    """
    from engine.jobs import translate as job
    from engine.jobs.captions.translate import caption_plan

    with steps.opened(catalogue) as opened:
        if revoke:
            there_was = job.revoke_consent(opened)
            said = "Nothing is sent any more." if there_was else "Nobody had agreed to anything."
            answer({"revoked": there_was}, [said], as_json)
            return
        planned = caption_plan if captions else job.translation_plan
        plan = planned(opened, provider=provider, url=url, language=language, again=again)
        if key:
            _keep_key(plan)
            return
        if preview:
            answer(_plan_document(plan), _plan_lines(plan), as_json)
            return
        if agree and plan.texts:
            note(f"Sending {len(plan.texts)} {_called(plan)} to {plan.host}; Ctrl-C stops.")
            job.give_consent(opened, plan)
        elif plan.texts and not plan.is_agreed and captions:
            raise InputError("cli-captions-not-agreed", captions=plan.not_agreed, host=plan.host)
        elif plan.texts and not plan.is_agreed:
            raise InputError("cli-names-not-agreed", names=plan.not_agreed, host=plan.host)
        service = {"provider": plan.provider, "url": plan.url, "again": again}
        if captions:
            summary = run_job("translate-captions", opened, language=plan.source, **service)
        else:
            summary = run_job("translate", opened, **service)
    answer(summary, _summary_lines(summary), as_json)


@commands.command(
    epilog="Example: python main.py glossary photos.nabolag.sqlite --export names.csv"
)
def glossary(
    catalogue: CataloguePath,
    export_to: Annotated[
        Path | None,
        typer.Option("--export", metavar="FILE", help="Write all names: .csv, .tsv or .tbx."),
    ] = None,
    import_from: Annotated[
        Path | None,
        typer.Option("--import", metavar="FILE", help="Take over English names from a glossary."),
    ] = None,
    preview: Annotated[
        bool, typer.Option("--preview", help="Show what --import would change, change nothing.")
    ] = False,
    add: Annotated[
        bool, typer.Option("--add", help="Create the glossary's labels that are not there, first.")
    ] = False,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Write the labels with their English names to a file, or take names over from one.

    An expert fills in the column "manual" in any spreadsheet, without internet. Cells left empty
    take no name away.
    """
    from engine.jobs.glossary import add_labels, apply_import, export_glossary, plan_import

    if (export_to is None) == (import_from is None):
        raise InputError("cli-export-or-import")
    with steps.opened(catalogue) as opened:
        if export_to is not None:
            written = export_glossary(opened, export_to, overwrite=force)
            said = (
                f"{counted(written.labels, 'label')}, {written.named} with an English name by hand"
            )
            answer(written, [f"{said}, written to {written.destination}"], as_json)
            return
        assert import_from is not None
        if add and not preview:
            add_labels(opened, import_from)
        plan = plan_import(opened, import_from)
        if not preview:
            apply_import(opened, plan)
    answer(asdict(plan), _import_lines(plan, preview=preview), as_json)


def _keep_key(plan: "TranslationPlan") -> None:
    from engine.language.translation.keys import store_key
    from engine.language.translation.providers import find_provider

    variable = find_provider(plan.provider).key_variable
    if not variable:
        raise InputError("cli-provider-has-no-keys", provider=plan.title)
    entered = typer.prompt(
        f"Key for {plan.host} (empty: forget it)", hide_input=True, default="", show_default=False
    )
    store_key(plan.host, entered.strip(), variable)
    note(f"The key for {plan.host} is {'kept' if entered.strip() else 'forgotten'}.")


def _called(plan: "TranslationPlan | TranslateSummary") -> str:
    return "names" if plan.what == "labels" else "captions"


def _plan_document(plan: "TranslationPlan") -> dict[str, Any]:
    return {
        "provider": plan.provider,
        "host": plan.host,
        "url": plan.url,
        "is_encrypted": plan.is_encrypted,
        "source": plan.source,
        "texts": plan.texts,
        "not_sent": plan.not_sent,
        "not_agreed": plan.not_agreed,
    }


def _plan_lines(plan: "TranslationPlan") -> Iterable[str]:
    from engine.language.translation.languages import LANGUAGES

    language = LANGUAGES[plan.source]
    if not plan.texts:
        there = f"{counted(plan.already_in_english, 'label')} have English names"
        if plan.what == "captions":
            there = f"{plan.already_in_english} captions are of images that have one in English"
        return [f"Nothing would be sent; {there}."]
    lines = [
        f"To {plan.host} ({plan.title}) would be sent, to be translated from {language}, "
        f"{len(plan.texts)} {_called(plan)} and nothing else"
        + ("" if plan.is_encrypted else ", not encrypted")
        + ":",
        *listed(plan.texts),
    ]
    if plan.not_sent:
        lines.append(f"Never sent, as they have no letters: {', '.join(plan.not_sent)}")
    if plan.is_agreed and plan.agreed is not None:
        return [*lines, f"{plan.agreed.curator} agreed to this on {plan.agreed.time[:10]}."]
    return [*lines, f"{plan.not_agreed} are not agreed to; --agree agrees and sends them."]


def _summary_lines(summary: "TranslateSummary") -> Iterable[str]:
    if not summary.asked:
        every = "Every label has an English name"
        if summary.what == "captions":
            every = "Every image with captions in the language has one in English"
        return [f"{every} already; nothing was sent."]
    lines = [
        f"{summary.translated} of {summary.asked} {_called(summary)} translated by {summary.host}"
        + (f", {summary.from_cache} of them at an earlier time" if summary.from_cache else "")
    ]
    if summary.failed:
        lines.append(f"{len(summary.failed)} were not:")
        lines += listed([f"{name}: {problem}" for name, problem in summary.failed])
    return lines


def _import_lines(plan: "GlossaryPlan", *, preview: bool) -> Iterable[str]:
    would = "would be " if preview else ""
    lines = [
        f"{plan.added} English names {would}new, {plan.changed} {would}changed, "
        f"{plan.unchanged} as they were, {counted(plan.without_name, 'row')} without one"
    ]
    for title, found in (
        ("have no label of this name here", plan.not_found),
        ("are named twice, differently; the first counts", plan.contradicting),
        ("have an English name that is too long", plan.too_long),
    ):
        if found:
            lines += [f"{len(found)} {title}:", *listed(found)]
    return lines
