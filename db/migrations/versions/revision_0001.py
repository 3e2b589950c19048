"""The first tables."""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE settings (
        "key" TEXT NOT NULL,
        value TEXT NOT NULL,
        CONSTRAINT pk_settings PRIMARY KEY ("key")
    )
    """,
    """
    CREATE TABLE images (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        path_bytes BLOB NOT NULL,
        path TEXT NOT NULL,
        folder TEXT NOT NULL,
        content_hash BLOB NOT NULL,
        size_bytes INTEGER NOT NULL,
        modified_ns INTEGER NOT NULL,
        width_px INTEGER,
        height_px INTEGER,
        format TEXT,
        frame_count INTEGER DEFAULT '1' NOT NULL,
        title TEXT DEFAULT '' NOT NULL,
        captured_at TEXT,
        status TEXT DEFAULT 'ok' NOT NULL,
        problem TEXT DEFAULT '' NOT NULL,
        reviewed_at TEXT,
        added_at TEXT NOT NULL,
        sort_key TEXT NOT NULL,
        search_key TEXT NOT NULL,
        CONSTRAINT ck_images_status CHECK (status IN ('ok', 'unreadable', 'missing')),
        CONSTRAINT uq_images_path_bytes UNIQUE (path_bytes)
    )
    """,
    """
    CREATE INDEX ix_images_content_hash ON images (content_hash)
    """,
    """
    CREATE INDEX ix_images_folder ON images (folder)
    """,
    """
    CREATE INDEX ix_images_review ON images (status, reviewed_at, sort_key)
    """,
    """
    CREATE INDEX ix_images_sort_key ON images (sort_key)
    """,
    """
    CREATE INDEX ix_images_status ON images (status, sort_key)
    """,
    """
    CREATE TABLE labels (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        name_key TEXT NOT NULL,
        parent_id INTEGER,
        english_name TEXT DEFAULT '' NOT NULL,
        created_at TEXT NOT NULL,
        CONSTRAINT uq_labels_name_key UNIQUE (name_key),
        CONSTRAINT fk_labels_parent_id_labels FOREIGN KEY(parent_id) REFERENCES labels (id)
    )
    """,
    """
    CREATE INDEX ix_labels_parent_id ON labels (parent_id)
    """,
    """
    CREATE TABLE aliases (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        label_id INTEGER NOT NULL,
        name TEXT NOT NULL,
        name_key TEXT NOT NULL,
        CONSTRAINT fk_aliases_label_id_labels FOREIGN KEY(label_id) REFERENCES labels (id),
        CONSTRAINT uq_aliases_name_key UNIQUE (name_key)
    )
    """,
    """
    CREATE INDEX ix_aliases_label_id ON aliases (label_id)
    """,
    """
    CREATE TABLE keywords (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        image_id INTEGER NOT NULL,
        text TEXT NOT NULL,
        source TEXT NOT NULL,
        label_id INTEGER,
        imported_at TEXT NOT NULL,
        CONSTRAINT fk_keywords_image_id_images FOREIGN KEY(image_id) REFERENCES images (id),
        CONSTRAINT fk_keywords_label_id_labels FOREIGN KEY(label_id) REFERENCES labels (id)
    )
    """,
    """
    CREATE INDEX ix_keywords_label_id ON keywords (label_id)
    """,
    """
    CREATE UNIQUE INDEX uq_keywords_image ON keywords (image_id, text, source)
    """,
    """
    CREATE TABLE labellings (
        image_id INTEGER NOT NULL,
        label_id INTEGER NOT NULL,
        source TEXT NOT NULL,
        decider TEXT NOT NULL,
        decided_at TEXT NOT NULL,
        confidence FLOAT,
        CONSTRAINT pk_labellings PRIMARY KEY (image_id, label_id),
        CONSTRAINT ck_labellings_source CHECK
            (source IN ('imported', 'curator', 'accepted', 'merged')),
        CONSTRAINT fk_labellings_image_id_images FOREIGN KEY(image_id) REFERENCES images (id),
        CONSTRAINT fk_labellings_label_id_labels FOREIGN KEY(label_id) REFERENCES labels (id)
    ) WITHOUT ROWID
    """,
    """
    CREATE INDEX ix_labellings_label_id ON labellings (label_id, image_id)
    """,
    """
    CREATE TABLE decisions (
        image_id INTEGER NOT NULL,
        label_id INTEGER NOT NULL,
        accepted BOOLEAN NOT NULL,
        confidence FLOAT NOT NULL,
        suggester TEXT NOT NULL,
        decider TEXT NOT NULL,
        decided_at TEXT NOT NULL,
        CONSTRAINT pk_decisions PRIMARY KEY (image_id, label_id),
        CONSTRAINT fk_decisions_image_id_images FOREIGN KEY(image_id) REFERENCES images (id),
        CONSTRAINT fk_decisions_label_id_labels FOREIGN KEY(label_id) REFERENCES labels (id)
    ) WITHOUT ROWID
    """,
    """
    CREATE INDEX ix_decisions_label_id ON decisions (label_id)
    """,
    """
    CREATE TABLE suggestions (
        image_id INTEGER NOT NULL,
        label_id INTEGER NOT NULL,
        confidence FLOAT NOT NULL,
        CONSTRAINT pk_suggestions PRIMARY KEY (image_id, label_id),
        CONSTRAINT fk_suggestions_image_id_images FOREIGN KEY(image_id) REFERENCES images (id)
    ) WITHOUT ROWID
    """,
    """
    CREATE INDEX ix_suggestions_label_id ON suggestions (label_id, confidence)
    """,
    """
    CREATE TABLE open_suggestions (
        image_id INTEGER NOT NULL,
        open_count INTEGER NOT NULL,
        confidence FLOAT NOT NULL,
        label_id INTEGER NOT NULL,
        CONSTRAINT pk_open_suggestions PRIMARY KEY (image_id),
        CONSTRAINT fk_open_suggestions_image_id_images FOREIGN KEY(image_id) REFERENCES images (id)
    )
    """,
    """
    CREATE INDEX ix_open_suggestions_confidence ON open_suggestions (confidence)
    """,
    """
    CREATE TABLE suggestion_runs (
        id INTEGER NOT NULL,
        suggester TEXT NOT NULL,
        encoder TEXT NOT NULL,
        hyperparameters TEXT NOT NULL,
        threshold FLOAT NOT NULL,
        created_at TEXT NOT NULL,
        CONSTRAINT pk_suggestion_runs PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE changes (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        command TEXT NOT NULL,
        details TEXT NOT NULL,
        curator TEXT NOT NULL,
        changed_at TEXT NOT NULL,
        undoable BOOLEAN NOT NULL,
        state TEXT NOT NULL,
        target_id INTEGER,
        CONSTRAINT ck_changes_state CHECK (state IN ('done', 'undone', 'dropped')),
        CONSTRAINT fk_changes_target_id_changes FOREIGN KEY(target_id) REFERENCES changes (id)
    )
    """,
    """
    CREATE INDEX ix_changes_state ON changes (undoable, state, id)
    """,
    """
    CREATE INDEX ix_changes_target_id ON changes (target_id)
    """,
    """
    CREATE TABLE change_rows (
        change_id INTEGER NOT NULL,
        position INTEGER NOT NULL,
        table_name TEXT NOT NULL,
        row_key TEXT NOT NULL,
        image_id INTEGER,
        "before" TEXT,
        "after" TEXT,
        CONSTRAINT pk_change_rows PRIMARY KEY (change_id, position),
        CONSTRAINT fk_change_rows_change_id_changes FOREIGN KEY(change_id) REFERENCES changes (id)
    ) WITHOUT ROWID
    """,
    """
    CREATE INDEX ix_change_rows_image_id ON change_rows (image_id)
    """,
    """
    CREATE TRIGGER tr_labels_INSERT BEFORE INSERT ON labels
    WHEN EXISTS (SELECT 1 FROM aliases WHERE name_key = NEW.name_key)
    BEGIN SELECT RAISE(ABORT, 'the name is taken'); END
    """,
    """
    CREATE TRIGGER tr_labels_UPDATE BEFORE UPDATE ON labels
    WHEN EXISTS (SELECT 1 FROM aliases WHERE name_key = NEW.name_key)
    BEGIN SELECT RAISE(ABORT, 'the name is taken'); END
    """,
    """
    CREATE TRIGGER tr_aliases_INSERT BEFORE INSERT ON aliases
    WHEN EXISTS (SELECT 1 FROM labels WHERE name_key = NEW.name_key)
    BEGIN SELECT RAISE(ABORT, 'the name is taken'); END
    """,
    """
    CREATE TRIGGER tr_aliases_UPDATE BEFORE UPDATE ON aliases
    WHEN EXISTS (SELECT 1 FROM labels WHERE name_key = NEW.name_key)
    BEGIN SELECT RAISE(ABORT, 'the name is taken'); END
    """,
)


def upgrade() -> None:
    """Make every table of the first version."""
    for statement in STATEMENTS:
        op.execute(statement)
