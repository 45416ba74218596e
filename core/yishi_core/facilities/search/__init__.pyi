# Written by `make face` from what the package declares; do not edit.
from .service import SearchHit as SearchHit
from .service import SearchInput as SearchInput
from .service import SearchPage as SearchPage
from .service import search as search
