"""What answers look like, for the description that OpenAPI gives of them."""

from pydantic import BaseModel, Field


class ClassProbabilities(BaseModel):
    """How likely the label is right, and how likely it is not; they add up to 1."""

    yes: float = Field(ge=0, le=1, examples=[0.83])
    no: float = Field(ge=0, le=1, examples=[0.17])


class Evidence(BaseModel):
    """A labelled image of the catalogue behind a suggestion. The weights of those that carry the
    label add up to its confidence, unless the model says that the evidence is borrowed."""

    id: int = Field(examples=[412])
    weight: float = Field(examples=[0.21])
    similarity: float = Field(examples=[0.77])
    carries_label: bool
    url: str = Field(examples=["/evidence/412"])


class Label(BaseModel):
    """A label for a picture. ``suggested``: its confidence reaches its threshold.
    ``probabilities`` is null where the catalogue has too few labels to calibrate."""

    id: int = Field(examples=[7])
    label: str = Field(examples=["four axle"])
    suggested: bool
    confidence: float = Field(examples=[0.52])
    threshold: float | None = Field(examples=[0.23])
    probabilities: ClassProbabilities | None
    evidence: list[Evidence]


class Model(BaseModel):
    """What answered: the suggester, and the encoder with the fingerprint of its weights.
    ``reads_text``: whether the text that came with the picture counted."""

    suggester: str = Field(examples=["neighbor-mix"])
    reads_text: bool
    threshold: float = Field(examples=[0.23])
    evidence_is_borrowed: bool
    encoder: str = Field(examples=["built-in"])
    encoder_fingerprint: str = Field(examples=["9f2c…"])


class CatalogueVersion(BaseModel):
    """Which catalogue, and the number of the newest change that the answer knows of."""

    identity: str = Field(examples=["5d3b0c0e6b0f4d27a1c2a9a9f5f0d3c1"])
    version: int = Field(examples=[1284])


class Prediction(BaseModel):
    """Labels of one picture, the surest first; ``message`` says why there are none."""

    labels: list[Label]
    message: str
    model: Model
    catalogue: CatalogueVersion


class AnsweredEvidence(BaseModel):
    """An answered image; ``weight`` is what it adds to the log odds of a yes."""

    id: int
    answer: str = Field(examples=["yes"])
    weight: float
    url: str = Field(examples=["/evidence/412"])


class QuestionAnswer(BaseModel):
    """The answer to a yes-or-no question about a picture: "yes" from the threshold on that the
    costs of its errors name."""

    question: str = Field(examples=["offensive"])
    answer: str = Field(examples=["no"])
    probabilities: ClassProbabilities
    is_calibrated: bool
    threshold: float = Field(examples=[0.2])
    evidence: list[AnsweredEvidence]
    encoder: str
    encoder_fingerprint: str
    catalogue: CatalogueVersion


class Failure(BaseModel):
    """Why there is no answer."""

    code: str = Field(examples=["service-image-unreadable"])
    message: str


class Refusal(BaseModel):
    """What is sent instead of an answer."""

    error: Failure


class Predictions(BaseModel):
    """An answer for each picture, in the order sent: a prediction or why there is none."""

    results: list[Prediction | QuestionAnswer | Refusal]


class TaskPrediction(BaseModel):
    """What Label Studio shows of a task; ``error`` says why there is nothing."""

    result: list[dict[str, object]]
    score: float
    model_version: str
    error: str = ""


class TaskPredictions(BaseModel):
    """An answer to Label Studio, in the order of its tasks."""

    results: list[TaskPrediction]
    model_version: str


class FoundImage(BaseModel):
    """An image of the archive; ``score`` is null where only its caption was found."""

    id: int
    score: float | None
    evidence: str = Field(examples=["/evidence/412"])


class Found(BaseModel):
    """Images of the archive, the best first."""

    images: list[FoundImage]
    encoder: str
    encoder_fingerprint: str
    catalogue: CatalogueVersion


class VocabularyLabel(BaseModel):
    """A label of the vocabulary with the number of images that carry it."""

    id: int
    label: str
    path: list[str] = Field(examples=[["vehicle", "truck"]])
    english_name: str
    images: int


class Vocabulary(BaseModel):
    """All labels."""

    labels: list[VocabularyLabel]
    catalogue: CatalogueVersion


class EvidenceImage(BaseModel):
    """A labelled image: what it carries, and its thumbnail as a data URI (null without one)."""

    id: int
    title: str
    width_px: int | None
    height_px: int | None
    labels: list[str]
    thumbnail: str | None = Field(examples=["data:image/jpeg;base64,/9j/4AAQ…"])
    thumbnail_url: str = Field(examples=["/evidence/412/thumbnail"])


class Health(BaseModel):
    """Whether it answers. Tells nothing of the catalogue: no token is asked for."""

    status: str = Field(examples=["UP"])
    model_class: str = Field(examples=["nabolag"])
    version: str = Field(examples=["0.1.0"])
