# Written by `make face` from what the package declares; do not edit.
from .events import RULE_DOCUMENT_CHANGED as RULE_DOCUMENT_CHANGED
from .events import RULE_DOCUMENT_REGISTERED as RULE_DOCUMENT_REGISTERED
from .events import RULE_DOCUMENT_REPEALED as RULE_DOCUMENT_REPEALED
from .models import RuleDocument as RuleDocument
from .rules import DocumentRule as DocumentRule
from .service import ChangeDocumentInput as ChangeDocumentInput
from .service import RegisterDocumentInput as RegisterDocumentInput
from .service import RepealDocumentInput as RepealDocumentInput
from .service import change_document as change_document
from .service import register_document as register_document
from .service import repeal_document as repeal_document
