"""What a command did, as a phrase: for undo and redo, and for the history."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication

from db.records import HistoryEntry
from gui.services.translations import QT_TRANSLATE_NOOP
from gui.words.amounts import counted, number
from gui.words.times import local_time

NAMES_SHOWN = 3

# Commands on the vocabulary; their details carry names under these keys.
VOCABULARY = {
    "create_label": QT_TRANSLATE_NOOP("Changes", "create the label ‘{label}’"),
    "rename_label": QT_TRANSLATE_NOOP("Changes", "rename ‘{label}’ to ‘{name}’"),
    "set_parent": QT_TRANSLATE_NOOP("Changes", "move the label ‘{label}’"),
    "add_alias": QT_TRANSLATE_NOOP("Changes", "add the alias ‘{alias}’ to ‘{label}’"),
    "remove_alias": QT_TRANSLATE_NOOP("Changes", "remove the alias ‘{alias}’ from ‘{label}’"),
    "set_english_name": QT_TRANSLATE_NOOP("Changes", "name ‘{label}’ in English"),
    "delete_label": QT_TRANSLATE_NOOP("Changes", "delete the label ‘{label}’"),
    "merge_labels": QT_TRANSLATE_NOOP("Changes", "merge labels into ‘{label}’"),
    "split_label": QT_TRANSLATE_NOOP("Changes", "split ‘{name}’ off from ‘{label}’"),
    "set_prompts": QT_TRANSLATE_NOOP("Changes", "describe ‘{label}’"),
    "add_caption": QT_TRANSLATE_NOOP("Changes", "add the caption ‘{caption}’"),
    "edit_caption": QT_TRANSLATE_NOOP("Changes", "change a caption to ‘{caption}’"),
    "delete_caption": QT_TRANSLATE_NOOP("Changes", "take away the caption ‘{caption}’"),
    "rebuild_caption_index": QT_TRANSLATE_NOOP("Changes", "make the index of captions anew"),
    "add_question": QT_TRANSLATE_NOOP("Changes", "add the question ‘{question}’"),
    "change_question": QT_TRANSLATE_NOOP("Changes", "change the question ‘{question}’"),
    "rename_question": QT_TRANSLATE_NOOP("Changes", "rename the question ‘{question}’ to ‘{name}’"),
    "remove_question": QT_TRANSLATE_NOOP(
        "Changes", "remove the question ‘{question}’ with its answers"
    ),
    "create_catalogue": QT_TRANSLATE_NOOP("Changes", "create the catalogue"),
    "set_archive_dir": QT_TRANSLATE_NOOP("Changes", "choose the archive's folder"),
    "undo": QT_TRANSLATE_NOOP("Changes", "undo"),
    "redo": QT_TRANSLATE_NOOP("Changes", "redo"),
}

# Commands on many labels at once; their details carry how many.
COUNTED = {
    "set_english_names": QT_TRANSLATE_NOOP("Changes", "name {labels} in English"),
    "set_automatic_names": QT_TRANSLATE_NOOP("Changes", "translate {labels}"),
    "set_parents": QT_TRANSLATE_NOOP("Changes", "move {labels}"),
    "import_keyword_list": QT_TRANSLATE_NOOP("Changes", "read a keyword list of {labels}"),
}


def describe(entry: HistoryEntry) -> str:
    """What the entry's command did, such as "add ‘truck’ to 10,000 images"."""
    details = entry.details
    if entry.command in TOLD:
        return TOLD[entry.command](details)
    match entry.command:
        case "clear_decisions":
            text = QCoreApplication.translate(
                "Changes", "take back the answer about {labels} on one image"
            )
            return text.format(labels=quoted(_names(details, "cleared")))
        case "import_images":
            count = _number(details, "added") + _number(details, "updated")
            return _files(QCoreApplication.translate("Changes", "read {files}"), count)
        case "move_images":
            text = QCoreApplication.translate("Changes", "follow {files} that moved")
            return _files(text, _number(details, "images"))
        case "note_rewritten":
            text = QCoreApplication.translate("Changes", "write keywords into {files}")
            return _files(text, _number(details, "images"))
        case "mark_missing":
            text = QCoreApplication.translate("Changes", "note that {files} are missing")
            return _files(text, _number(details, "images"))
        case "delete_labels":
            text = QCoreApplication.translate("Changes", "delete {labels}")
            return text.format(labels=quoted(_names(details, "deleted")))
    if entry.command in COUNTED:
        text = QCoreApplication.translate("Changes", COUNTED[entry.command])
        return _labels(text, _number(details, "labels"))
    return _vocabulary(entry)


def quoted(names: list[str]) -> str:
    """Names in quotation marks, the first three of many."""
    shown = ", ".join(f"‘{name}’" for name in names[:NAMES_SHOWN])
    more = len(names) - NAMES_SHOWN
    if more <= 0:
        return shown
    text = QCoreApplication.translate("Changes", "{names} and {count} more")
    return text.format(names=shown, count=number(more))


def _label_images(details: Mapping[str, object]) -> str:
    images = _images(_number(details, "image_count"))
    added, removed = _names(details, "added"), _names(details, "removed")
    if added and removed:
        text = QCoreApplication.translate(
            "Changes", "add {added} to and remove {removed} from {images}"
        )
    elif removed:
        text = QCoreApplication.translate("Changes", "remove {removed} from {images}")
    else:
        text = QCoreApplication.translate("Changes", "add {added} to {images}")
    return text.format(added=quoted(added), removed=quoted(removed), images=images)


def _decide(details: Mapping[str, object]) -> str:
    accepted, rejected = _names(details, "accepted"), _names(details, "rejected")
    if accepted and rejected:
        text = QCoreApplication.translate("Changes", "accept {accepted}, reject {rejected}")
    elif rejected:
        text = QCoreApplication.translate("Changes", "reject {rejected}")
    elif accepted:
        text = QCoreApplication.translate("Changes", "accept {accepted}")
    else:
        return _mark_reviewed({"images": 1, **details})
    return text.format(accepted=quoted(accepted), rejected=quoted(rejected))


def _decide_images(details: Mapping[str, object]) -> str:
    accepted, rejected = _number(details, "accepted"), _number(details, "rejected")
    if accepted and rejected:
        text = QCoreApplication.translate(
            "Changes", "accept {label} on {accepted}, reject it on {rejected}"
        )
    elif rejected:
        text = QCoreApplication.translate("Changes", "reject {label} on {rejected}")
    else:
        text = QCoreApplication.translate("Changes", "accept {label} on {accepted}")
    label = quoted([str(details.get("label", "…"))])
    return text.format(label=label, accepted=_images(accepted), rejected=_images(rejected))


def _accept_suggestions(details: Mapping[str, object]) -> str:
    text = QCoreApplication.translate("Changes", "accept {suggestions} on {images}")
    suggestions = counted(
        _number(details, "suggestions"),
        QCoreApplication.translate("Changes", "1 suggestion"),
        QCoreApplication.translate("Changes", "{count} suggestions"),
    )
    return text.format(suggestions=suggestions, images=_images(_number(details, "images")))


def _mark_reviewed(details: Mapping[str, object]) -> str:
    if _number(details, "reviewed"):
        text = QCoreApplication.translate("Changes", "mark {images} as reviewed")
    else:
        text = QCoreApplication.translate("Changes", "mark {images} as not reviewed")
    return text.format(images=_images(_number(details, "images")))


def _import_keywords(details: Mapping[str, object]) -> str:
    labels, captions = _number(details, "labels_created"), _number(details, "captions_added")
    given = _number(details, "labellings_added")
    counted_captions = counted(
        captions,
        QCoreApplication.translate("Changes", "1 caption"),
        QCoreApplication.translate("Changes", "{count} captions"),
    )
    labellings = counted(
        given,
        QCoreApplication.translate("Changes", "1 labelling"),
        QCoreApplication.translate("Changes", "{count} labellings"),
    )
    new = counted(
        labels,
        QCoreApplication.translate("Changes", "1 new label"),
        QCoreApplication.translate("Changes", "{count} new labels"),
    )
    if captions and not (given or labels):
        text = QCoreApplication.translate("Changes", "import {captions}")
    elif captions and not labels:
        text = QCoreApplication.translate("Changes", "import {labellings} and {captions}")
    elif captions:
        text = QCoreApplication.translate("Changes", "import {labellings}, {labels} and {captions}")
    elif labels:
        text = QCoreApplication.translate("Changes", "import {labellings} and {labels}")
    else:
        text = QCoreApplication.translate("Changes", "import {labellings}")
    return text.format(labellings=labellings, labels=new, captions=counted_captions)


def _clean_captions(details: Mapping[str, object]) -> str:
    count = _number(details, "captions_changed") + _number(details, "captions_left_out")
    return _captions(QCoreApplication.translate("Changes", "clean {captions}"), count)


def _translate_captions(details: Mapping[str, object]) -> str:
    text = QCoreApplication.translate("Changes", "translate {captions}")
    return _captions(text, _number(details, "captions"))


def _captions(text: str, count: int) -> str:
    captions = counted(
        count,
        QCoreApplication.translate("Changes", "1 caption"),
        QCoreApplication.translate("Changes", "{count} captions"),
    )
    return text.format(captions=captions)


def _mark_different(details: Mapping[str, object]) -> str:
    if _number(details, "different"):
        text = QCoreApplication.translate("Changes", "tell {labels} apart")
    else:
        text = QCoreApplication.translate("Changes", "no longer tell {labels} apart")
    pairs = _number(details, "pairs")
    if pairs > 1:
        return _labels(text, 2 * pairs)
    both = QCoreApplication.translate("Changes", "‘{label}’ and ‘{other}’")
    return text.format(labels=both.format_map(_Blank(details)))


def _answer_duplicates(details: Mapping[str, object]) -> str:
    texts = {
        "copy": QCoreApplication.translate("Changes", "call {pairs} copies"),
        "variant": QCoreApplication.translate("Changes", "call {pairs} variants"),
        "series": QCoreApplication.translate("Changes", "call {pairs} a series"),
        "same": QCoreApplication.translate("Changes", "call {pairs} the same"),
        "different": QCoreApplication.translate("Changes", "call {pairs} not the same"),
    }
    other = QCoreApplication.translate("Changes", "answer about {pairs}")
    pairs = counted(
        _number(details, "pairs"),
        QCoreApplication.translate("Changes", "2 images"),
        QCoreApplication.translate("Changes", "{count} pairs of images"),
    )
    return texts.get(str(details.get("answer")), other).format(pairs=pairs)


def _answer_images(details: Mapping[str, object]) -> str:
    texts = {
        "yes": QCoreApplication.translate("Changes", "answer ‘{question}’ with yes for {images}"),
        "no": QCoreApplication.translate("Changes", "answer ‘{question}’ with no for {images}"),
        "unsure": QCoreApplication.translate("Changes", "can't say ‘{question}’ of {images}"),
    }
    other = QCoreApplication.translate("Changes", "answer ‘{question}’ for {images}")
    return _about_question(texts.get(str(details.get("answer")), other), details)


def _take_back_answers(details: Mapping[str, object]) -> str:
    text = QCoreApplication.translate("Changes", "take back the answer ‘{question}’ of {images}")
    return _about_question(text, details)


def _about_question(text: str, details: Mapping[str, object]) -> str:
    images = _images(_number(details, "images"))
    return text.format(question=details.get("question", "…"), images=images)


def _set_aside(details: Mapping[str, object]) -> str:
    text = QCoreApplication.translate("Changes", "set {images} aside")
    text = text.format(images=_images(_number(details, "images")))
    handed = _number(details, "labels")
    if not handed:
        return text
    labels = counted(
        handed,
        QCoreApplication.translate("Changes", "1 label"),
        QCoreApplication.translate("Changes", "{count} labels"),
    )
    with_labels = QCoreApplication.translate("Changes", "{change} and hand on {labels}")
    return with_labels.format(change=text, labels=labels)


def _of_images(template: str) -> Callable[[Mapping[str, object]], str]:
    """Tells of a command on images; its details say how many."""

    def told(details: Mapping[str, object]) -> str:
        text = QCoreApplication.translate("Changes", template)
        return text.format(images=_images(_number(details, "images")))

    return told


def _of_rule(of_one: str, of_several: str) -> Callable[[Mapping[str, object]], str]:
    """What was done with the text rule of one label, or of several."""

    def told(details: Mapping[str, object]) -> str:
        template = of_one if "label" in details else of_several
        text = QCoreApplication.translate("Changes", template)
        text = text.replace("{images}", _images(_number(details, "images")))
        return text.replace("{label}", quoted([str(details.get("label", "…"))]))

    return told


def _restore_backup(details: Mapping[str, object]) -> str:
    text = QCoreApplication.translate("Changes", "restore the backup of {time}")
    return text.format(time=local_time(str(details.get("created_at", ""))) or "…")


TOLD: Mapping[str, Callable[[Mapping[str, object]], str]] = {
    "label_images": _label_images,
    "decide": _decide,
    "decide_images": _decide_images,
    "accept_suggestions": _accept_suggestions,
    "mark_reviewed": _mark_reviewed,
    "import_keywords": _import_keywords,
    "clean_captions": _clean_captions,
    "add_translated_captions": _translate_captions,
    "mark_different": _mark_different,
    "restore_backup": _restore_backup,
    "answer_duplicates": _answer_duplicates,
    "answer_images": _answer_images,
    "take_back_answers": _take_back_answers,
    "set_aside": _set_aside,
    "merge_clusters": _of_images(QT_TRANSLATE_NOOP("Changes", "make one cluster of {images}")),
    "split_cluster": _of_images(QT_TRANSLATE_NOOP("Changes", "split a cluster of {images}")),
    "change_keeper": _of_images(
        QT_TRANSLATE_NOOP("Changes", "keep another image, and set {images} aside")
    ),
    "take_sidecar_changes": _of_images(
        QT_TRANSLATE_NOOP("Changes", "take over what was changed in sidecars of {images}")
    ),
    "take_answers": _of_images(
        QT_TRANSLATE_NOOP("Changes", "take in what others decided about {images}")
    ),
    "bring_back": _of_images(QT_TRANSLATE_NOOP("Changes", "use {images} again")),
    "set_text_rules": _of_rule(
        QT_TRANSLATE_NOOP("Changes", "change the text rule of {label}"),
        QT_TRANSLATE_NOOP("Changes", "change text rules of labels"),
    ),
    "apply_text_rules": _of_rule(
        QT_TRANSLATE_NOOP("Changes", "add {label} to {images} by its text rule"),
        QT_TRANSLATE_NOOP("Changes", "add labels to {images} by text rules"),
    ),
    "withdraw_text_rules": _of_rule(
        QT_TRANSLATE_NOOP("Changes", "take back what the text rule gave {images}: {label}"),
        QT_TRANSLATE_NOOP("Changes", "take back what text rules gave {images}"),
    ),
}
"""Commands with a function of their own, which says what the details mean."""


def _labels(text: str, count: int) -> str:
    labels = counted(
        count,
        QCoreApplication.translate("Changes", "1 label"),
        QCoreApplication.translate("Changes", "{count} labels"),
    )
    return text.format(labels=labels)


def _images(count: int) -> str:
    return counted(
        count,
        QCoreApplication.translate("Changes", "1 image"),
        QCoreApplication.translate("Changes", "{count} images"),
    )


def _files(text: str, count: int) -> str:
    files = counted(
        count,
        QCoreApplication.translate("Changes", "1 file"),
        QCoreApplication.translate("Changes", "{count} files"),
    )
    return text.format(files=files)


def _vocabulary(entry: HistoryEntry) -> str:
    template = VOCABULARY.get(entry.command)
    if template is None:
        return entry.command.replace("_", " ")
    text = QCoreApplication.translate("Changes", template)
    return text.format_map(_Blank(entry.details))


class _Blank(dict[str, object]):
    """Details of a command; one that an old catalogue did not record reads as …"""

    def __missing__(self, key: str) -> str:
        return "…"


def _names(details: Mapping[str, object], key: str) -> list[str]:
    value = details.get(key)
    return [str(name) for name in value] if isinstance(value, list) else []


def _number(details: Mapping[str, object], key: str) -> int:
    value = details.get(key)
    return int(value) if isinstance(value, int | float) else 0
