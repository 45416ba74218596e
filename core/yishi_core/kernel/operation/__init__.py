"""The second declaration: an operation changes something or answers a question that is not plain
data.

One typed function in the `service.py` of its noun; permission, references, guards, audit, event and
transaction are around it, once (`run.py`).
"""

from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.operation.declaration import Operation, operation, operations_in, question
from yishi_core.kernel.operation.fields import TODAY, like
from yishi_core.kernel.operation.inputs import Beside, Input, NotImportable, Ref, Structure, Term
from yishi_core.kernel.operation.result import Advice, Result

__all__ = [
    "TODAY",
    "Advice",
    "Beside",
    "Input",
    "NotImportable",
    "Operation",
    "OperationContext",
    "Ref",
    "Result",
    "Structure",
    "Term",
    "like",
    "operation",
    "operations_in",
    "question",
]
