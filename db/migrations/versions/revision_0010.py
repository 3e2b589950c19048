"""Labels have rules on the words of captions, and labellings that came of them say so."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

LABELLINGS = """
CREATE TABLE labellings (
    image_id INTEGER NOT NULL,
    label_id INTEGER NOT NULL,
    source TEXT NOT NULL,
    decider TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    confidence FLOAT,
    from_image_id INTEGER,
    CONSTRAINT pk_labellings PRIMARY KEY (image_id, label_id),
    CONSTRAINT ck_labellings_source CHECK (
        source IN ('imported', 'curator', 'accepted', 'merged', 'rule')),
    CONSTRAINT fk_labellings_image_id_images FOREIGN KEY(image_id) REFERENCES images (id),
    CONSTRAINT fk_labellings_label_id_labels FOREIGN KEY(label_id) REFERENCES labels (id)
) WITHOUT ROWID
"""
COLUMNS = "image_id, label_id, source, decider, decided_at, confidence, from_image_id"
STATEMENTS = (
    "ALTER TABLE labels ADD COLUMN text_rule TEXT DEFAULT '' NOT NULL",
    f"CREATE TEMPORARY TABLE kept AS SELECT {COLUMNS} FROM main.labellings",  # noqa: S608
    "DROP TABLE main.labellings",
    LABELLINGS,
    f"INSERT INTO main.labellings ({COLUMNS}) SELECT {COLUMNS} FROM temp.kept",  # noqa: S608
    "DROP TABLE temp.kept",
    "CREATE INDEX ix_labellings_label_id ON labellings (label_id, image_id)",
)


def upgrade() -> None:
    """Add the column, and make the table of labellings anew: its sources are one more."""
    connection = op.get_bind()
    for statement in STATEMENTS:
        connection.exec_driver_sql(statement)
