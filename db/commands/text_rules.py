"""Commands on text rules: what they are, and the labels that they put on images."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import exists

from db.captions.records import TextRule
from db.captions.rule_matches import unconfirmed
from db.captions.text_rules import cleaned_rule, rule_text
from db.commands.recorder import ChangeRecorder, CommandGroup, Details
from db.commands.vocabulary import existing_label, label_details
from db.dialect import id_set
from db.records import ChangeSet
from db.repositories.filters import readable_in_use
from db.schema import decisions, images, labellings

Rules = Mapping[int, TextRule | None]
"""By label id; None takes a rule away."""


class TextRuleCommands(CommandGroup):
    """Says by which words of captions images get labels, puts these on and takes them back.

    All raise CatalogueError for a label that is not there and for a rule that is none.
    """

    def set_text_rules(self, rules: Rules) -> ChangeSet:
        """Give labels their rules. Images keep the labels they have.

        Details: rules (how many changed), and of one alone label and label_id.
        """
        with self._recording() as recorder:
            changed = _set_rules(recorder, rules)
            return recorder.finish(
                "set_text_rules", {"rules": changed, **_only_label(recorder, list(rules))}
            )

    def apply_text_rules(
        self,
        found: Mapping[int, Mapping[int, str]],
        *,
        rules: Rules | None = None,
        also_reviewed: bool = False,
    ) -> ChangeSet:
        """Put labels on images, in one step, and keep the rules that they came of.

        ``found``: by label id, of each image the word or pattern that said it, which becomes the
        labelling's decider. Nothing is put on an image that carries the label, about which
        somebody decided for it, that is set aside or cannot be read, or with which a curator has
        finished unless ``also_reviewed``. No image becomes reviewed.

        Details: images and labellings (how many), rules (how many changed), and of one label alone
        label and label_id.
        """
        with self._recording() as recorder:
            changed = _set_rules(recorder, rules or {})
            added = sum(
                _put_on(recorder, label_id, of_images, also_reviewed=also_reviewed)
                for label_id, of_images in found.items()
            )
            return recorder.finish(
                "apply_text_rules",
                {
                    "images": len(recorder.images_changed("labellings")),
                    "labellings": added,
                    "rules": changed,
                    **_only_label(recorder, list(found)),
                },
            )

    def withdraw_text_rules(
        self, label_ids: Sequence[int], *, keep_rules: bool = False
    ) -> ChangeSet:
        """Take these labels off the images that have them of a text rule and where no curator has
        confirmed them: by an answer, by hand, or by finishing with the image. It is no decision
        against them. The rules go too unless ``keep_rules``.

        Details: images and labellings (how many), rules (how many went), and of one label alone
        label and label_id.
        """
        with self._recording() as recorder:
            gone = recorder.delete_where(
                "labellings", labellings.c.label_id.in_(id_set(label_ids)), *unconfirmed()
            )
            changed = _set_rules(recorder, {} if keep_rules else dict.fromkeys(label_ids))
            return recorder.finish(
                "withdraw_text_rules",
                {
                    "images": len(recorder.images_changed("labellings")),
                    "labellings": gone,
                    "rules": changed,
                    **_only_label(recorder, label_ids),
                },
            )


def _set_rules(recorder: ChangeRecorder, rules: Rules) -> int:
    return recorder.update_each(
        "labels",
        [
            (
                existing_label(recorder, label_id),
                {"text_rule": rule_text(None if rule is None else cleaned_rule(rule))},
            )
            for label_id, rule in rules.items()
        ],
    )


def _put_on(
    recorder: ChangeRecorder, label_id: int, found: Mapping[int, str], *, also_reviewed: bool
) -> int:
    existing_label(recorder, label_id)
    by_term: dict[str, list[int]] = defaultdict(list)
    for image_id, term in found.items():
        by_term[term].append(image_id)
    carried, decided = (
        exists().where(table.c.label_id == label_id, table.c.image_id == images.c.id)
        for table in (labellings, decisions)
    )
    conditions = [readable_in_use(), ~carried, ~decided]
    if not also_reviewed:
        conditions.append(images.c.reviewed_at.is_(None))
    return sum(
        recorder.insert_where(
            "labellings",
            {
                "image_id": images.c.id,
                "label_id": label_id,
                "source": "rule",
                "decider": term,
                "decided_at": recorder.now,
                "confidence": None,
                "from_image_id": None,
            },
            images.c.id.in_(id_set(image_ids)),
            *conditions,
        )
        for term, image_ids in by_term.items()
    )


def _only_label(recorder: ChangeRecorder, label_ids: Sequence[int]) -> Details:
    return label_details(existing_label(recorder, label_ids[0])) if len(label_ids) == 1 else {}
