"""The command that trains an encoder on the archive's own captions."""

from typing import Annotated

import typer

from cli.output.training_lines import estimate_lines, training_lines
from cli.output.words import answer
from cli.running import steps
from cli.running.jobs import run_job
from cli.running.options import AsJson, CataloguePath
from engine.jobs.training.request import HeadName, Towers, TrainRequest
from engine.training.presets import LossName, Part

commands = typer.Typer()


@commands.command(
    epilog="Example: python main.py train photos.nabolag.sqlite --name ours · "
    "python main.py train photos.nabolag.sqlite --method wise-ft --from ours --name ours-mixed"
)
def train(
    catalogue: CataloguePath,
    name: Annotated[str, typer.Option(metavar="NAME", help="What the new encoder is called.")],
    method: Annotated[
        str,
        typer.Option(
            metavar="METHOD",
            help="heads: small heads on cached features, in minutes on any computer; dual: another "
            "text tower joined to the images; contrastive: a full encoder itself, in hours, or on "
            "a fast computer; wise-ft: mix what was trained with what it was trained from.",
        ),
    ] = "heads",
    base: Annotated[
        list[str] | None,
        typer.Option(
            "--from",
            metavar="ENCODER",
            help="Begin from this encoder, the one in use by default; wise-ft takes one trained "
            "encoder, or several, whose mean is mixed.",
        ),
    ] = None,
    preset: Annotated[
        str, typer.Option(metavar="NAME", help="default, or settings that a paper reports.")
    ] = "default",
    seed: Annotated[int, typer.Option(min=0, help="Draws who is held out, and the order.")] = 0,
    loss: Annotated[LossName | None, typer.Option(help="Instead of the preset's.")] = None,
    epochs: Annotated[int | None, typer.Option(min=1, help="Instead of the preset's.")] = None,
    rate: Annotated[
        float | None, typer.Option(min=0, help="The highest learning rate, not the preset's.")
    ] = None,
    batch_size: Annotated[
        int | None, typer.Option(min=2, help="Pairs told apart at a time, not the preset's.")
    ] = None,
    sweep: Annotated[
        bool, typer.Option("--sweep", help="Try five rates for a short while first.")
    ] = False,
    head: Annotated[HeadName, typer.Option(help="The kind of heads.")] = "linear",
    towers: Annotated[Towers, typer.Option(help="Which sides get heads.")] = "both",
    not_worse: Annotated[
        bool,
        typer.Option(
            "--not-worse",
            help="With wise-ft: take the best mix that finds labels no worse than before.",
        ),
    ] = False,
    part: Annotated[
        Part | None,
        typer.Option(help="With contrastive: what is trained; low-rank adaptations by default."),
    ] = None,
    locked_images: Annotated[
        bool, typer.Option("--locked-images", help="With contrastive: train the texts' side alone.")
    ] = False,
    chunk_size: Annotated[
        int | None,
        typer.Option(min=1, help="With contrastive: pairs held in memory at a time, of any batch."),
    ] = None,
    text_tower: Annotated[
        str | None,
        typer.Option(
            metavar="ENCODER",
            help="With dual: an encoder, or a folder with a text model; built-in by default.",
        ),
    ] = None,
    clean: Annotated[
        str,
        typer.Option(
            metavar="STEPS",
            help="Clean captions for the training, as captions --clean does: urls, users, "
            "hashtags, emoji, empty, short:3, repeated:10, or all. The catalogue keeps its own.",
        ),
    ] = "",
    finish: Annotated[
        bool,
        typer.Option("--finish", help="End a training that was stopped with its best so far."),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what time and memory it would take, and end.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Train an encoder on the captions of the archive; its own features stay as they are.

    Ctrl-C stops it; the same command goes on, or ends with the best so far under --finish. The
    window lists it too. The encoder is made only where it is better on captions that it was not
    trained on; others, which had no say, tell how much.
    """
    extra = {
        "part": part,
        "locked_images": locked_images,
        "chunk_size": chunk_size,
        "text_tower": text_tower,
    }
    request = TrainRequest(
        name=name,
        method=method,
        bases=tuple(base or ()),
        preset=preset,
        seed=seed,
        loss=loss,
        epochs=epochs,
        rate=rate,
        batch_size=batch_size,
        sweep=sweep,
        head=head,
        towers=towers,
        not_worse=not_worse,
        finish=finish,
        clean=clean,
        extra={name: one for name, one in extra.items() if one},
    )
    from engine.jobs.training.runs import remember_end, remembered

    with steps.opened(catalogue) as opened:
        if dry_run:
            found = run_job("estimate-training", opened, **request.options())
            answer(found, estimate_lines(found), as_json)
            return
        with remembered(opened, request):
            summary = run_job("train", opened, **request.options())
        remember_end(opened, summary)
    answer(summary, training_lines(summary), as_json)
