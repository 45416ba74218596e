# Written by `make face` from what the package declares; do not edit.
from .events import COMMENT_ADDED as COMMENT_ADDED
from .models import Comment as Comment
from .rules import CommentRule as CommentRule
from .service import AddCommentInput as AddCommentInput
from .service import add_comment as add_comment
