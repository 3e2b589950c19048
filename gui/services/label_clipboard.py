"""Labels copied from one image to others, on the system's clipboard: as ids, and as text."""

import json
from collections.abc import Mapping

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from db.catalogue import Catalogue

LABELS_TYPE = "application/x-nabolag-labels"


def copy_labels(catalogue: Catalogue, labels: Mapping[int, str]) -> None:
    """Put labels of a catalogue on the clipboard; ``labels`` has their names by id.

    Other programs get the names, separated by ";".
    """
    data = QMimeData()
    kept = {"catalogue": str(catalogue.path), "labels": list(labels)}
    data.setData(LABELS_TYPE, json.dumps(kept).encode())
    data.setText("; ".join(labels.values()))
    QGuiApplication.clipboard().setMimeData(data)


def copied_labels(catalogue: Catalogue) -> list[int]:
    """The ids of labels that were copied in this catalogue; empty where there are none."""
    data = QGuiApplication.clipboard().mimeData()
    if data is None or not data.hasFormat(LABELS_TYPE):
        return []
    try:
        kept = json.loads(bytes(data.data(LABELS_TYPE).data()))
        if kept["catalogue"] != str(catalogue.path):
            return []
        return [int(label_id) for label_id in kept["labels"]]
    except (ValueError, KeyError, TypeError):
        return []
