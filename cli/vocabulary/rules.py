"""The command on text rules: labels from the words of captions."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.output.amounts import counted
from cli.output.rule_lines import rule_lines
from cli.output.typed import change_end
from cli.output.words import answer
from cli.running import steps
from cli.running.jobs import run_job
from cli.running.options import AsJson, CataloguePath, Force
from engine.errors import InputError

if TYPE_CHECKING:
    from db.captions.records import TextRule
    from db.catalogue import Catalogue


def rules(
    catalogue: CataloguePath,
    file: Annotated[
        Path | None,
        typer.Option(
            "--rules",
            metavar="FILE",
            help="Take the rules of a table (.csv with label,kind,text,language, kind being word, "
            "pattern or not) or of JSON (.json); they replace those of the labels named there.",
        ),
    ] = None,
    label: Annotated[
        list[str] | None,
        typer.Option("--label", metavar="NAME", help="Only the rule of this label; repeatable."),
    ] = None,
    add: Annotated[
        bool, typer.Option("--add", help="Create labels of the file that are not there, first.")
    ] = False,
    also_reviewed: Annotated[
        bool,
        typer.Option(
            "--also-reviewed", help="Put labels on images too that a curator has finished with."
        ),
    ] = False,
    preview: Annotated[
        bool, typer.Option("--preview", help="Say what the rules would do, and change nothing.")
    ] = False,
    withdraw: Annotated[
        bool,
        typer.Option(
            "--withdraw",
            help="Take rules away, and the labels that they put on and nobody confirmed.",
        ),
    ] = False,
    export_to: Annotated[
        Path | None,
        typer.Option("--export", metavar="FILE", help="Write all rules: .csv or .json."),
    ] = None,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Put labels on the images whose captions have the words of the labels' rules.

    A word is found whole, without case and accents, and flood* finds floods; a pattern is a regular
    expression; a word of kind not rules a caption out. Nothing is taken off, nothing comes back
    that a curator rejected, and no image counts as reviewed. Running again adds only what is new.
    """
    from engine.jobs.captions.rule_files import rules_of_file

    if sum((export_to is not None, withdraw, file is not None)) > 1 or (preview and export_to):
        raise InputError("cli-rules-one-thing")
    with steps.opened(catalogue) as opened:
        if export_to is not None:
            _export(opened, export_to, force=force, as_json=as_json)
            return
        ids = [steps.label_named(opened, name).id for name in label or ()]
        if withdraw:
            _withdraw(opened, catalogue, ids, preview=preview, as_json=as_json)
            return
        if not preview:
            opened.backups.take_if_due()
        of_file = None
        if file is not None:
            of_file = rules_of_file(opened, file, add_labels=add, is_preview=preview)
        summary = run_job(
            "text-rules",
            opened,
            rules=None if of_file is None else _chosen(of_file.rules, ids),
            new_labels={} if of_file is None else of_file.new_labels,
            label_ids=ids,
            also_reviewed=also_reviewed,
            dry_run=preview,
        )
        if not summary.labels:
            raise InputError("cli-rules-none")
    changed = summary.added > 0 or of_file is not None
    end = [] if preview else [change_end(catalogue, changed, says_done=True)]
    answer(summary, [*rule_lines(summary), *end], as_json)


def _chosen(rules: "dict[int, TextRule]", ids: list[int]) -> "dict[int, TextRule]":
    return {label_id: rule for label_id, rule in rules.items() if not ids or label_id in ids}


def _export(catalogue: "Catalogue", destination: Path, *, force: bool, as_json: bool) -> None:
    from engine.jobs.captions.rule_files import export_rules

    written = export_rules(catalogue, destination, overwrite=force)
    said = f"{counted(written.rules, 'rule')} written to {written.destination}"
    answer(written, [said], as_json)


def _withdraw(
    catalogue: "Catalogue", path: Path, ids: list[int], *, preview: bool, as_json: bool
) -> None:
    having = [one.id for one in catalogue.labels.all() if one.text_rule is not None]
    wanted = ids or having
    document: dict[str, Any] = {
        "labellings": catalogue.rule_matches.withdrawable(wanted),
        "rules": len(set(wanted) & set(having)),
    }
    would = "would be " if preview else ""
    lines: Iterable[str] = [
        f"{counted(document['rules'], 'rule')} {would}taken away, and "
        f"{counted(document['labellings'], 'labelling')} that nobody confirmed"
    ]
    changed = False
    if not preview:
        changed = catalogue.commands.withdraw_text_rules(wanted).change_id > 0
        lines = [*lines, change_end(path, changed, says_done=True)]
    answer({"changed": changed, **document}, lines, as_json)
