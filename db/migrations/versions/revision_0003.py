"""Names in English from a translator, prompts of a label's own, and labels told apart."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE labels ADD COLUMN automatic_name TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE labels ADD COLUMN automatic_from TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE labels ADD COLUMN prompts TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE labels ADD COLUMN grouping BOOLEAN DEFAULT '0' NOT NULL",
    """
    CREATE TABLE different_labels (
        label_id INTEGER NOT NULL,
        other_id INTEGER NOT NULL,
        decider TEXT NOT NULL,
        decided_at TEXT NOT NULL,
        CONSTRAINT pk_different_labels PRIMARY KEY (label_id, other_id),
        CONSTRAINT ck_different_labels_order CHECK (label_id < other_id),
        CONSTRAINT fk_different_labels_label_id_labels
            FOREIGN KEY(label_id) REFERENCES labels (id),
        CONSTRAINT fk_different_labels_other_id_labels
            FOREIGN KEY(other_id) REFERENCES labels (id)
    ) WITHOUT ROWID
    """,
    """
    CREATE INDEX ix_different_labels_other_id ON different_labels (other_id)
    """,
)


def upgrade() -> None:
    """Add columns and a table; nothing that was there changes."""
    for statement in STATEMENTS:
        op.execute(statement)
