"""The demonstration county: a fictional county with one township per installed variant (docs/demo.md)."""
