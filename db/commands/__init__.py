"""The commands: every change of a catalogue, each one transaction, recorded with who and when."""

from db.commands.answers import AnswerCommands
from db.commands.captions import CaptionCommands
from db.commands.duplicates import DuplicateCommands
from db.commands.importing import ImportCommands
from db.commands.keyword_list import KeywordListCommands
from db.commands.label_words import LabelWordCommands
from db.commands.labelling import LabellingCommands
from db.commands.merging import MergingCommands
from db.commands.questions import QuestionCommands
from db.commands.sidecars import SidecarCommands
from db.commands.text_rules import TextRuleCommands
from db.commands.undo import UndoCommands
from db.commands.vocabulary import VocabularyCommands


class Commands(
    LabellingCommands,
    VocabularyCommands,
    LabelWordCommands,
    MergingCommands,
    DuplicateCommands,
    KeywordListCommands,
    ImportCommands,
    CaptionCommands,
    QuestionCommands,
    SidecarCommands,
    TextRuleCommands,
    AnswerCommands,
    UndoCommands,
):
    """Everything that changes one catalogue.

    A command either is committed whole before it returns, or raises and has changed nothing.
    """
