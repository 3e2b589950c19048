"""Stored times as people write them."""

from PySide6.QtCore import QDate, QDateTime, QLocale, Qt


def local_time(written: str) -> str:
    """An ISO 8601 time in the person's zone and notation; what cannot be read as it is."""
    moment = QDateTime.fromString(written, Qt.DateFormat.ISODateWithMs)
    if not moment.isValid():
        return written
    return QLocale().toString(moment.toLocalTime(), QLocale.FormatType.ShortFormat)


def local_time_of_day(written: str) -> str:
    """The time of an ISO 8601 time with its seconds, "14:03:27"; what cannot be read as it is."""
    moment = QDateTime.fromString(written, Qt.DateFormat.ISODateWithMs)
    return moment.toLocalTime().toString("HH:mm:ss") if moment.isValid() else written


def local_day(written: str) -> str:
    """An ISO 8601 day in the person's notation; what cannot be read as it is."""
    day = QDate.fromString(written, Qt.DateFormat.ISODate)
    return QLocale().toString(day, QLocale.FormatType.ShortFormat) if day.isValid() else written
