"""What the commands have in common: their arguments and options, and their exit codes."""

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

DONE, OUR_BUG, MENDABLE, STOPPED = 0, 1, 2, 130


class WithDefault(TyperGroup):
    """A group of commands, one of which is meant where none is named.

    ``main.py my.nabolag.sqlite`` and ``main.py`` alone are short for ``main.py window …``.
    """

    default = "window"

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401
        """Put the command in where there is none."""
        if not args or (args[0] not in self.commands and not args[0].startswith("-")):
            args = [self.default, *args]
        return super().parse_args(ctx, args)


CataloguePath = Annotated[
    Path, typer.Argument(metavar="CATALOGUE", help="The catalogue: name.nabolag.sqlite.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that is there already.")]
Raw = Annotated[
    bool,
    typer.Option("--raw", help="Leave out the apostrophe before cells that look like formulas."),
]
