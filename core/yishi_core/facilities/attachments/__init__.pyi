# Written by `make face` from what the package declares; do not edit.
from .events import ATTACHMENT_ADDED as ATTACHMENT_ADDED
from .models import Attachment as Attachment
from .rules import AttachmentRule as AttachmentRule
from .upload import UploadFileInput as UploadFileInput
from .upload import upload_file as upload_file
