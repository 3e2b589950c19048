"""Duplicates: what was found, what curators said, and the images that are set aside for others."""

from alembic import op
from sqlalchemy import Connection

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

IMAGES = """
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
    keeper_id INTEGER,
    CONSTRAINT ck_images_status CHECK (status IN ('ok', 'unreadable', 'missing')),
    CONSTRAINT uq_images_path_bytes UNIQUE (path_bytes),
    CONSTRAINT fk_images_keeper_id_images FOREIGN KEY(keeper_id) REFERENCES images (id)
)
"""
IMAGE_COLUMNS = (
    "id, path_bytes, path, folder, content_hash, size_bytes, modified_ns, width_px, height_px, "
    "format, frame_count, title, captured_at, status, problem, reviewed_at, added_at, sort_key, "
    "search_key"
)
TABLES = (
    """
CREATE TABLE duplicate_answers (
    image_a INTEGER NOT NULL,
    image_b INTEGER NOT NULL,
    answer TEXT NOT NULL,
    decider TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    CONSTRAINT pk_duplicate_answers PRIMARY KEY (image_a, image_b),
    CONSTRAINT ck_duplicate_answers_order CHECK (image_a < image_b),
    CONSTRAINT ck_duplicate_answers_answer CHECK (
        answer IN ('copy', 'variant', 'series', 'same', 'different')),
    CONSTRAINT fk_duplicate_answers_image_a_images FOREIGN KEY(image_a) REFERENCES images (id),
    CONSTRAINT fk_duplicate_answers_image_b_images FOREIGN KEY(image_b) REFERENCES images (id)
) WITHOUT ROWID
""",
    """
CREATE TABLE duplicate_pairs (
    image_a INTEGER NOT NULL,
    image_b INTEGER NOT NULL,
    similarity FLOAT NOT NULL,
    normalized FLOAT NOT NULL,
    hash_distance INTEGER,
    turn INTEGER,
    agreement FLOAT,
    color_agreement FLOAT,
    coverage FLOAT,
    cropped FLOAT,
    contained FLOAT,
    retouched FLOAT,
    same_pixels BOOLEAN DEFAULT '0' NOT NULL,
    differences TEXT DEFAULT '[]' NOT NULL,
    probability FLOAT NOT NULL,
    uncertainty FLOAT DEFAULT '0' NOT NULL,
    CONSTRAINT pk_duplicate_pairs PRIMARY KEY (image_a, image_b),
    CONSTRAINT ck_duplicate_pairs_order CHECK (image_a < image_b),
    CONSTRAINT fk_duplicate_pairs_image_a_images FOREIGN KEY(image_a) REFERENCES images (id),
    CONSTRAINT fk_duplicate_pairs_image_b_images FOREIGN KEY(image_b) REFERENCES images (id)
) WITHOUT ROWID
""",
    """
CREATE TABLE duplicate_clusters (
    id INTEGER NOT NULL,
    size INTEGER NOT NULL,
    probability FLOAT NOT NULL,
    weakest_a INTEGER NOT NULL,
    weakest_b INTEGER NOT NULL,
    certain BOOLEAN NOT NULL,
    CONSTRAINT pk_duplicate_clusters PRIMARY KEY (id),
    CONSTRAINT fk_duplicate_clusters_id_images FOREIGN KEY(id) REFERENCES images (id)
)
""",
    """
CREATE TABLE duplicate_members (
    image_id INTEGER NOT NULL,
    cluster_id INTEGER NOT NULL,
    CONSTRAINT pk_duplicate_members PRIMARY KEY (image_id),
    CONSTRAINT fk_duplicate_members_image_id_images FOREIGN KEY(image_id) REFERENCES images (id),
    CONSTRAINT fk_duplicate_members_cluster_id_duplicate_clusters FOREIGN KEY(cluster_id)
        REFERENCES duplicate_clusters (id)
)
""",
    """
CREATE TABLE duplicate_stale (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    image_id INTEGER NOT NULL
)
""",
    """
CREATE TABLE duplicate_runs (
    id INTEGER NOT NULL,
    encoder TEXT NOT NULL,
    details TEXT NOT NULL,
    made_at TEXT NOT NULL,
    CONSTRAINT pk_duplicate_runs PRIMARY KEY (id)
)
""",
    """
CREATE TABLE duplicate_compared (
    image_id INTEGER NOT NULL,
    encoder TEXT NOT NULL,
    CONSTRAINT pk_duplicate_compared PRIMARY KEY (image_id, encoder),
    CONSTRAINT fk_duplicate_compared_image_id_images FOREIGN KEY(image_id) REFERENCES images (id)
) WITHOUT ROWID
""",
)
INDEXES = (
    "CREATE INDEX ix_images_content_hash ON images (content_hash)",
    "CREATE INDEX ix_images_sort_key ON images (sort_key, id, keeper_id)",
    "CREATE INDEX ix_images_keeper_id ON images (keeper_id) WHERE keeper_id IS NOT NULL",
    "CREATE INDEX ix_images_folder ON images (folder, keeper_id)",
    "CREATE INDEX ix_images_status ON images (status, sort_key, id, keeper_id)",
    "CREATE INDEX ix_images_review ON images (status, reviewed_at, sort_key, id, keeper_id)",
    "CREATE INDEX ix_duplicate_stale_image_id ON duplicate_stale (image_id)",
    "CREATE INDEX ix_duplicate_answers_image_b ON duplicate_answers (image_b)",
    "CREATE INDEX ix_duplicate_pairs_image_b ON duplicate_pairs (image_b)",
    "CREATE INDEX ix_duplicate_members_cluster_id ON duplicate_members (cluster_id)",
)


def upgrade() -> None:
    """Add the tables and columns; no image is set aside yet."""
    connection = op.get_bind()
    _rebuild_images(connection)
    connection.exec_driver_sql("ALTER TABLE labellings ADD COLUMN from_image_id INTEGER")
    for statement in (*TABLES, *INDEXES):
        connection.exec_driver_sql(statement)


def _rebuild_images(connection: Connection) -> None:
    """Make the table anew with its rows; no id is ever used twice, also afterwards."""
    run = connection.exec_driver_sql
    last_id = run("SELECT seq FROM sqlite_sequence WHERE name = 'images'").scalar()
    run(f"CREATE TEMPORARY TABLE kept AS SELECT {IMAGE_COLUMNS} FROM main.images")  # noqa: S608
    run("DROP TABLE main.images")
    run(IMAGES)
    run(
        f"INSERT INTO main.images ({IMAGE_COLUMNS}) "  # noqa: S608
        f"SELECT {IMAGE_COLUMNS} FROM temp.kept ORDER BY id"
    )
    run("DROP TABLE temp.kept")
    if last_id is not None:
        run("DELETE FROM sqlite_sequence WHERE name = 'images'")
        run("INSERT INTO sqlite_sequence (name, seq) VALUES ('images', ?)", (last_id,))
