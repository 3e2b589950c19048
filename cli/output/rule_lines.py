"""What the command on text rules says: of each label how many images, and some captions."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cli.output.amounts import counted

if TYPE_CHECKING:
    from engine.jobs.captions.text_rules import RuleExample, RuleOutlook, TextRuleSummary

EXAMPLES_SHOWN = 3


def rule_lines(summary: "TextRuleSummary") -> Iterator[str]:
    """The labels with their figures, what is odd about their rules, and captions; in the end how
    many labellings there are or would be."""
    yield (
        f"{counted(summary.captions, 'caption')} of {counted(summary.captioned, 'image')} looked at"
    )
    for outlook in summary.labels:
        yield _figures(outlook)
        for problem in outlook.problems:
            yield f"  ! {problem}"
        for example in outlook.examples[:EXAMPLES_SHOWN]:
            yield f"  {example.file}: {marked(example)}"
    if summary.dry_run:
        new = sum(outlook.new for outlook in summary.labels)
        yield f"{counted(new, 'labelling')} would be added. Nothing was changed."
    else:
        yield f"{counted(summary.added, 'labelling')} added on {counted(summary.images, 'image')}"


def marked(example: "RuleExample") -> str:
    """A caption with the words that say the label in brackets."""
    text, parts, at = example.caption.text, [], 0
    for start, end in example.caption.marks:
        parts += [text[at:start], "[", text[start:end], "]"]
        at = end
    return "".join([*parts, text[at:]])


def _figures(outlook: "RuleOutlook") -> str:
    kept = [
        f"{count} {what}"
        for count, what in (
            (outlook.carried, "have it"),
            (outlook.decided, "rejected"),
            (outlook.reviewed, "reviewed already"),
        )
        if count
    ]
    found = counted(outlook.matched, "image")
    name = outlook.label if outlook.label_id > 0 else f"{outlook.label} (a new label: --add)"
    return f"{name}: {', '.join([found, f'{outlook.new} new', *kept])}"
