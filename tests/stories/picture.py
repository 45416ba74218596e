"""A small photograph, so that uploads are real."""

from __future__ import annotations

from io import BytesIO

from PIL import Image


def photo() -> bytes:
    """A JPEG of a few hundred bytes."""
    made = BytesIO()
    Image.new("RGB", (64, 48), (150, 60, 40)).save(made, "JPEG")
    return made.getvalue()
