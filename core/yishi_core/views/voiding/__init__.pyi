# Written by `make face` from what the package declares; do not edit.
from .rules import VoidingRule as VoidingRule
from .service import VoidedRecord as VoidedRecord
from .service import VoidRecordInput as VoidRecordInput
from .service import void_record as void_record
