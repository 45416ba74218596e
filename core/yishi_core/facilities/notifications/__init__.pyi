# Written by `make face` from what the package declares; do not edit.
from .models import Notification as Notification
from .rules import NotificationRule as NotificationRule
from .service import MarkedRead as MarkedRead
from .service import MarkReadInput as MarkReadInput
from .service import NotificationItem as NotificationItem
from .service import NotificationPage as NotificationPage
from .service import NotificationsInput as NotificationsInput
from .service import mark_read as mark_read
from .service import notifications as notifications
