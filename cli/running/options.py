"""What the commands have in common: their arguments and options, and their exit codes."""

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from db.captions.records import CaptionSource

DONE, OUR_BUG, MENDABLE, STOPPED = 0, 1, 2, 130
IN_EXAMPLES = "python main.py"


class WithDefault(TyperGroup):
    """A group of commands, one of which is meant where none is named.

    ``main.py my.nabolag.sqlite`` and ``main.py`` alone are short for ``main.py window …``.
    """

    default = "window"

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401
        """Put the command in where there is none."""
        if not args or (args[0] not in self.commands and not args[0].startswith("-")):
            args = [self.default, *args]
        if ctx.parent is None:
            _name_examples(self, ctx.info_name)
        return super().parse_args(ctx, args)


def _name_examples(command: Any, program: str | None) -> None:  # noqa: ANN401
    """Let the examples of a command, and of those below it, call the program as it was called."""
    if command.epilog and program:
        command.epilog = command.epilog.replace(IN_EXAMPLES, program)
    for below in getattr(command, "commands", {}).values():
        _name_examples(below, program)


CataloguePath = Annotated[
    Path, typer.Argument(metavar="CATALOGUE", help="The catalogue: name.nabolag.sqlite.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that is there already.")]
Raw = Annotated[
    bool,
    typer.Option("--raw", help="Leave out the apostrophe before cells that look like formulas."),
]
CaptionLanguages = Annotated[
    list[str] | None,
    typer.Option(
        "--caption-language",
        metavar="CODE",
        help="Only images with a caption in this language (en, no, de …); more than one: in any.",
    ),
]
WithCaptions = Annotated[
    bool | None,
    typer.Option(
        "--with-captions/--without-captions", help="Only images with a caption, or with none."
    ),
]
CaptionFrom = Annotated[
    CaptionSource | None,
    typer.Option("--caption-source", help="Only images with a caption from there."),
]
