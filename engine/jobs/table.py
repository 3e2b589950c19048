"""The jobs: one row for each, and everything that the program knows of a job before it runs.

A new job is a module with a function ``(catalogue, *, cancel, **options) -> Job[summary]`` (all
picklable), its row here, and its sentences in ``resources/messages/*/job_table.ftl``:

- ``job-NAME`` is what it is called; the options that are text are its variables;
- ``job-NAME-menu`` is what a menu calls it, where it is in one;
- ``job-NAME-done`` says that it has finished, where the summary has no ``message`` of its own;
- ``job-NAME-not-due`` says why it did not follow another job;
- ``stage-CODE`` (in ``stages.ftl``) for each of its stages.

The window's menus, keys, task bar and refreshing, and the terminal's progress, read the table.
"""

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Literal, Protocol, runtime_checkable

from engine.progress import Job
from messages.message import Message

if TYPE_CHECKING:
    from db.catalogue import Catalogue

Change = Literal["images", "suggestions", "names", "duplicates"]


class Unit(Enum):
    """What ``done`` and ``total`` of a job's progress count."""

    ITEMS = "items"
    BYTES = "bytes"
    PERCENT = "percent"
    """Shares of the whole work; a rate would say nothing."""


@dataclass(frozen=True, slots=True)
class JobKind:
    """A job as the program knows it before it runs."""

    name: str

    function: str
    """ "module:function", imported when the job runs: encoders load torch."""

    stages: tuple[str, ...]
    """The codes of all stages it may report."""

    is_heavy: bool = False
    """It uses the whole machine or writes much; one such job runs at a time."""

    needs_catalogue: bool = True
    """Without one, the function is called with ``cancel`` and its options alone."""

    changes: tuple[Change, ...] = ()
    """What it changes in the catalogue, so that what shows it is read anew."""

    keeps_finished: bool = False
    """Stopped or failed half-way, what it had finished stays; else it changes all or nothing."""

    keeps_place_in: tuple[str, ...] = ()
    """The stages in which it keeps where it is once it is told to stop. An item may take seconds
    there: it is waited for, where other work is ended within one."""

    followed_by: tuple[str, ...] = ()
    """What may follow once it has finished: the first of these jobs that is due."""

    is_due: str = ""
    """ "module:function" that tells whether this job should follow another one, from (catalogue,
    that job's summary, the options this one would get); "" for always."""

    choices: tuple[str, ...] = ()
    """The options that a person chooses once for all: "encoder", "suggester"."""

    unit: Unit = Unit.ITEMS

    is_in_menu: bool = False
    """A person may start it by itself, without being asked anything."""

    key: str = ""
    """The key that starts it from a window."""

    def run(self, catalogue: "Catalogue | None", **arguments: Any) -> Job[Any]:  # noqa: ANN401
        """The job, begun; ``arguments`` are its options and ``cancel``."""
        function = loaded(self.function)
        given = (catalogue,) if self.needs_catalogue else ()
        job: Job[Any] = function(*given, **arguments)
        return job

    def should_follow(
        self, catalogue: "Catalogue", summary: object, options: Mapping[str, object]
    ) -> bool:
        """Whether it is due after a job that gave ``summary``; reads the catalogue."""
        return not self.is_due or bool(loaded(self.is_due)(catalogue, summary, options))


ENCODING = ("loading-encoder", "checking-present-features", "encoding")
_ROWS = (
    JobKind(
        "scan",
        "engine.jobs.scan:scan_archive",
        (
            "looking-for-files",
            "comparing-moved-files",
            "comparing-keywords",
            "reading-images",
            "making-thumbnails",
        ),
        is_heavy=True,
        changes=("images",),
        keeps_finished=True,
        followed_by=("encode",),
    ),
    JobKind(
        "encode",
        "engine.jobs.encode:encode_archive",
        ENCODING,
        is_heavy=True,
        changes=("images",),
        keeps_finished=True,
        followed_by=("first-suggestions", "tune", "suggest", "queues"),
        is_due="engine.jobs.due:encoding",
        choices=("encoder",),
        is_in_menu=True,
    ),
    JobKind(
        "first-suggestions",
        "engine.jobs.first_suggestions:suggest_first",
        (
            "encoding-captions",
            "reading-labelled-images",
            "reading-label-names",
            "comparing-labelled-images",
            "tuning-suggestions",
            "calibrating-suggestions",
            "suggesting-labels",
        ),
        is_heavy=True,
        changes=("suggestions",),
        followed_by=("tune", "queues"),
        is_due="engine.jobs.due:first_suggesting",
        choices=("suggester",),
    ),
    JobKind(
        "tune",
        "engine.jobs.tune:tune_suggester",
        (
            "encoding-captions",
            "reading-labelled-images",
            "reading-label-names",
            "comparing-labelled-images",
            "tuning-suggestions",
            "calibrating-suggestions",
        ),
        is_heavy=True,
        changes=("suggestions",),
        followed_by=("suggest",),
        is_due="engine.jobs.due:tuning",
        choices=("suggester",),
        is_in_menu=True,
    ),
    JobKind(
        "suggest",
        "engine.jobs.suggest:suggest_labels",
        (
            "encoding-captions",
            "reading-labelled-images",
            "reading-label-names",
            "suggesting-labels",
        ),
        is_heavy=True,
        changes=("suggestions",),
        followed_by=("queues",),
        is_due="engine.jobs.due:suggesting",
        choices=("suggester",),
        is_in_menu=True,
        key="F6",
    ),
    JobKind(
        "queues",
        "engine.jobs.queues:find_queues",
        (
            "encoding-captions",
            "reading-labelled-images",
            "comparing-labelled-images",
            "checking-labels",
            "choosing-next-images",
        ),
        is_heavy=True,
        changes=("suggestions",),
    ),
    JobKind(
        "duplicates",
        "engine.jobs.duplicates.find:find_duplicates",
        (
            "reading-features",
            "hashing-images",
            "comparing-images",
            "comparing-hashes",
            "laying-over-one-another",
            "grouping-duplicates",
            "measuring-duplicates",
        ),
        is_heavy=True,
        changes=("duplicates",),
        keeps_finished=True,
    ),
    JobKind(
        "set-aside-files",
        "engine.jobs.duplicates.files:move_set_aside",
        ("moving-files",),
        is_heavy=True,
        changes=("images",),
        keeps_finished=True,
    ),
    JobKind(
        "trash-files",
        "engine.jobs.duplicates.files:trash_set_aside",
        ("trashing-files",),
        is_heavy=True,
        changes=("images",),
        keeps_finished=True,
    ),
    JobKind(
        "put-back-files",
        "engine.jobs.duplicates.files:put_back",
        ("putting-files-back",),
        is_heavy=True,
        changes=("images",),
        keeps_finished=True,
        followed_by=("scan",),
    ),
    JobKind(
        "evaluate",
        "engine.jobs.evaluate.run:evaluate",
        (
            *ENCODING,
            "encoding-captions",
            "reading-labelled-images",
            "reading-label-names",
            "evaluating",
            "drawing-plots",
        ),
        is_heavy=True,
        unit=Unit.PERCENT,
    ),
    JobKind(
        "translate",
        "engine.jobs.translate:translate_labels",
        ("translating",),
        changes=("names",),
        keeps_finished=True,
    ),
    JobKind(
        "export",
        "engine.jobs.exports.export:export_dataset",
        ("exporting",),
    ),
    JobKind(
        "preview-sidecars",
        "engine.jobs.sidecars.write:preview_sidecars",
        ("comparing-sidecars",),
    ),
    JobKind(
        "write-sidecars",
        "engine.jobs.sidecars.write:write_sidecars",
        ("comparing-sidecars", "writing-sidecars"),
        is_heavy=True,
        keeps_finished=True,
    ),
    JobKind(
        "undo-sidecars",
        "engine.jobs.sidecars.undo:undo_sidecars",
        ("restoring-sidecars",),
        is_heavy=True,
        keeps_finished=True,
    ),
    JobKind(
        "compare-sidecars",
        "engine.jobs.sidecars.changes:compare_sidecars",
        ("comparing-sidecars",),
    ),
    JobKind(
        "preview-embedding",
        "engine.jobs.sidecars.pictures.embed:preview_embedding",
        ("comparing-pictures",),
    ),
    JobKind(
        "embed-keywords",
        "engine.jobs.sidecars.pictures.embed:embed_keywords",
        ("comparing-pictures", "writing-pictures"),
        is_heavy=True,
        changes=("images",),
        keeps_finished=True,
    ),
    JobKind(
        "undo-embedding",
        "engine.jobs.sidecars.pictures.undo:undo_embedding",
        ("restoring-pictures",),
        is_heavy=True,
        changes=("images",),
        keeps_finished=True,
    ),
    JobKind(
        "import-table",
        "engine.jobs.import_table:import_table",
        ("importing-keywords", "comparing-labels"),
        is_heavy=True,
        changes=("images",),
        keeps_finished=True,
    ),
    JobKind(
        "import-captions",
        "engine.jobs.captions.from_lists:import_captions",
        ("importing-captions",),
        is_heavy=True,
        changes=("images",),
        keeps_finished=True,
    ),
    JobKind(
        "titles-as-captions",
        "engine.jobs.captions.from_titles:captions_of_titles",
        ("importing-captions",),
        is_heavy=True,
        changes=("images",),
        keeps_finished=True,
    ),
    JobKind(
        "read-text",
        "engine.jobs.captions.from_pictures:read_text_in_pictures",
        ("loading-text-reader", "reading-text", "importing-captions"),
        is_heavy=True,
        changes=("images",),
        keeps_finished=True,
        is_in_menu=True,
    ),
    JobKind(
        "translate-captions",
        "engine.jobs.captions.translate:translate_captions",
        ("translating",),
        changes=("images",),
        keeps_finished=True,
    ),
    JobKind(
        "clean-captions",
        "engine.jobs.captions.cleaning:clean",
        ("reading-captions", "cleaning-captions"),
        is_heavy=True,
        changes=("images",),
    ),
    JobKind(
        "text-rules",
        "engine.jobs.captions.text_rules:apply_rules",
        ("looking-for-words", "looking-for-patterns"),
        is_heavy=True,
        changes=("images",),
        is_in_menu=True,
    ),
    JobKind(
        "evaluate-captions",
        "engine.jobs.retrieval.evaluate:evaluate_captions",
        (
            "reading-captions",
            *ENCODING,
            "encoding-captions",
            "measuring-captions",
            "reading-label-names",
            "laying-out-captions",
            "drawing-plots",
        ),
        is_heavy=True,
    ),
    JobKind(
        "evaluate-question",
        "engine.jobs.questions.evaluate:evaluate_question",
        ("learning-question", "measuring-question", "drawing-plots"),
        is_heavy=True,
    ),
    JobKind(
        "predict-question",
        "engine.jobs.questions.predict:predict_question",
        ("learning-question", "predicting-answers"),
    ),
    JobKind(
        "compare-encoders",
        "engine.jobs.retrieval.compare:compare_encoders",
        ("reading-captions", "encoding-captions", "measuring-captions"),
        is_heavy=True,
    ),
    JobKind(
        "train",
        "engine.jobs.training.train:train_encoder",
        (
            "loading-encoder",
            "reading-captions",
            "encoding-captions",
            "reading-images",
            "trying-rates",
            "training",
            "mixing-weights",
            "measuring-captions",
            "laying-out-captions",
            "drawing-plots",
        ),
        is_heavy=True,
        keeps_finished=True,
        keeps_place_in=("trying-rates", "training"),
    ),
    JobKind(
        "estimate-training",
        "engine.jobs.training.estimate_asked:estimate_asked",
        ("reading-captions", "estimating"),
    ),
    JobKind(
        "suggestion-table",
        "engine.jobs.suggestion_table:export_suggestions",
        (
            "reading-labelled-images",
            "reading-label-names",
            "encoding-captions",
            "writing-suggestions",
        ),
    ),
    JobKind(
        "same-labels",
        "engine.jobs.same_labels:find_same_labels",
        ("reading-labels", "comparing-labels"),
    ),
    JobKind(
        "check",
        "engine.jobs.check:check_catalogue",
        (
            "checking-database",
            "checking-features",
            "looking-for-known-files",
            "reading-files-again",
        ),
        is_in_menu=True,
    ),
    JobKind(
        "download",
        "engine.encoders.registry:download_encoder",
        ("downloading", "checking-download"),
        needs_catalogue=False,
        keeps_finished=True,
        unit=Unit.BYTES,
    ),
)

JOBS: dict[str, JobKind] = {kind.name: kind for kind in _ROWS}


def title(name: str, options: Mapping[str, object]) -> Message:
    """What a job is called; its options that are text may be named in the sentence."""
    texts = {option: value for option, value in options.items() if isinstance(value, str)}
    return Message(f"job-{name}", texts)


@runtime_checkable
class SaysWhatItDid(Protocol):
    """A summary that tells in one message what its job did."""

    @property
    def message(self) -> Message: ...


def done(name: str, summary: object) -> Message | None:
    """What a finished job did, for the person who waited; None where there is nothing to say."""
    return summary.message if isinstance(summary, SaysWhatItDid) else _if_said(f"job-{name}-done")


def not_due(name: str) -> Message | None:
    """Why a job did not follow another one; None where there is nothing to say."""
    return _if_said(f"job-{name}-not-due")


def _if_said(code: str) -> Message | None:
    from messages.sentences import has_sentence

    return Message(code) if has_sentence(code) else None


def loaded(function: str) -> Callable[..., Any]:
    """The function behind "module:function"."""
    module_name, function_name = function.split(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module_name), function_name)
    return found
