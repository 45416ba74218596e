"""Small files to upload: a photograph of a few colours, and a PDF page with one line."""

from __future__ import annotations

from io import BytesIO
from random import Random


def photo(random: Random) -> bytes:
    """A JPEG of some kilobytes: sky, hills and a house."""
    from PIL import Image, ImageDraw  # the server shares what is imported before; it draws nothing

    picture = Image.new("RGB", (320, 200), (170 + random.randrange(40), 205, 230))
    draw = ImageDraw.Draw(picture)
    ground = 110 + random.randrange(30)
    draw.ellipse((-60, ground - 50, 190, ground + 120), fill=(90, 140 + random.randrange(40), 80))
    draw.rectangle((0, ground + 20, 320, 200), fill=(150, 120 + random.randrange(30), 70))
    left = 150 + random.randrange(80)
    draw.rectangle((left, ground - 25, left + 70, ground + 40), fill=(225, 220, 205))
    draw.polygon(
        ((left - 8, ground - 25), (left + 35, ground - 55), (left + 78, ground - 25)),
        fill=(110, 70, 60),
    )
    made = BytesIO()
    picture.save(made, "JPEG", quality=80)
    return made.getvalue()


def page(line: str) -> bytes:
    """A PDF page with one line of Latin letters, since no font is embedded."""
    text = "".join(c for c in line if (c.isascii() and c.isalnum()) or c in " -.").encode()
    stream = b"BT /F1 18 Tf 72 760 Td (" + text + b") Tj ET"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 "
        b"0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    made, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(made))
        made += b"%d 0 obj%s endobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, len(made))
    return made + b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1) + table + tail
