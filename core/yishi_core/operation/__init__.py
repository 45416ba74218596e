"""The second declaration: an operation changes something or answers a question that is not plain data.

One typed function in the `service.py` of its noun; permission, references, guards, audit, event and transaction are around it, once
(`run.py`).
"""

from yishi_core.operation.context import OperationContext
from yishi_core.operation.declaration import Operation, operation, operations_in, question
from yishi_core.operation.inputs import Alone, Input, Ref, Structure, Term
from yishi_core.operation.result import Advice, Result

__all__ = [
    "Advice", "Alone", "Input", "Operation", "OperationContext", "Ref", "Result", "Structure", "Term", "operation", "operations_in", "question",
]  # fmt: skip
