# Written by `make face` from what the package declares; do not edit.
from .declaration import Voiding as Voiding
