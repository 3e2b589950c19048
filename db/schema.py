"""The tables of a catalogue, as the newest migration leaves them.

Migrations never import this module: each one states its own tables, so that old steps stay as
they were when this changes. A test holds the two against each other.
"""

from sqlalchemy import (
    DDL,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    event,
    text,
)

from db.captions.index import CAPTION_INDEX, CAPTION_TRIGGERS
from db.name_triggers import NAME_TRIGGERS

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

IMAGE_STATUSES = ("ok", "unreadable", "missing")
LABELLING_SOURCES = ("imported", "curator", "accepted", "merged", "rule")
FOUND_SOURCES = ("imported", "rule")
"""Of labellings that were found, in files or by a text rule, and that nobody decided on: their
decider is the field, the table or the words that they are from."""
LABEL_ERROR_KINDS = ("wrong", "missing")
CAPTION_SOURCES = ("file", "table", "curator", "translated", "read")
LANGUAGE_ORIGINS = ("", "stated", "detected")
QUESTION_ANSWERS = ("yes", "no", "unsure")
QUESTION_ANSWER_SOURCES = ("curator", "imported", "label", "prediction")
CHOSEN_BY = ("", "random", "uncertain", "likely")
DUPLICATE_ANSWERS = ("copy", "variant", "series", "same", "different")

settings = Table(
    "settings",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False, comment="JSON"),
)

images = Table(
    "images",
    metadata,
    Column("id", Integer, primary_key=True),
    # The operating system's own bytes, relative to the archive, with "/" between the parts: the
    # only spelling that always opens the file again. "path" is the same for people to read (NFC).
    Column("path_bytes", LargeBinary, nullable=False, unique=True),
    Column("path", Text, nullable=False),
    Column("folder", Text, nullable=False),
    Column("content_hash", LargeBinary, nullable=False, index=True, comment="SHA-256, 32 bytes"),
    Column("size_bytes", Integer, nullable=False),
    Column("modified_ns", Integer, nullable=False),
    Column("width_px", Integer, comment="after EXIF orientation; null when unreadable"),
    Column("height_px", Integer),
    Column("format", Text),
    Column("frame_count", Integer, nullable=False, server_default="1"),
    Column("title", Text, nullable=False, server_default=""),
    Column("captured_at", Text, comment="ISO 8601 as the camera wrote it"),
    Column("status", Text, nullable=False, server_default="ok"),
    Column(
        "problem",
        Text,
        nullable=False,
        server_default="",
        comment="why it is unreadable: a message as JSON",
    ),
    Column("reviewed_at", Text, comment="ISO 8601 UTC; null until a curator has finished it"),
    Column("added_at", Text, nullable=False),
    Column("sort_key", Text, nullable=False, comment="the path as people sort it"),
    Column("search_key", Text, nullable=False, comment="path and title, folded"),
    Column("keeper_id", Integer, ForeignKey("images.id"), comment="the image it is set aside for"),
    CheckConstraint(f"status IN {IMAGE_STATUSES}", name="status"),
    # An id is never used twice: the history and derived data name images and labels by it.
    sqlite_autoincrement=True,
)
# Each ends with what tells whether an image is in use, so that the wide rows need not be read.
Index("ix_images_folder", images.c.folder, images.c.keeper_id)
Index("ix_images_sort_key", images.c.sort_key, images.c.id, images.c.keeper_id)
Index("ix_images_status", images.c.status, images.c.sort_key, images.c.id, images.c.keeper_id)
# Covers the review queue and the facets.
Index(
    "ix_images_review",
    images.c.status,
    images.c.reviewed_at,
    images.c.sort_key,
    images.c.id,
    images.c.keeper_id,
)
_set_aside = images.c.keeper_id.is_not(None)
Index(
    "ix_images_keeper_id",
    images.c.keeper_id,
    sqlite_where=_set_aside,
    postgresql_where=_set_aside,
)

labels = Table(
    "labels",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    # The name folded for comparison (db/text.py), unique below one parent and at the top.
    Column("name_key", Text, nullable=False, index=True),
    Column("parent_id", Integer, ForeignKey("labels.id"), index=True),
    Column("english_name", Text, nullable=False, server_default="", comment="by hand"),
    Column("created_at", Text, nullable=False),
    Column("automatic_name", Text, nullable=False, server_default="", comment="English"),
    Column("automatic_from", Text, nullable=False, server_default="", comment="provider, host"),
    Column("prompts", Text, nullable=False, server_default="", comment="one a line"),
    Column("grouping", Boolean, nullable=False, server_default="0", comment="[name] in lists"),
    Column("text_rule", Text, nullable=False, server_default="", comment="JSON, or nothing"),
    sqlite_autoincrement=True,
)
# SQLite takes every NULL for another value; no label has the id 0.
Index("uq_labels_place", text("coalesce(parent_id, 0)"), labels.c.name_key, unique=True)

# What a curator said is not the same, although it looks so.
different_labels = Table(
    "different_labels",
    metadata,
    Column("label_id", Integer, ForeignKey("labels.id"), primary_key=True),
    Column("other_id", Integer, ForeignKey("labels.id"), primary_key=True, index=True),
    Column("decider", Text, nullable=False),
    Column("decided_at", Text, nullable=False),
    CheckConstraint("label_id < other_id", name="order"),
    sqlite_with_rowid=False,
)

aliases = Table(
    "aliases",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("label_id", Integer, ForeignKey("labels.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False, index=True),
    sqlite_autoincrement=True,
)
Index("uq_aliases_label_id", aliases.c.label_id, aliases.c.name_key, unique=True)

for statement in NAME_TRIGGERS:
    event.listen(metadata, "after_create", DDL(statement))  # type: ignore[no-untyped-call]

keywords = Table(
    "keywords",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("image_id", Integer, ForeignKey("images.id"), nullable=False),
    Column("text", Text, nullable=False, comment='as found; levels joined by "|"'),
    Column("source", Text, nullable=False, comment="csv, iptc, dc:subject, ... with sidecar name"),
    Column("label_id", Integer, ForeignKey("labels.id"), comment="the label it was mapped to"),
    Column("imported_at", Text, nullable=False),
    sqlite_autoincrement=True,
)
Index("ix_keywords_label_id", keywords.c.label_id)
Index("uq_keywords_image", keywords.c.image_id, keywords.c.text, keywords.c.source, unique=True)

captions = Table(
    "captions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("image_id", Integer, ForeignKey("images.id"), nullable=False),
    Column("position", Integer, nullable=False, comment="among those of the image, from 0"),
    # Of a caption that a curator took away only "original" is left, so that it stays away.
    Column("text", Text, nullable=False),
    Column("searchable", Text, nullable=False, comment="the text as its words are found"),
    Column("original", Text, nullable=False, server_default="", comment="what was found, if other"),
    Column("language", Text, nullable=False, server_default="", comment="ISO 639 or BCP 47"),
    Column("language_from", Text, nullable=False, server_default=""),
    Column("source", Text, nullable=False),
    Column("field", Text, nullable=False, server_default="", comment="IPTC 2:120, csv, ..."),
    Column("author", Text, nullable=False, server_default=""),
    Column("made_at", Text, nullable=False, server_default="", comment="ISO 8601"),
    Column("decider", Text, nullable=False),
    Column("decided_at", Text, nullable=False),
    CheckConstraint(f"language_from IN {LANGUAGE_ORIGINS}", name="language_from"),
    CheckConstraint(f"source IN {CAPTION_SOURCES}", name="source"),
    sqlite_autoincrement=True,
)
Index("ix_captions_image_id", captions.c.image_id, captions.c.position)
# Derived: captions that have changed since the index of their words was brought up to date.
caption_queue = Table(
    "caption_queue",
    metadata,
    Column("caption_id", Integer, primary_key=True),
    Column("held", Text, comment="what the index holds of it; null: nothing"),
)
for statement in (CAPTION_INDEX, *CAPTION_TRIGGERS):
    event.listen(metadata, "after_create", DDL(statement))  # type: ignore[no-untyped-call]

labellings = Table(
    "labellings",
    metadata,
    Column("image_id", Integer, ForeignKey("images.id"), primary_key=True),
    Column("label_id", Integer, ForeignKey("labels.id"), primary_key=True),
    Column("source", Text, nullable=False),
    Column("decider", Text, nullable=False),
    Column("decided_at", Text, nullable=False),
    Column("confidence", Float, comment="of the accepted suggestion"),
    # No foreign key: no image is ever deleted.
    Column("from_image_id", Integer, comment="the duplicate a merged one came from"),
    CheckConstraint(f"source IN {LABELLING_SOURCES}", name="source"),
    sqlite_with_rowid=False,
)
Index("ix_labellings_label_id", labellings.c.label_id, labellings.c.image_id)

decisions = Table(
    "decisions",
    metadata,
    Column("image_id", Integer, ForeignKey("images.id"), primary_key=True),
    Column("label_id", Integer, ForeignKey("labels.id"), primary_key=True),
    Column("accepted", Boolean, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("suggester", Text, nullable=False),
    Column("decider", Text, nullable=False),
    Column("decided_at", Text, nullable=False),
    sqlite_with_rowid=False,
)
Index("ix_decisions_label_id", decisions.c.label_id)

# Derived: replaced whole by every run of a suggester, never part of undo. No foreign key to the
# labels: the suggestions of a deleted label rest unseen, and undoing the deletion brings them back.
suggestions = Table(
    "suggestions",
    metadata,
    Column("image_id", Integer, ForeignKey("images.id"), primary_key=True),
    Column("label_id", Integer, primary_key=True),
    Column("confidence", Float, nullable=False),
    Column("probability", Float, comment="the confidence calibrated; null where it is not"),
    Column(
        "weak",
        Boolean,
        nullable=False,
        server_default="0",
        comment="below the threshold: no suggestion, only a candidate for a label's grid",
    ),
    sqlite_with_rowid=False,
)
# It holds all that a label's grid asks of the table, of which the rows are elsewhere, by image.
Index(
    "ix_suggestions_label_id",
    suggestions.c.label_id,
    suggestions.c.weak,
    suggestions.c.confidence,
    suggestions.c.probability,
)

# Derived from suggestions, labels, labellings and decisions: the images with suggestions that are
# neither decided nor already labelled. Every command brings the rows it touches up to date.
open_suggestions = Table(
    "open_suggestions",
    metadata,
    Column("image_id", Integer, ForeignKey("images.id"), primary_key=True),
    Column("open_count", Integer, nullable=False),
    Column("confidence", Float, nullable=False, comment="of the most confident one"),
    Column("label_id", Integer, nullable=False, comment="of the most confident one"),
)
Index("ix_open_suggestions_confidence", open_suggestions.c.confidence)

suggestion_runs = Table(
    "suggestion_runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("suggester", Text, nullable=False),
    Column("encoder", Text, nullable=False, comment="fingerprint"),
    Column("hyperparameters", Text, nullable=False, comment="JSON"),
    Column("threshold", Float, nullable=False),
    Column("created_at", Text, nullable=False),
)

# Derived: (image, label) pairs that the other labelled images speak against. "wrong" ones were
# carried when this was computed, "missing" ones were not; what has been decided or changed since
# rests unseen. No foreign key to the labels, as with the suggestions.
label_errors = Table(
    "label_errors",
    metadata,
    Column("image_id", Integer, ForeignKey("images.id"), primary_key=True),
    Column("label_id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("score", Float, nullable=False, comment="how suspicious, 0 to 1"),
    Column("probability", Float, nullable=False, comment="that the label belongs, from others"),
    CheckConstraint(f"kind IN {LABEL_ERROR_KINDS}", name="kind"),
    sqlite_with_rowid=False,
)
Index("ix_label_errors_kind", label_errors.c.kind, label_errors.c.score)

# Derived: images without a label, those whose labels would teach most first.
teaching_order = Table(
    "teaching_order",
    metadata,
    Column("position", Integer, primary_key=True),
    Column("image_id", Integer, ForeignKey("images.id"), nullable=False, unique=True),
)

queue_runs = Table(
    "queue_runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("suggester", Text, nullable=False),
    Column("encoder", Text, nullable=False, comment="fingerprint"),
    Column("made_at", Text, nullable=False),
)

# Questions that an image answers with yes, no or can't say; no answer is none of these.
questions = Table(
    "questions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False, unique=True),
    Column("help", Text, nullable=False, server_default="", comment="when to say yes"),
    Column("cost_wrong_yes", Float, nullable=False, server_default="1", comment="any unit"),
    Column("cost_missed_yes", Float, nullable=False, server_default="1", comment="same unit"),
    Column("created_at", Text, nullable=False),
    CheckConstraint("cost_wrong_yes > 0 AND cost_missed_yes > 0", name="costs"),
    sqlite_autoincrement=True,
)

question_answers = Table(
    "question_answers",
    metadata,
    Column("question_id", Integer, ForeignKey("questions.id"), primary_key=True),
    Column("image_id", Integer, ForeignKey("images.id"), primary_key=True, index=True),
    Column("answer", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("probability", Float, comment="of a yes, as it was shown or accepted"),
    Column("chosen_by", Text, nullable=False, server_default="", comment="why it was asked"),
    Column("decider", Text, nullable=False),
    Column("decided_at", Text, nullable=False),
    CheckConstraint(f"answer IN {QUESTION_ANSWERS}", name="answer"),
    CheckConstraint(f"source IN {QUESTION_ANSWER_SOURCES}", name="source"),
    CheckConstraint(f"chosen_by IN {CHOSEN_BY}", name="chosen_by"),
    sqlite_with_rowid=False,
)

# What curators said of two images; "same" is a plain yes, "different" holds for ever.
duplicate_answers = Table(
    "duplicate_answers",
    metadata,
    Column("image_a", Integer, ForeignKey("images.id"), primary_key=True),
    Column("image_b", Integer, ForeignKey("images.id"), primary_key=True, index=True),
    Column("answer", Text, nullable=False),
    Column("decider", Text, nullable=False),
    Column("decided_at", Text, nullable=False),
    CheckConstraint("image_a < image_b", name="order"),
    CheckConstraint(f"answer IN {DUPLICATE_ANSWERS}", name="answer"),
    sqlite_with_rowid=False,
)

# Derived: what the search for duplicates found, a row for each two images that may be the same.
duplicate_pairs = Table(
    "duplicate_pairs",
    metadata,
    Column("image_a", Integer, ForeignKey("images.id"), primary_key=True),
    Column("image_b", Integer, ForeignKey("images.id"), primary_key=True, index=True),
    Column("similarity", Float, nullable=False, comment="cosine of the features"),
    Column("normalized", Float, nullable=False, comment="less what each has with its neighbours"),
    Column("hash_distance", Integer, comment="PDQ, the least of eight turns, 0 to 256"),
    Column("turn", Integer, comment="0 upright, 1 to 3 quarter turns, 4 to 7 mirrored"),
    # What registration found, 0 to 1 each; null where it did not look.
    Column("agreement", Float),
    Column("color_agreement", Float),
    Column("coverage", Float),
    Column("cropped", Float),
    Column("contained", Float),
    Column("retouched", Float),
    Column("same_pixels", Boolean, nullable=False, server_default="0"),
    Column("differences", Text, nullable=False, server_default="[]", comment="JSON: codes"),
    Column("probability", Float, nullable=False),
    Column("uncertainty", Float, nullable=False, server_default="0"),
    CheckConstraint("image_a < image_b", name="order"),
    sqlite_with_rowid=False,
)

# Derived from pairs, answers and what is in use: groups that wait for a curator. The id is that of
# the first member, so that a cluster that comes back has the id it had.
duplicate_clusters = Table(
    "duplicate_clusters",
    metadata,
    Column("id", Integer, ForeignKey("images.id"), primary_key=True),
    Column("size", Integer, nullable=False),
    Column("probability", Float, nullable=False, comment="of its weakest pair"),
    Column("weakest_a", Integer, nullable=False),
    Column("weakest_b", Integer, nullable=False),
    Column("certain", Boolean, nullable=False),
)

duplicate_members = Table(
    "duplicate_members",
    metadata,
    Column("image_id", Integer, ForeignKey("images.id"), primary_key=True),
    Column("cluster_id", Integer, ForeignKey("duplicate_clusters.id"), nullable=False, index=True),
)

# Derived: the images of which the clusters may be others by now. Every command, undo and scan
# marks what it touches; ``DuplicateRepository.settle`` works those clusters out anew.
duplicate_stale = Table(
    "duplicate_stale",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("image_id", Integer, nullable=False, index=True),
    sqlite_autoincrement=True,
)

duplicate_runs = Table(
    "duplicate_runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("encoder", Text, nullable=False, comment="fingerprint"),
    Column("details", Text, nullable=False, comment="JSON: how it was searched"),
    Column("made_at", Text, nullable=False),
)

# Derived: whose duplicates were looked for, by encoder.
duplicate_compared = Table(
    "duplicate_compared",
    metadata,
    Column("image_id", Integer, ForeignKey("images.id"), primary_key=True),
    Column("encoder", Text, primary_key=True, comment="fingerprint"),
    sqlite_with_rowid=False,
)

# The audit trail, which is also undo and redo: append-only but for "state".
changes = Table(
    "changes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("command", Text, nullable=False),
    Column("details", Text, nullable=False, comment="JSON: what the summary says in numbers"),
    Column("curator", Text, nullable=False),
    Column("changed_at", Text, nullable=False),
    Column("undoable", Boolean, nullable=False),
    Column("state", Text, nullable=False, comment="done, undone, or dropped from redo"),
    Column("target_id", Integer, ForeignKey("changes.id"), comment="what an undo or redo acted on"),
    CheckConstraint("state IN ('done', 'undone', 'dropped')", name="state"),
    sqlite_autoincrement=True,
)
Index("ix_changes_target_id", changes.c.target_id)
Index("ix_changes_state", changes.c.undoable, changes.c.state, changes.c.id)

change_rows = Table(
    "change_rows",
    metadata,
    Column("change_id", Integer, ForeignKey("changes.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("table_name", Text, nullable=False),
    Column("row_key", Text, nullable=False, comment="JSON array of the primary key"),
    Column("image_id", Integer, comment="for the history of one image"),
    Column("before", Text, comment="JSON; null: the row was not there"),
    Column("after", Text, comment="JSON; null: the row is gone"),
    sqlite_with_rowid=False,
)
Index("ix_change_rows_image_id", change_rows.c.image_id)
