"""Tasks for Label Studio: pictures to label elsewhere, with what is known of their labels.

A folder with ``tasks.json`` (or ``tasks_train.json`` and so on, a project a part),
``labelling-config.xml``, the labelling interface to paste into the project's settings, and where
pictures leave ``images/``. Label Studio serves those from its local storage: its environment
variable LABEL_STUDIO_LOCAL_FILES_DOCUMENT_ROOT names the exported folder, or that of the archive
where no pictures leave.

Labels are an annotation of the task. Suggestions are a prediction with ``model_version`` and, as
``score``, the mean of their probabilities. Label Studio hands back all that stands in a task's
``data``, and so everything about the labels stands there too: what came from whom is known again
where nobody changed it.

Sources: "Import pre-annotated data" and "Label Studio JSON format of annotated tasks" in Label
Studio's documentation (https://labelstud.io/guide).
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import quoteattr

from engine.cells import spelled_file
from engine.exchange.content import ExchangedLabel, ExportContent
from engine.exchange.export_format import (
    ExportFormat,
    FormatOption,
    FormatReader,
    Options,
    Preview,
    Writing,
    first_lines,
)
from engine.exchange.formats import label_studio_results
from engine.exchange.formats.json_files import (
    caption_object,
    json_list,
    labelling_object,
    suggestion_object,
)
from engine.exchange.formats.picture_files import PictureFiles
from engine.exchange.formats.xml_text import escaped_signs, xml_attribute
from engine.exchange.records import ExchangedImage
from messages.levels import join_levels
from messages.message import Message

CONFIG = "labelling-config.xml"
PICTURES = "images"
STEM = "tasks"
CONTROL, OBJECT = label_studio_results.CONTROL, "image"
LOCAL_FILES = "/data/local-files/?d="

CHOOSER = FormatOption(
    "chooser",
    Message("export-option-chooser"),
    default="choices",
    about=Message("export-option-chooser-about"),
    choices=(
        ("choices", Message("export-option-chooser-choices")),
        ("taxonomy", Message("export-option-chooser-taxonomy")),
    ),
)


def write(place: Path, content: ExportContent, options: Options) -> Writing:
    """Write the tasks, the interface and the pictures; as ``WritesImages`` says."""
    chooser = str(options[CHOOSER.name])
    (place / CONFIG).write_text(_config(content, chooser), encoding="utf-8")
    files = PictureFiles(content.pictures, place / PICTURES)
    with ExitStack() as stack:
        tasks = {
            part: stack.enter_context(
                json_list(stack.enter_context((place / _name(part)).open("w", encoding="utf-8")))
            )
            for part in content.parts or ("",)
        }
        for image in content.images:
            name = files.name(image)
            files.place(image, name)
            shown = name if content.pictures is None else f"{PICTURES}/{name}"
            tasks[image.part if content.parts else ""].add(_task(image, shown, content, chooser))
            yield


def _name(part: str) -> str:
    return f"{STEM}_{part}.json" if part else f"{STEM}.json"


def _task(
    image: ExchangedImage, shown: str, content: ExportContent, chooser: str
) -> dict[str, Any]:
    task: dict[str, Any] = {
        "data": {
            OBJECT: LOCAL_FILES + quote(shown),
            "file": spelled_file(image.file),
            "title": image.title,
            "reviewed_at": image.reviewed_at,
            "sha256": image.sha256,
            "labels": [labelling_object(one) for one in image.labellings],
            "suggestions": [suggestion_object(one) for one in image.suggestions],
            "captions": [caption_object(one) for one in image.captions],
        }
    }
    if image.labellings:
        levels = [one.levels for one in image.labellings]
        task["annotations"] = [{"result": _result(levels, chooser)}]
    if image.suggestions:
        shares = [
            one.confidence if one.probability is None else one.probability
            for one in image.suggestions
        ]
        task["predictions"] = [
            {
                "model_version": content.suggester or "suggestions",
                "score": sum(shares) / len(shares),
                "result": _result([one.levels for one in image.suggestions], chooser),
            }
        ]
    return task


def _result(levels: list[tuple[str, ...]], chooser: str) -> list[dict[str, Any]]:
    value: list[Any] = (
        [[escaped_signs(level) for level in one] for one in levels]
        if chooser == "taxonomy"
        else [escaped_signs(join_levels(one)) for one in levels]
    )
    return [
        {
            "from_name": CONTROL,
            "to_name": OBJECT,
            "type": chooser,
            "value": {chooser: value},
        }
    ]


def _config(content: ExportContent, chooser: str) -> str:
    """The labelling interface, in Label Studio's XML."""
    if chooser == "taxonomy":
        control = f'<Taxonomy name="{CONTROL}" toName="{OBJECT}">\n{_tree(content.labels)}'
        control += "  </Taxonomy>"
    else:
        control = f'<Choices name="{CONTROL}" toName="{OBJECT}" choice="multiple">\n'
        for label in content.labels:
            control += f"    {_choice(join_levels(label.levels), label)}/>\n"
        control += "  </Choices>"
    return (
        "<View>\n"
        f'  <Image name="{OBJECT}" value={quoteattr("$" + OBJECT)}/>\n'
        f"  {control}\n"
        "</View>\n"
    )


def _choice(value: str, label: ExchangedLabel | None) -> str:
    hint = "" if label is None or not label.english_name else label.english_name
    return f"<Choice value={xml_attribute(escaped_signs(value))}" + (
        f" hint={xml_attribute(escaped_signs(hint))}" if hint and hint != value else ""
    )


def _tree(labels: Sequence[ExchangedLabel]) -> str:
    """The labels below one another; levels that are no label of the export group the others."""
    by_levels = {label.levels: label for label in labels}
    every = sorted({levels[:depth] for levels in by_levels for depth in range(1, len(levels) + 1)})
    lines: list[str] = []
    open_at: list[tuple[str, ...]] = []
    for levels in every:
        while open_at and levels[: len(open_at[-1])] != open_at[-1]:
            open_at.pop()
            lines.append("    " + "  " * len(open_at) + "</Choice>")
        lines.append(
            "    " + "  " * len(open_at) + _choice(levels[-1], by_levels.get(levels)) + ">"
        )
        open_at.append(levels)
    while open_at:
        open_at.pop()
        lines.append("    " + "  " * len(open_at) + "</Choice>")
    return "".join(f"{line}\n" for line in lines)


def recognises(path: Path) -> bool:
    """Whether this is a file of Label Studio tasks, or a folder with some."""
    return any(label_studio_results.is_tasks(file) for file in _json_files(path))


def _json_files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(path.glob(f"{STEM}*.json"))
    return [path] if path.suffix.casefold() == ".json" else []


def read(path: Path) -> Iterator[ExchangedImage]:
    """The images of the tasks as they were exported here, or from Label Studio; raises InputError
    for a file that is damaged."""
    for file in _json_files(path):
        part = file.stem.removeprefix(STEM).removeprefix("_")
        yield from label_studio_results.images(file, part if path.is_dir() else "")


def preview(place: Path) -> Preview:
    """The first lines of the first file."""
    return first_lines(next(place.glob(f"{STEM}*.json")))


FORMAT = ExportFormat(
    name="label-studio",
    title=Message("export-format-label-studio"),
    suffix="",
    write=write,
    preview=preview,
    writes_folder=True,
    options=(CHOOSER,),
    pictures="possible",
    purpose="annotation",
    reader=FormatReader(recognises, read),
)
