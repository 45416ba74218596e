# Written by `make face` from what the package declares; do not edit.
from .declaration import Notice as Notice
from .declaration import to_author as to_author
from .declaration import to_holders as to_holders
from .declaration import to_person as to_person
from .declaration import to_those_of as to_those_of
from .models import Notification as Notification
from .rules import NotificationRule as NotificationRule
from .service import MarkedRead as MarkedRead
from .service import MarkReadInput as MarkReadInput
from .service import NotificationItem as NotificationItem
from .service import NotificationPage as NotificationPage
from .service import NotificationsInput as NotificationsInput
from .service import mark_read as mark_read
from .service import notifications as notifications
