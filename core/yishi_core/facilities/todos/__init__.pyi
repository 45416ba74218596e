# Written by `make face` from what the package declares; do not edit.
from .clocks import TODO_DUE_SOON as TODO_DUE_SOON
from .clocks import TODO_OVERDUE as TODO_OVERDUE
from .colours import TodoColour as TodoColour
from .declaration import Matter as Matter
from .declaration import SupervisedTodo as SupervisedTodo
from .declaration import Todo as Todo
from .query import TodoKind as TodoKind
from .service import TodoCount as TodoCount
from .service import TodoCounts as TodoCounts
from .service import TodoCountsInput as TodoCountsInput
from .service import TodoItem as TodoItem
from .service import TodoPage as TodoPage
from .service import TodosInput as TodosInput
from .service import todo_counts as todo_counts
from .service import todos as todos
