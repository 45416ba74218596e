"""Operation declarations: functions that change something or answer a question.

An operation is one typed function in the package of its noun. Permissions, references, guards,
audit, events and the transaction are handled around it, in one place (`run.py`).
"""

from yishi_core.kernel.operation.context import OperationContext, ReadContext
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
    "ReadContext",
    "Ref",
    "Result",
    "Structure",
    "Term",
    "like",
    "operation",
    "operations_in",
    "question",
]
