"""What is known of a file or of several, as rows of a name and a value; nothing that is empty."""

from PySide6.QtCore import QCoreApplication, QLocale

from db.records import ImageRecord
from db.repositories.image_totals import ImageTotals
from engine.archive.metadata.description import Description
from gui.words.amounts import number
from gui.words.times import local_time

Facts = list[tuple[str, str]]
LONGEST_FRACTION_S = 0.3
"""Cameras write shorter exposures as one over a whole number."""


def file_facts(image: ImageRecord, description: Description) -> Facts:
    """Of one image: what its file says first, then what it is."""
    taken = image.captured_at or description.captured_at
    facts = [
        (QCoreApplication.translate("ImageDetailsView", "Title"), image.title or description.title),
        (QCoreApplication.translate("ImageDetailsView", "Caption"), description.caption),
        (
            QCoreApplication.translate("ImageDetailsView", "Taken"),
            local_time(taken) if taken else "",
        ),
        (QCoreApplication.translate("ImageDetailsView", "Place"), ", ".join(description.places)),
        (
            QCoreApplication.translate("ImageDetailsView", "Coordinates"),
            coordinates_text(description),
        ),
        (
            QCoreApplication.translate("ImageDetailsView", "Creator"),
            "; ".join(description.creators),
        ),
        (QCoreApplication.translate("ImageDetailsView", "Copyright"), description.copyright),
        (QCoreApplication.translate("ImageDetailsView", "Camera"), camera_text(description)),
        (QCoreApplication.translate("ImageDetailsView", "Lens"), description.lens),
        (QCoreApplication.translate("ImageDetailsView", "Exposure"), exposure_text(description)),
        (QCoreApplication.translate("ImageDetailsView", "Folder"), image.folder or "/"),
        (QCoreApplication.translate("ImageDetailsView", "Size"), _size_text(image)),
        (QCoreApplication.translate("ImageDetailsView", "Kind"), _kind_text(image)),
        (
            QCoreApplication.translate("ImageDetailsView", "Added"),
            local_time(image.added_at) if image.added_at else "",
        ),
        (
            QCoreApplication.translate("ImageDetailsView", "Reviewed"),
            local_time(image.reviewed_at) if image.reviewed_at else "",
        ),
    ]
    return [(name, value) for name, value in facts if value]


def shared_facts(totals: ImageTotals) -> Facts:
    """Of several images: how much they are, and what they share."""
    first, last = totals.first_captured_at, totals.last_captured_at
    taken = local_time(first) if first else ""
    if first and last and first != last:
        taken = f"{taken} – {local_time(last)}"
    size = QLocale().formattedDataSize(totals.size_bytes)
    size = QCoreApplication.translate("ImageDetailsView", "{size} together").format(size=size)
    if totals.dimensions_px is not None:
        size = f"{size}; {_pixels(*totals.dimensions_px)}"
    facts = [
        (QCoreApplication.translate("ImageDetailsView", "Images"), number(totals.count)),
        (QCoreApplication.translate("ImageDetailsView", "Size"), size),
        (QCoreApplication.translate("ImageDetailsView", "Folder"), totals.folder or "/"),
        (QCoreApplication.translate("ImageDetailsView", "Kind"), totals.format or ""),
        (QCoreApplication.translate("ImageDetailsView", "Taken"), taken),
    ]
    return [(name, value) for name, value in facts if value]


def camera_text(description: Description) -> str:
    """Make and model; makers write their name into the model too, now and then."""
    make, model = description.make, description.model
    if not make or not model:
        return make or model
    says_make = model.casefold().startswith(make.split()[0].casefold())
    return model if says_make else f"{make} {model}"


def exposure_text(description: Description) -> str:
    """ "1/250 s, f/2.8, 50 mm, ISO 400", as much of it as is known."""
    locale = QLocale()
    parts = []
    exposure_s = description.exposure_s
    if exposure_s is not None:
        if exposure_s < LONGEST_FRACTION_S and exposure_s * 1e6 >= 1:
            parts.append(f"1/{round(1 / exposure_s)} s")
        else:
            parts.append(f"{locale.toString(exposure_s, 'g', 3)} s")
    if description.f_number is not None:
        parts.append(f"f/{locale.toString(description.f_number, 'g', 3)}")
    if description.focal_length_mm is not None:
        parts.append(f"{locale.toString(description.focal_length_mm, 'g', 4)} mm")
    if description.iso is not None:
        parts.append(f"ISO {description.iso}")
    return ", ".join(parts)


def coordinates_text(description: Description) -> str:
    """Degrees as every map takes them: "59.90833, -10.75000"."""
    if description.coordinates is None:
        return ""
    latitude, longitude = description.coordinates
    return f"{latitude:.5f}, {longitude:.5f}"


def _size_text(image: ImageRecord) -> str:
    size = QLocale().formattedDataSize(image.size_bytes)
    if image.width_px and image.height_px:
        return f"{_pixels(image.width_px, image.height_px)}, {size}"
    return size


def _pixels(width_px: int, height_px: int) -> str:
    return QCoreApplication.translate("ImageDetailsView", "{width} × {height} px").format(
        width=width_px, height=height_px
    )


def _kind_text(image: ImageRecord) -> str:
    if image.format and image.frame_count > 1:
        frames = QCoreApplication.translate("ImageDetailsView", ", first of {count} frames").format(
            count=image.frame_count
        )
        return image.format + frames
    return image.format or ""
