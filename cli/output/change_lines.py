"""What a change of the catalogue did, in a sentence without ids."""

from collections.abc import Callable, Mapping

from cli.output.amounts import counted

NAMES_SHOWN = 5

Details = Mapping[str, object]

TEMPLATES = {
    "create_label": "create the label {label}",
    "rename_label": "rename {label} to {name}",
    "set_parent": "move the label {label}",
    "set_parents": "move {labels} {place}",
    "add_alias": "add the alias {alias} to {label}",
    "remove_alias": "remove the alias {alias} from {label}",
    "set_english_name": "name {label} in English",
    "set_english_names": "name {labels} in English",
    "set_automatic_names": "translate {labels}",
    "delete_label": "delete the label {label}, from {images}",
    "delete_labels": "delete {deleted}, from {images}",
    "merge_labels": "merge {merged} into {label}, on {images}",
    "split_label": "split {name} off from {label}, on {images}",
    "set_prompts": "describe {label}",
    "import_keyword_list": "read a keyword list",
    "import_images": "read {added} new and {updated} changed images",
    "add_caption": "add the caption {caption}",
    "add_translated_captions": "translate {captions}",
    "edit_caption": "change a caption to {caption}",
    "delete_caption": "take away the caption {caption}",
    "clean_captions": "clean captions: {captions_changed} changed, {captions_left_out} left out",
    "accept_suggestions": "accept {suggestions} on {images}",
    "clear_decisions": "take back the answer about {cleared} on one image",
    "merge_clusters": "make one cluster of {images}",
    "split_cluster": "split a cluster of {images}",
    "change_keeper": "keep another image, and set {images} aside",
    "answer_duplicates": "answer about {pairs} of images",
    "set_aside": "set {images} aside",
    "bring_back": "use {images} again",
    "take_sidecar_changes": "take over what was changed in sidecars of {images}",
    "add_question": "add the question {question}",
    "change_question": "change the question {question}",
    "rename_question": "rename the question {question} to {name}",
    "remove_question": "remove the question {question} with {answers}",
    "answer_images": "answer {question} for {images}",
    "take_back_answers": "take back the answer {question} of {images}",
    "take_answers": "take in what others decided about {images}",
}
"""By command; a name stands in quotation marks, a number with its noun."""

NOUNS = {
    "images": "image",
    "labels": "label",
    "pairs": "pair",
    "captions": "caption",
    "answers": "answer",
    "suggestions": "suggestion",
    "labellings_added": "labelling",
    "labels_created": "new label",
    "captions_added": "caption",
}
BROUGHT = ("labellings_added", "labels_created", "captions_added")


def change_line(details: Details) -> str:
    """What a change did, from the details that undo gives: "merge ‘lory’ into ‘lorry’"."""
    command = str(details["command"])
    if command in TOLD:
        return TOLD[command](details)
    template = TEMPLATES.get(command)
    if template is None:
        return command.replace("_", " ")
    return template.format_map(_Told(details))


class _Told(dict[str, str]):
    """Details as words; one that an old catalogue did not record reads as …"""

    def __init__(self, details: Details) -> None:
        super().__init__({name: _told(name, value) for name, value in details.items()})
        parent = details.get("parent")
        self["place"] = f"below {_quoted([parent])}" if parent else "to the top"

    def __missing__(self, key: str) -> str:
        return "…"


def _told(name: str, value: object) -> str:
    if isinstance(value, list):
        return _quoted(value)
    if isinstance(value, int | float):
        return counted(int(value), NOUNS[name]) if name in NOUNS else str(value)
    return _quoted([value])


def _quoted(names: list[object]) -> str:
    shown = ", ".join(f"‘{name}’" for name in names[:NAMES_SHOWN])
    more = len(names) - NAMES_SHOWN
    return f"{shown} and {more} more" if more > 0 else shown


def _number(details: Details, name: str) -> int:
    value = details.get(name)
    return int(value) if isinstance(value, int | float) else 0


def _names(details: Details, name: str) -> list[object]:
    value = details.get(name)
    return value if isinstance(value, list) else []


def _label_images(details: Details) -> str:
    images = counted(_number(details, "image_count"), "image")
    added, removed = _names(details, "added"), _names(details, "removed")
    if added and removed:
        return f"add {_quoted(added)} to and remove {_quoted(removed)} from {images}"
    if removed:
        return f"remove {_quoted(removed)} from {images}"
    return f"add {_quoted(added)} to {images}"


def _decide(details: Details) -> str:
    verdicts = [
        f"{verdict} {_quoted(names)}"
        for verdict, names in (
            ("accept", _names(details, "accepted")),
            ("reject", _names(details, "rejected")),
        )
        if names
    ]
    return f"{', '.join(verdicts)} on one image" if verdicts else "mark one image as reviewed"


def _decide_images(details: Details) -> str:
    verdicts = [
        f"{verdict} it on {counted(_number(details, key), 'image')}"
        for verdict, key in (("accept", "accepted"), ("reject", "rejected"))
        if _number(details, key)
    ]
    return f"decide about {_quoted([details.get('label', '…')])}: {', '.join(verdicts)}"


def _mark_reviewed(details: Details) -> str:
    what = "reviewed" if _number(details, "reviewed") else "not reviewed"
    return f"mark {counted(_number(details, 'images'), 'image')} as {what}"


def _mark_different(details: Details) -> str:
    pairs = _number(details, "pairs")
    both = f"‘{details.get('label', '…')}’ and ‘{details.get('other', '…')}’"
    which = both if pairs <= 1 else counted(pairs, "pair") + " of labels"
    return (
        f"tell {which} apart" if _number(details, "different") else f"no longer tell {which} apart"
    )


def _labellings(details: Details) -> str:
    images = counted(_number(details, "images"), "image")
    return f"{counted(_number(details, 'labellings'), 'labelling')} on {images}"


def _import(details: Details) -> str:
    """What a table or a list brought: of labellings, labels and captions those that there were."""
    brought = {key: _number(details, key) for key in BROUGHT}
    shown = [counted(count, NOUNS[key]) for key, count in brought.items() if count]
    said = " and ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))
    return f"import {said or 'no labelling'}"


def _rules(details: Details) -> str:
    return f"the text rule of {_quoted([details['label']])}" if "label" in details else "text rules"


TOLD: Mapping[str, Callable[[Details], str]] = {
    "label_images": _label_images,
    "decide": _decide,
    "decide_images": _decide_images,
    "import_keywords": _import,
    "mark_reviewed": _mark_reviewed,
    "mark_different": _mark_different,
    "set_text_rules": lambda details: f"change {_rules(details)}",
    "apply_text_rules": lambda details: f"add {_labellings(details)} by {_rules(details)}",
    "withdraw_text_rules": lambda details: f"take back {_labellings(details)} of {_rules(details)}",
}
"""Commands whose details take more than a template."""
