"""Captions: the sentences that images have, and an index of their words."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLES = (
    """
CREATE TABLE captions (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    image_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    searchable TEXT NOT NULL,
    original TEXT DEFAULT '' NOT NULL,
    language TEXT DEFAULT '' NOT NULL,
    language_from TEXT DEFAULT '' NOT NULL,
    source TEXT NOT NULL,
    field TEXT DEFAULT '' NOT NULL,
    author TEXT DEFAULT '' NOT NULL,
    made_at TEXT DEFAULT '' NOT NULL,
    decider TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    CONSTRAINT ck_captions_language_from CHECK (language_from IN ('', 'stated', 'detected')),
    CONSTRAINT ck_captions_source CHECK (
        source IN ('file', 'table', 'curator', 'translated', 'read')),
    CONSTRAINT fk_captions_image_id_images FOREIGN KEY(image_id) REFERENCES images (id)
)
""",
    """
CREATE TABLE caption_queue (
    caption_id INTEGER NOT NULL,
    held TEXT,
    CONSTRAINT pk_caption_queue PRIMARY KEY (caption_id)
)
""",
    "CREATE INDEX ix_captions_image_id ON captions (image_id, position)",
    """
CREATE VIRTUAL TABLE captions_text USING fts5(
    searchable, content='captions', content_rowid='id', prefix='2 3',
    tokenize="unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'")
""",
)
TRIGGERS = (
    """
CREATE TRIGGER tr_captions_INSERT AFTER INSERT ON captions
WHEN NOT EXISTS (SELECT 1 FROM caption_queue WHERE caption_id = NEW.id)
BEGIN INSERT INTO caption_queue (caption_id, held) VALUES (NEW.id, NULL); END
""",
    """
CREATE TRIGGER tr_captions_UPDATE AFTER UPDATE OF searchable ON captions
WHEN OLD.searchable <> NEW.searchable
AND NOT EXISTS (SELECT 1 FROM caption_queue WHERE caption_id = OLD.id)
BEGIN INSERT INTO caption_queue (caption_id, held) VALUES (OLD.id, OLD.searchable); END
""",
    """
CREATE TRIGGER tr_captions_DELETE AFTER DELETE ON captions
WHEN NOT EXISTS (SELECT 1 FROM caption_queue WHERE caption_id = OLD.id)
BEGIN INSERT INTO caption_queue (caption_id, held) VALUES (OLD.id, OLD.searchable); END
""",
)


def upgrade() -> None:
    """Add the tables; a rescan reads the captions that files hold."""
    connection = op.get_bind()
    for statement in (*TABLES, *TRIGGERS):
        connection.exec_driver_sql(statement)
