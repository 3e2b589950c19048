"""Numbers, counts and sizes in the person's language."""

from PySide6.QtCore import QCoreApplication, QLocale

KILOBYTE = 1000


def number(value: int) -> str:
    """A whole number with its digits grouped as the language does."""
    return QLocale().toString(value)


def counted(count: int, one: str, many: str) -> str:
    """``one`` for a single thing, else ``many`` with its {count}; both already translated."""
    return one if count == 1 else many.replace("{count}", number(count))


def percent(share: float) -> int:
    """A share in [0, 1] as shown: whole percent, never 100 for less than all nor 0 for some."""
    rounded = round(share * 100)
    if rounded == 100 and share < 0.9995:
        return 99
    if rounded == 0 and share >= 0.0005:
        return 1
    return rounded


def whole_percent(value: int, *, some: bool = True) -> str:
    """Whole percent as they are written everywhere: "38 %"; what is ``some`` and rounds to nothing
    is "< 1 %"."""
    return "< 1 %" if some and not value else f"{value} %"


def percentage(share: float, decimals: int | None = None) -> str:
    """A share in [0, 1] as it is written everywhere: "38 %"; with so many decimals where the
    figure itself is looked at, else whole, never "100 %" for less than all."""
    if decimals is None:
        return whole_percent(percent(share), some=False)
    return f"{QLocale().toString(100 * share, 'f', decimals)} %"


def likelihood(share: float, *, measured: bool) -> str:
    """How likely something is right: "38 %". Where nobody has measured yet how often such ones
    are right, the bare figure, "0.38", which promises nothing."""
    return percentage(share) if measured else QLocale().toString(share, "f", 2)


def not_measured() -> str:
    """What stands beside a bare figure."""
    return QCoreApplication.translate(
        "Amounts", "It is not measured yet how often suggestions like this are right."
    )


def size(size_bytes: int) -> str:
    """A size in kB, MB or GB (powers of 1000)."""
    return QLocale().formattedDataSize(
        size_bytes, 1 if size_bytes >= KILOBYTE**2 else 0, QLocale.DataSizeFormat.DataSizeSIFormat
    )
