# Written by `make face` from what the package declares; do not edit.
from .models import Comment as Comment
from .service import AddCommentInput as AddCommentInput
from .service import add_comment as add_comment
