"""What the Service page says."""

from PySide6.QtCore import QCoreApplication, QLocale

from gui.services.translations import QT_TRANSLATE_NOOP, sentence
from gui.serving.figures import Course, ServiceFigures
from gui.serving.process import PORT_TAKEN, ServiceProcess, ServiceState
from gui.words.amounts import counted, number
from gui.words.encoders import BUILT_IN
from gui.words.suggesters import suggester_title

CONTEXT = "Service"
MILLISECONDS = 1000

STATES = {
    ServiceState.STOPPED: QT_TRANSLATE_NOOP("Service", "Stopped: programs get no answers."),
    ServiceState.STARTING: QT_TRANSLATE_NOOP(
        "Service", "Starting: the encoder and the labelled images are being read."
    ),
    ServiceState.READY: QT_TRANSLATE_NOOP(
        "Service", "Ready: programs on this computer that show the token get answers."
    ),
    ServiceState.STOPPING: QT_TRANSLATE_NOOP(
        "Service", "Stopping: what was asked is still answered, nothing new is taken."
    ),
}
REFUSALS = {
    "service-token-wrong": QT_TRANSLATE_NOOP("Service", "The token was missing or wrong."),
    "service-host-unknown": QT_TRANSLATE_NOOP(
        "Service", "The service was asked under a name that is not its own."
    ),
    "service-image-unreadable": QT_TRANSLATE_NOOP("Service", "A picture could not be read."),
    "service-image-missing": QT_TRANSLATE_NOOP("Service", "A request held no picture."),
    "service-image-unknown": QT_TRANSLATE_NOOP(
        "Service", "A picture was asked about that is not in the archive."
    ),
    "service-address-not-fetched": QT_TRANSLATE_NOOP(
        "Service", "A picture was given by its address; addresses are not fetched."
    ),
    "service-not-multipart": QT_TRANSLATE_NOOP("Service", "A request was no form."),
    "service-body-too-large": QT_TRANSLATE_NOOP("Service", "A request was too large."),
    "service-body-slow": QT_TRANSLATE_NOOP("Service", "A request came in too slowly."),
    "service-busy": QT_TRANSLATE_NOOP("Service", "More was asked at once than can be answered."),
    "service-model-gone": QT_TRANSLATE_NOOP(
        "Service", "The model ended over a request; it is started anew."
    ),
    "service-too-late": QT_TRANSLATE_NOOP("Service", "An answer took too long."),
    "service-fault": QT_TRANSLATE_NOOP("Service", "The service made a mistake."),
    "service-question-unknown": QT_TRANSLATE_NOOP(
        "Service", "A question was asked that the catalogue does not have."
    ),
    "service-no-such-address": QT_TRANSLATE_NOOP(
        "Service", "An address was asked for at which there is nothing."
    ),
    "suggester-unknown": QT_TRANSLATE_NOOP("Service", "A suggester was asked that there is not."),
}
"""By the code that the service answered with."""


def _tr(text: str) -> str:
    return QCoreApplication.translate(CONTEXT, text)


def state_sentence(service: ServiceProcess, figures: ServiceFigures | None) -> str:
    """What the service is doing, in one sentence."""
    if service.state is ServiceState.REFUSED and service.why is not None:
        return sentence(service.why)
    if service.state is ServiceState.DIED:
        died = QCoreApplication.translate(
            "Service",
            "The service ended by itself (exit code {code}). Nothing is lost: start it again.",
        )
        return died.replace("{code}", str(service.exit_code))
    if service.state is ServiceState.READY and figures is not None and not figures.is_model_up:
        return QCoreApplication.translate(
            "Service", "The model is being started anew; until then requests are put off."
        )
    return _tr(STATES[service.state])


def state_icon(service: ServiceProcess) -> tuple[str, str]:
    """An icon and its colour, so that the state is seen from afar."""
    return {
        ServiceState.STOPPED: ("circle-dashed", "text_muted"),
        ServiceState.STARTING: ("loader-circle", "accent"),
        ServiceState.READY: ("circle-check", "positive"),
        ServiceState.STOPPING: ("loader-circle", "text_muted"),
        ServiceState.REFUSED: ("circle-alert", "danger"),
        ServiceState.DIED: ("circle-alert", "danger"),
    }[service.state]


def is_port_taken(service: ServiceProcess) -> bool:
    """Whether another port would help."""
    return service.why is not None and service.why.code == PORT_TAKEN


def warm_text(service: ServiceProcess) -> str:
    """What is in memory, so that the first answer comes as fast as the others."""
    if service.about is None:
        return ""
    encoder = service.about.encoder
    if encoder == BUILT_IN:
        encoder = QCoreApplication.translate("Service", "the built-in encoder")
    text = QCoreApplication.translate("Service", "In memory: {encoder}; suggester: {suggester}")
    text = text.replace("{encoder}", encoder)
    return text.replace("{suggester}", suggester_title(service.about.suggester) or "–")


def rate_text(course: Course) -> str:
    """Requests a second, as the figure that is looked at."""
    rate = course.rate_per_s
    shown = QLocale().toString(rate, "f", 1 if rate < 100 else 0)
    return QCoreApplication.translate("Service", "{rate} requests a second").replace(
        "{rate}", shown
    )


def counts_text(course: Course) -> str:
    """How much was asked, and how fast it was answered lately."""
    figures = course.newest
    if figures is None:
        return ""
    said = [
        counted(
            figures.requests,
            QCoreApplication.translate("Service", "1 request since the start"),
            QCoreApplication.translate("Service", "{count} requests since the start"),
        ),
        QCoreApplication.translate("Service", "{count} being answered").replace(
            "{count}", number(figures.in_progress)
        ),
    ]
    mean_s = course.mean_seconds
    if mean_s is not None:
        text = QCoreApplication.translate("Service", "{time} ms an answer")
        said.append(text.replace("{time}", number(round(MILLISECONDS * mean_s))))
    return " · ".join(said)


def refusal_text(code: str, count: int) -> str:
    """Why requests were refused, and how many when there were several."""
    text = _tr(REFUSALS[code]) if code in REFUSALS else ""
    if not text:
        text = QCoreApplication.translate("Service", "A request was refused: {code}.")
        text = text.replace("{code}", code)
    return text if count == 1 else f"{text} ({number(count)} ×)"
