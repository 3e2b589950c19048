"""Why a backup was taken and what it holds, in the person's language."""

from PySide6.QtCore import QCoreApplication

from db.backups import BackupRecord
from gui.words.amounts import counted
from gui.words.times import local_time


def backup_reason(reason: str) -> str:
    """Why a backup was taken."""
    known = {
        "asked for": QCoreApplication.translate("Backups", "asked for"),
        "timed": QCoreApplication.translate("Backups", "while working"),
        "before migration": QCoreApplication.translate("Backups", "before an update"),
        "before restore": QCoreApplication.translate("Backups", "before a restore"),
        "damaged": QCoreApplication.translate("Backups", "damaged, before a restore"),
    }
    return known.get(reason, reason)


def backup_contents(record: BackupRecord) -> str:
    """How many labellings and labels a backup holds; "" where nobody could look."""
    if record.labels is None or record.labellings is None:
        return ""
    labellings = counted(
        record.labellings,
        QCoreApplication.translate("Backups", "1 labelling"),
        QCoreApplication.translate("Backups", "{count} labellings"),
    )
    labels = counted(
        record.labels,
        QCoreApplication.translate("Backups", "1 label"),
        QCoreApplication.translate("Backups", "{count} labels"),
    )
    return QCoreApplication.translate("Backups", "{labellings}, {labels}").format(
        labellings=labellings, labels=labels
    )


def backed_up_sentence(record: BackupRecord) -> str:
    """What is said when a backup was taken."""
    text = QCoreApplication.translate("Backups", "Backed up: {contents}")
    return text.format(contents=backup_contents(record))


def restored_sentence(created_at: str) -> str:
    """What is said when a backup, taken at that time (UTC), was put back."""
    text = QCoreApplication.translate(
        "Backups", "Restored: the backup of {time}. What was there before is a backup too."
    )
    return text.format(time=local_time(created_at))
