"""Yes-or-no questions about images, and their answers."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
CREATE TABLE questions (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    help TEXT DEFAULT '' NOT NULL,
    cost_wrong_yes FLOAT DEFAULT '1' NOT NULL,
    cost_missed_yes FLOAT DEFAULT '1' NOT NULL,
    created_at TEXT NOT NULL,
    CONSTRAINT ck_questions_costs CHECK (cost_wrong_yes > 0 AND cost_missed_yes > 0),
    CONSTRAINT uq_questions_name_key UNIQUE (name_key)
)
""",
    """
CREATE TABLE question_answers (
    question_id INTEGER NOT NULL,
    image_id INTEGER NOT NULL,
    answer TEXT NOT NULL,
    source TEXT NOT NULL,
    probability FLOAT,
    chosen_by TEXT DEFAULT '' NOT NULL,
    decider TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    CONSTRAINT pk_question_answers PRIMARY KEY (question_id, image_id),
    CONSTRAINT ck_question_answers_answer CHECK (answer IN ('yes', 'no', 'unsure')),
    CONSTRAINT ck_question_answers_source CHECK (
        source IN ('curator', 'imported', 'label', 'prediction')),
    CONSTRAINT ck_question_answers_chosen_by CHECK (
        chosen_by IN ('', 'random', 'uncertain', 'likely')),
    CONSTRAINT fk_question_answers_question_id_questions
        FOREIGN KEY(question_id) REFERENCES questions (id),
    CONSTRAINT fk_question_answers_image_id_images FOREIGN KEY(image_id) REFERENCES images (id)
) WITHOUT ROWID
""",
    "CREATE INDEX ix_question_answers_image_id ON question_answers (image_id)",
)


def upgrade() -> None:
    """Add the tables."""
    connection = op.get_bind()
    for statement in STATEMENTS:
        connection.exec_driver_sql(statement)
