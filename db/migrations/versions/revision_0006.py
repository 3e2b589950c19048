"""Candidates that are too weak to be suggestions; what a label's grid asks of them in an index."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE suggestions ADD COLUMN weak BOOLEAN DEFAULT '0' NOT NULL",
    "DROP INDEX IF EXISTS ix_suggestions_label_id",
    "CREATE INDEX ix_suggestions_label_id ON suggestions (label_id, weak, confidence, probability)",
)


def upgrade() -> None:
    """Add a column; all suggestions that are there reach their threshold."""
    for statement in STATEMENTS:
        op.execute(statement)
