# Written by `make face` from what the package declares; do not edit.
from .service import DutyFile as DutyFile
from .service import DutyFileInput as DutyFileInput
from .service import DutyLine as DutyLine
from .service import DutySection as DutySection
from .service import duty_file as duty_file
