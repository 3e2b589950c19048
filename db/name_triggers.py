"""What keeps two labels below one parent from having the same name."""

# Below one parent, and at the top, a name belongs to one label, as its name or as an alias; an
# index reaches over one table only.
NAME_TRIGGERS = (
    """
CREATE TRIGGER tr_labels_INSERT BEFORE INSERT ON labels
WHEN EXISTS (
    SELECT 1 FROM aliases AS a JOIN labels AS l ON l.id = a.label_id
    WHERE a.name_key = NEW.name_key
    AND coalesce(l.parent_id, 0) = coalesce(NEW.parent_id, 0))
BEGIN SELECT RAISE(ABORT, 'the name is taken'); END
""",
    """
CREATE TRIGGER tr_labels_UPDATE BEFORE UPDATE OF name_key, parent_id ON labels
WHEN EXISTS (
    SELECT 1 FROM aliases AS a JOIN labels AS l ON l.id = a.label_id
    WHERE a.name_key = NEW.name_key
    AND (l.id = NEW.id OR coalesce(l.parent_id, 0) = coalesce(NEW.parent_id, 0)))
OR EXISTS (
    SELECT 1 FROM aliases AS own JOIN labels AS l ON l.name_key = own.name_key
    WHERE own.label_id = NEW.id AND l.id <> NEW.id
    AND coalesce(l.parent_id, 0) = coalesce(NEW.parent_id, 0))
OR EXISTS (
    SELECT 1 FROM aliases AS own JOIN aliases AS a ON a.name_key = own.name_key
    JOIN labels AS l ON l.id = a.label_id
    WHERE own.label_id = NEW.id AND l.id <> NEW.id
    AND coalesce(l.parent_id, 0) = coalesce(NEW.parent_id, 0))
BEGIN SELECT RAISE(ABORT, 'the name is taken'); END
""",
    *(
        """
CREATE TRIGGER tr_aliases_MOMENT BEFORE MOMENT ON aliases
WHEN EXISTS (
    SELECT 1 FROM labels AS own
    JOIN labels AS l ON coalesce(l.parent_id, 0) = coalesce(own.parent_id, 0)
    WHERE own.id = NEW.label_id AND l.name_key = NEW.name_key)
OR EXISTS (
    SELECT 1 FROM aliases AS a JOIN labels AS l ON l.id = a.label_id
    JOIN labels AS own ON coalesce(l.parent_id, 0) = coalesce(own.parent_id, 0)
    WHERE own.id = NEW.label_id AND l.id <> own.id
    AND a.name_key = NEW.name_key AND a.id <> NEW.id)
BEGIN SELECT RAISE(ABORT, 'the name is taken'); END
""".replace("MOMENT", moment)
        for moment in ("INSERT", "UPDATE")
    ),
)
