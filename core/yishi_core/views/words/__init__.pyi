# Written by `make face` from what the package declares; do not edit.
from .labels import LabelsInput as LabelsInput
from .labels import LocalLabel as LocalLabel
from .labels import labels as labels
from .vocabularies import VocabulariesInput as VocabulariesInput
from .vocabularies import Vocabulary as Vocabulary
from .vocabularies import VocabularyWord as VocabularyWord
from .vocabularies import vocabularies as vocabularies
