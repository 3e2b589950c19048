"""What a catalogue should hold, in dictionaries, for tests that run random commands."""

from dataclasses import dataclass, field

from db.catalogue import Catalogue
from db.text import name_key

IMAGES = (1, 2, 3)
SOURCE_RANK = ("curator", "accepted", "merged", "imported")


@dataclass
class Label:
    """A label of the model."""

    name: str
    parent_id: int | None = None
    english_name: str = ""
    aliases: frozenset[str] = frozenset()
    automatic_name: str = ""
    prompts: str = ""

    @property
    def keys(self) -> set[str]:
        return {name_key(self.name), *map(name_key, self.aliases)}


@dataclass
class Model:
    """What the catalogue should hold."""

    labels: dict[int, Label] = field(default_factory=dict)
    labellings: dict[tuple[int, int], str] = field(default_factory=dict)
    decisions: dict[tuple[int, int], bool] = field(default_factory=dict)
    keywords: dict[tuple[int, str], int | None] = field(default_factory=dict)
    reviewed: set[int] = field(default_factory=set)
    different: set[tuple[int, int]] = field(default_factory=set)
    captions: dict[int, tuple[int, str]] = field(default_factory=dict)
    """(image id, text) by id."""

    def child(self, parent_id: int | None, name: str) -> int | None:
        """Who has the name right below a label, or at the top."""
        return next(
            (
                at
                for at, label in self.labels.items()
                if label.parent_id == parent_id and name_key(name) in label.keys
            ),
            None,
        )

    def meant(self, name: str) -> list[int]:
        """Whom a name may mean: the one at the top, or all that have it."""
        top = self.child(None, name)
        every = [at for at, label in self.labels.items() if name_key(name) in label.keys]
        return every if top is None else [top]

    def put_below(self, label_id: int, parent_id: int | None) -> bool:
        """Move a label; False where one of its names is taken there."""
        label = self.labels[label_id]
        if label.parent_id != parent_id and any(
            self.child(parent_id, name) is not None for name in label.keys
        ):
            return False
        label.parent_id = parent_id
        return True

    def line(self, label_id: int | None) -> list[int]:
        found: list[int] = []
        while label_id is not None and label_id not in found:
            found.append(label_id)
            label_id = self.labels[label_id].parent_id
        return found


def model_of(catalogue: Catalogue) -> Model:
    """The catalogue as its repositories tell it."""
    model = Model()
    for label in catalogue.labels.all():
        model.labels[label.id] = Label(
            label.name,
            label.parent_id,
            label.english_name,
            frozenset(label.aliases),
            label.automatic_name,
            label.prompts,
        )
    model.different = catalogue.labels.different()
    for image_id, labellings in catalogue.labellings.of_images(IMAGES).items():
        for labelling in labellings:
            model.labellings[image_id, labelling.label_id] = labelling.source
        for decision in catalogue.labellings.decisions_of(image_id):
            model.decisions[image_id, decision.label_id] = decision.accepted
    with catalogue._database.read() as connection:
        for row in connection.exec_driver_sql("SELECT image_id, text, label_id FROM keywords"):
            model.keywords[row[0], row[1]] = row[2]
    for of_image in catalogue.captions.of_images(IMAGES).values():
        model.captions |= {one.id: (one.image_id, one.text) for one in of_image}
    model.reviewed = {
        image.id for image in catalogue.images.get_many(IMAGES) if image.reviewed_at is not None
    }
    return model


def images_of(model: Model, label_ids: list[int]) -> set[int]:
    """The images that carry one of the labels."""
    return {image_id for image_id, label_id in model.labellings if label_id in label_ids}


def merge_in_model(after: Model, source: int, target: int) -> None:
    """Move labellings, decisions and keywords of one label to another."""
    for (image_id, label_id), how in list(after.labellings.items()):
        if label_id == source:
            del after.labellings[image_id, source]
            standing = after.labellings.get((image_id, target))
            ranks = [SOURCE_RANK.index(each) for each in (how, standing) if each is not None]
            after.labellings[image_id, target] = SOURCE_RANK[min(ranks)]
    for (image_id, label_id), accepted in list(after.decisions.items()):
        if label_id == source:
            del after.decisions[image_id, source]
            carried = (image_id, target) in after.labellings
            if accepted == carried:
                after.decisions.setdefault((image_id, target), accepted)
    for image_id, label_id in after.labellings:
        if label_id == target and after.decisions.get((image_id, target)) is False:
            del after.decisions[image_id, target]
    for keyword, label_id in after.keywords.items():
        if label_id == source:
            after.keywords[keyword] = target


def merge_labels_in_model(after: Model, sources: list[int], target: int) -> bool:
    """Take the sources out of the vocabulary; their children go to the target.

    False where two labels would have one name below one parent.
    """
    before = dict(after.labels)
    line = after.line(target)[1:]
    depths = {source: len(after.line(source)) for source in sources}
    if not after.put_below(target, next((at for at in line if at not in sources), None)):
        return False
    for label_id, label in sorted(after.labels.items()):
        if label_id == target or label.parent_id not in sources or label_id in sources:
            continue
        above = next((at for at in after.line(label_id)[1:] if at not in sources), None)
        if not after.put_below(label_id, above if label_id in line else target):
            return False
    kept = after.labels[target]
    for source in sorted(sources, key=lambda at: -depths[at]):
        gone = after.labels.pop(source)
        for name in (gone.name, *gone.aliases):
            if after.child(kept.parent_id, name) is None:
                kept.aliases |= {name}
    for source in sources:
        gone = before[source]
        kept.english_name = kept.english_name or gone.english_name
        kept.prompts = kept.prompts or gone.prompts
    followed = [
        tuple(sorted(target if at in sources else at for at in pair)) for pair in after.different
    ]
    after.different = {(first, second) for first, second in followed if first != second}
    return True
