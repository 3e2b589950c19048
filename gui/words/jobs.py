"""What jobs are called, in the person's language."""

from PySide6.QtCore import QCoreApplication

from gui.services.translations import QT_TRANSLATE_NOOP

TITLES = {
    "scan": QT_TRANSLATE_NOOP("Work", "Read the archive"),
    "encode": QT_TRANSLATE_NOOP("Work", "Encode the images"),
    "tune": QT_TRANSLATE_NOOP("Work", "Tune the suggestions"),
    "suggest": QT_TRANSLATE_NOOP("Work", "Suggest labels"),
    "queues": QT_TRANSLATE_NOOP("Work", "Look for labels to check"),
    "evaluate": QT_TRANSLATE_NOOP("Work", "Evaluate the suggesters"),
    "check": QT_TRANSLATE_NOOP("Work", "Check the catalogue"),
    "export": QT_TRANSLATE_NOOP("Work", "Export labels"),
    "translate": QT_TRANSLATE_NOOP("Work", "Translate label names"),
}


def title(job: str) -> str:
    """What the task bar calls a job."""
    return QCoreApplication.translate("Work", TITLES[job])
