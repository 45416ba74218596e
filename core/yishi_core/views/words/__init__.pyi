# Written by `make face` from what the package declares; do not edit.
