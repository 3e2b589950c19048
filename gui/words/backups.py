"""Why a backup was taken, in the person's language."""

from PySide6.QtCore import QCoreApplication


def backup_reason(reason: str) -> str:
    """Why a backup was taken."""
    known = {
        "timed": QCoreApplication.translate("Backups", "while working"),
        "before migration": QCoreApplication.translate("Backups", "before an update"),
        "before restore": QCoreApplication.translate("Backups", "before a restore"),
        "damaged": QCoreApplication.translate("Backups", "damaged, before a restore"),
    }
    return known.get(reason, reason)
