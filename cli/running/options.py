"""What the commands have in common: their arguments and options, and their exit codes."""

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from cli.output.asked import ASKED, ProgressAs, variable
from db.captions.records import CaptionSource
from db.records import Status

DONE, OUR_BUG, MENDABLE, STOPPED = 0, 1, 2, 130
IN_EXAMPLES = "python main.py"
NOT_FROM_ENVIRONMENT = ("--help", "--version", "--install-completion", "--show-completion")


class WithDefault(TyperGroup):
    """A group of commands, one of which is meant where none is named.

    ``main.py my.nabolag.sqlite`` and ``main.py`` alone are short for ``main.py window …``.
    """

    default = "window"

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401
        """Put the command in where there is none; at the top, make all commands ready."""
        is_named = args and (args[0] in self.commands or args[0].startswith("-"))
        if not is_named and not ctx.resilient_parsing:  # while a shell completes a name, none is
            args = [self.default, *args]
        if ctx.parent is None:
            make_ready(self, ctx.info_name)
        return super().parse_args(ctx, args)


def make_ready(command: Any, program: str | None) -> None:  # noqa: ANN401
    """Give a command and those below it what all have: examples that call the program as it was
    called, --quiet and --progress, and defaults from the environment."""
    if command.epilog and program:
        command.epilog = command.epilog.replace(IN_EXAMPLES, program)
    commands = getattr(command, "commands", None)
    if commands is None and not any(one.name == "quiet" for one in command.params):
        command.params += _common_options()
    for parameter in command.params:
        if parameter.param_type_name == "option" and parameter.envvar is None:
            longest = max(parameter.opts, key=len)
            if longest not in NOT_FROM_ENVIRONMENT:
                parameter.envvar = variable(longest)
                parameter.show_envvar = False  # the rule is in the guide
    for below in (commands or {}).values():
        make_ready(below, program)


def _quiet(value: bool) -> None:
    ASKED.quiet = value


def _progress(value: ProgressAs) -> None:
    ASKED.progress = value


def _common_options() -> list[Any]:
    """Options that every command has, which no command needs to know of."""
    maker = typer.Typer(add_completion=False)

    @maker.command()
    def nothing(
        quiet: Annotated[
            bool,
            typer.Option("--quiet", callback=_quiet, help="Show no progress and no remarks."),
        ] = False,
        progress: Annotated[
            ProgressAs,
            typer.Option(
                callback=_progress,
                help="How to show on stderr how far it is: bars for people, a JSON object a line "
                "for programs.",
            ),
        ] = ProgressAs.BARS,
    ) -> None: ...

    params: list[Any] = typer.main.get_command(maker).params
    for one in params:
        one.expose_value = False
    return params


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
RowLabels = Annotated[
    list[str] | None,
    typer.Option(
        "--label",
        metavar="NAME",
        help="Only rows of this label or of one below it; again for more labels.",
    ),
]
WithLabels = Annotated[
    list[str] | None,
    typer.Option(
        "--label", metavar="NAME", help="Only images with this label; more than one: with all."
    ),
]
Folder = Annotated[
    str | None,
    typer.Option("--folder", metavar="PATH", help="Only images in this folder or below it."),
]
StatusOption = Annotated[Status, typer.Option("--status", help="Only images of this status.")]
MinimumProbability = Annotated[
    float | None,
    typer.Option(
        "--min-probability",
        min=0,
        max=1,
        metavar="P",
        help="Only rows that are right with this probability at least.",
    ),
]
Top = Annotated[
    int | None, typer.Option("--top", min=1, metavar="N", help="The first N rows of each image.")
]
Limit = Annotated[
    int | None, typer.Option("--limit", min=1, metavar="N", help="N rows in all, at most.")
]
ListedImages = Annotated[
    Path | None,
    typer.Option(
        "--images", metavar="FILE", help="Images that a file lists, one a line; - reads them."
    ),
]
MeasuredWith = Annotated[
    str | None,
    typer.Option(
        "--encoder",
        metavar="NAME",
        help="Measure with this encoder, as one that was trained, before it is taken into use; "
        "what it has not seen is encoded first. The one in use stays.",
    ),
]
