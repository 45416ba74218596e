# Written by `make face` from what the package declares; do not edit.
from .models import RuleDocument as RuleDocument
from .rules import DocumentRule as DocumentRule
from .service import ChangeDocumentInput as ChangeDocumentInput
from .service import RegisterDocumentInput as RegisterDocumentInput
from .service import RepealDocumentInput as RepealDocumentInput
from .service import change_document as change_document
from .service import register_document as register_document
from .service import repeal_document as repeal_document
