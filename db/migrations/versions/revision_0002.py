"""Calibrated confidence beside the raw one, and what to look at next: derived, filled by jobs."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE suggestions ADD COLUMN probability FLOAT",
    """
    CREATE TABLE label_errors (
        image_id INTEGER NOT NULL,
        label_id INTEGER NOT NULL,
        kind TEXT NOT NULL,
        score FLOAT NOT NULL,
        probability FLOAT NOT NULL,
        CONSTRAINT pk_label_errors PRIMARY KEY (image_id, label_id),
        CONSTRAINT ck_label_errors_kind CHECK (kind IN ('wrong', 'missing')),
        CONSTRAINT fk_label_errors_image_id_images FOREIGN KEY(image_id) REFERENCES images (id)
    ) WITHOUT ROWID
    """,
    """
    CREATE INDEX ix_label_errors_kind ON label_errors (kind, score)
    """,
    """
    CREATE TABLE teaching_order (
        position INTEGER NOT NULL,
        image_id INTEGER NOT NULL,
        CONSTRAINT pk_teaching_order PRIMARY KEY (position),
        CONSTRAINT uq_teaching_order_image_id UNIQUE (image_id),
        CONSTRAINT fk_teaching_order_image_id_images FOREIGN KEY(image_id) REFERENCES images (id)
    )
    """,
    """
    CREATE TABLE queue_runs (
        id INTEGER NOT NULL,
        suggester TEXT NOT NULL,
        encoder TEXT NOT NULL,
        made_at TEXT NOT NULL,
        CONSTRAINT pk_queue_runs PRIMARY KEY (id)
    )
    """,
)


def upgrade() -> None:
    """Add a column and tables; nothing that was there changes."""
    for statement in STATEMENTS:
        op.execute(statement)
