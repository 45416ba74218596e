"""Running numbers of an office's registers."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from yishi_core.kernel.entity import TenantRow, column


class NumberSeries(TenantRow):
    """The last number assigned in one register of one office in one year.

    A long import takes a block of numbers at once (`blocks.py`).
    """

    __constraints__ = (sa.UniqueConstraint("county", "org_path", "register", "year"),)

    register: Mapped[str] = column("登记簿", "Entity whose records are numbered.")
    year: Mapped[int] = column("年度", "Year of the register.")
    last: Mapped[int] = column("末号", "Last number assigned.")
