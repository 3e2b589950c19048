"""Labels from the words of captions: what the rules of labels would put on images, and doing it."""

from collections import defaultdict
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from db.captions.records import TextRule
from db.captions.rule_matches import CaptionText, LabelState
from db.captions.text_rules import cleaned_rule
from db.catalogue import Catalogue
from engine.captions.text_rules import TextPattern, without_overlaps, word_places
from engine.errors import InputError
from engine.language.snippet import Snippet, cut_out
from engine.progress import CancelToken, Job, NeverCancelled, Progress, run_job, stop_if_cancelled
from messages.message import Message

EXAMPLES = 12
LOOKED_AT_FOR_EXAMPLES = 60
MOST_OF_ALL = 0.5
"""A rule that more of the captioned images fulfil says little."""
WORDS_TOLD = 8
NO_NEW_LABELS: Mapping[int, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class RuleExample:
    """An image that fulfils a rule: its caption around the words, with their places marked.

    ``said_by`` is the word or pattern; ``is_new`` says that the image would get the label.
    """

    image_id: int
    file: str
    caption: Snippet
    said_by: str
    is_new: bool


@dataclass(slots=True)
class RuleOutlook:
    """What the rule of one label finds, in images in use that can be read.

    ``matched`` images have captions that say the label: ``carried`` have it already, about
    ``decided`` somebody has decided that they have not, ``reviewed`` are finished otherwise, and
    ``new`` would get it. ``terms``: how many images each word and pattern finds. ``given``: how
    many have the label of its rule by now and nobody confirmed it. ``problems`` are warnings,
    ``is_usable`` whether the rule could be run at all. A ``label_id`` below zero is that of a label
    that is still to be created.
    """

    label_id: int
    label: str
    rule: TextRule
    matched: int = 0
    carried: int = 0
    decided: int = 0
    reviewed: int = 0
    new: int = 0
    given: int = 0
    terms: dict[str, int] = field(default_factory=dict)
    problems: list[Message] = field(default_factory=list)
    is_usable: bool = True
    examples: list[RuleExample] = field(default_factory=list)


@dataclass(slots=True)
class TextRuleSummary:
    """What the rules did or, with ``dry_run``, would do. ``captioned`` images have captions, of
    which there are ``captions``; ``added`` labellings came to ``images`` images."""

    dry_run: bool
    captioned: int
    captions: int
    labels: list[RuleOutlook] = field(default_factory=list)
    added: int = 0
    images: int = 0

    @property
    def message(self) -> Message:
        """What came of it."""
        return Message("job-text-rules-done", {"added": self.added, "images": self.images})


Found = dict[int, dict[int, str]]
"""By label id, of each image what said the label."""


def apply_rules(
    catalogue: Catalogue,
    *,
    cancel: CancelToken,
    rules: Mapping[int, TextRule] | None = None,
    label_ids: Sequence[int] = (),
    also_reviewed: bool = False,
    dry_run: bool = False,
    new_labels: Mapping[int, str] = NO_NEW_LABELS,
) -> Job[TextRuleSummary]:
    """Put labels on the images whose captions say them, in one change that undo takes back.

    ``rules`` by label id become those of their labels in the same change; without them all rules
    that the catalogue has are run, or those of ``label_ids``. Images that carry the label stay as
    they are, as do those where somebody rejected it and, unless ``also_reviewed``, those that a
    curator has finished with. ``new_labels`` are the names of labels that are still to be created,
    by the ids below zero that they have in ``rules``; with ``dry_run`` alone.

    Raises InputError for a pattern that is wrong or takes too long; ``dry_run`` tells it as one of
    the problems of its rule.
    """
    weighed = _weighed(
        catalogue,
        cancel,
        rules,
        label_ids,
        also_reviewed=also_reviewed,
        dry_run=dry_run,
        new_labels=new_labels if dry_run else NO_NEW_LABELS,
    )
    summary, found = yield from weighed
    if not dry_run:
        kept = None if rules is None else {one.label_id: one.rule for one in summary.labels}
        change = catalogue.commands.apply_text_rules(found, rules=kept, also_reviewed=also_reviewed)
        summary.added = int(str(change.details["labellings"]))
        summary.images = int(str(change.details["images"]))
    return summary


def foretold(
    catalogue: Catalogue,
    rules: Mapping[int, TextRule],
    *,
    also_reviewed: bool = False,
    cancel: CancelToken | None = None,
) -> tuple[TextRuleSummary, Found]:
    """What rules would do, and by label id, of each image, what says the label; without progress.

    Raises CatalogueError for a rule that is none.
    """
    token = NeverCancelled() if cancel is None else cancel
    return run_job(_weighed(catalogue, token, rules, (), also_reviewed=also_reviewed, dry_run=True))


def require_usable(catalogue: Catalogue, rules: Sequence[TextRule]) -> None:
    """Raise InputError for a pattern that is wrong, or takes too long on a caption."""
    by_language: dict[str, list[TextPattern]] = defaultdict(list)
    for rule in rules:
        by_language[rule.language] += map(TextPattern, rule.patterns)
    for language, patterns in by_language.items():
        for part in catalogue.rule_matches.texts(language) if patterns else ():
            for caption in part:
                for pattern in patterns:
                    pattern.place(caption.text)


def _weighed(
    catalogue: Catalogue,
    cancel: CancelToken,
    rules: Mapping[int, TextRule] | None,
    label_ids: Sequence[int],
    *,
    also_reviewed: bool,
    dry_run: bool,
    new_labels: Mapping[int, str] = NO_NEW_LABELS,
) -> Job[tuple[TextRuleSummary, Found]]:
    """What rules find and how these images stand to the labels."""
    labels = {label.id: label for label in catalogue.labels.all()}
    names = {label_id: label.shown for label_id, label in labels.items()} | {**new_labels}
    given = {one: label.text_rule for one, label in labels.items()} if rules is None else rules
    wanted = _wanted(names, given, label_ids)
    captioned, captions = catalogue.rule_matches.captioned()
    summary = TextRuleSummary(dry_run, captioned, captions)
    summary.labels = [
        RuleOutlook(label_id, names[label_id], rule) for label_id, rule in wanted.items()
    ]
    found = yield from _found(catalogue, cancel, summary)
    reviewed = set() if also_reviewed else catalogue.rule_matches.reviewed()
    for outlook in summary.labels:
        _weigh(catalogue, summary, outlook, found[outlook.label_id], reviewed)
    stop_if_cancelled(cancel, "nothing-changed")
    return summary, found


def _wanted(
    names: Mapping[int, str], given: Mapping[int, TextRule | None], label_ids: Sequence[int]
) -> dict[int, TextRule]:
    """The rules to run, by label id, in the order of the labels' names."""
    if given.keys() - names.keys():
        raise InputError("labels-gone")
    return {
        label_id: cleaned_rule(rule)
        for label_id in names
        if (rule := given.get(label_id)) is not None and (not label_ids or label_id in label_ids)
    }


def _found(
    catalogue: Catalogue, cancel: CancelToken, summary: TextRuleSummary
) -> Generator[Progress, None, Found]:
    """Who says what; fills in the terms and what is wrong with patterns."""
    found: Found = {}
    for done, outlook in enumerate(summary.labels):
        yield Progress("looking-for-words", done, len(summary.labels))
        stop_if_cancelled(cancel, "nothing-changed")
        of_label = found[outlook.label_id] = {}
        for word in outlook.rule.words:
            images = catalogue.rule_matches.images_with(word, outlook.rule)
            outlook.terms[word] = len(images)
            for image_id in images:
                of_label.setdefault(image_id, word)
    searches = _searches(catalogue, summary)
    if searches:
        yield from _look_for_patterns(catalogue, cancel, summary, searches)
    for one in searches:
        one.outlook.terms[one.pattern.pattern] = len(one.images)
        for image_id in one.images:
            found[one.outlook.label_id].setdefault(image_id, one.pattern.pattern)
    return found


@dataclass(slots=True)
class _PatternSearch:
    """One pattern of a rule, the captions that the rule leaves out, and the images found."""

    outlook: RuleOutlook
    pattern: TextPattern
    left_out: set[int]
    images: set[int] = field(default_factory=set)
    gave_up: bool = False

    def look_at(self, captions: Sequence[CaptionText], cancel: CancelToken) -> None:
        """Take in captions. Raises InputError where one takes too long."""
        for caption in captions:
            stop_if_cancelled(cancel, "nothing-changed")
            if caption.image_id in self.images or caption.id in self.left_out:
                continue
            if self.pattern.place(caption.text) is not None:
                self.images.add(caption.image_id)


def _searches(catalogue: Catalogue, summary: TextRuleSummary) -> list[_PatternSearch]:
    searches: list[_PatternSearch] = []
    for outlook in summary.labels:
        if not outlook.rule.patterns:
            continue
        left_out = catalogue.rule_matches.captions_with(outlook.rule.exclusions)
        for pattern in outlook.rule.patterns:
            try:
                searches.append(_PatternSearch(outlook, TextPattern(pattern), left_out))
            except InputError as error:
                _refuse(summary, outlook, error)
    return searches


def _look_for_patterns(
    catalogue: Catalogue,
    cancel: CancelToken,
    summary: TextRuleSummary,
    searches: Sequence[_PatternSearch],
) -> Generator[Progress, None, None]:
    """One pass over the captions of each language, for the patterns of all rules."""
    languages = dict.fromkeys(one.outlook.rule.language for one in searches)
    done = 0
    for language in languages:
        for part in catalogue.rule_matches.texts(language):
            yield Progress("looking-for-patterns", done, summary.captions * len(languages))
            done += len(part)
            for one in searches:
                if one.gave_up or one.outlook.rule.language != language:
                    continue
                try:
                    one.look_at(part, cancel)
                except InputError as error:
                    _refuse(summary, one.outlook, error)
                    one.gave_up = True


def _refuse(summary: TextRuleSummary, outlook: RuleOutlook, error: InputError) -> None:
    if not summary.dry_run:
        raise error
    outlook.is_usable = False
    outlook.problems.append(error.message)


def _weigh(
    catalogue: Catalogue,
    summary: TextRuleSummary,
    outlook: RuleOutlook,
    found: Mapping[int, str],
    reviewed: set[int],
) -> None:
    """Fill in how the images that were found stand to the label, and what is odd about it."""
    state: LabelState = catalogue.rule_matches.state(outlook.label_id)
    matched = found.keys()
    open_images = matched - state.carried
    undecided = open_images - state.decided
    new = undecided - reviewed
    outlook.matched = len(matched)
    outlook.carried = len(matched & state.carried)
    outlook.decided = len(open_images) - len(undecided)
    outlook.reviewed = len(undecided) - len(new)
    outlook.new = len(new)
    outlook.given = catalogue.rule_matches.withdrawable([outlook.label_id])
    if not summary.captions:
        outlook.problems.append(Message("rule-no-captions"))
    elif not matched:
        outlook.problems.append(Message("rule-finds-nothing"))
    else:
        if len(matched) > MOST_OF_ALL * summary.captioned:
            share = {"matched": len(matched), "captioned": summary.captioned}
            outlook.problems.append(Message("rule-finds-most", share))
        if idle := [word for word, count in outlook.terms.items() if not count]:
            more = len(idle) - WORDS_TOLD
            told = ", ".join(idle[:WORDS_TOLD]) + (" …" if more > 0 else "")
            outlook.problems.append(Message("rule-words-idle", {"words": told}))
    if summary.dry_run:
        outlook.examples = _examples(catalogue, outlook, found, new)


def _examples(
    catalogue: Catalogue, outlook: RuleOutlook, found: Mapping[int, str], new: set[int]
) -> list[RuleExample]:
    """Some images with the caption that says the label, those that would get it first."""
    first = sorted(new)[:LOOKED_AT_FOR_EXAMPLES] or sorted(found)[:LOOKED_AT_FOR_EXAMPLES]
    rule = outlook.rule
    shown: dict[int, Snippet] = {}
    for caption in catalogue.rule_matches.texts_of(first, rule.language):
        line = " ".join(caption.text.split())
        if caption.image_id in shown or word_places(line, rule.exclusions):
            continue
        if places := _places(line, rule):
            shown[caption.image_id] = cut_out(line, places)
        if len(shown) == EXAMPLES:
            break
    images = catalogue.images.get_many(list(shown))
    return [
        RuleExample(image.id, image.path, shown[image.id], found[image.id], image.id in new)
        for image in images
    ]


def _places(line: str, rule: TextRule) -> list[tuple[int, int]]:
    places = word_places(line, rule.words)
    for pattern in rule.patterns:
        try:
            place = TextPattern(pattern).place(line)
        except InputError:
            continue
        places += [] if place is None else [place]
    return without_overlaps(places)
