"""The tables of ancient_city_group. Written from the models by `python -m yishi_core.testing.snapshot`."""

import sqlalchemy as sa

from yishi_core import op

revision = "ancient_city_group_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_entity(
        "clue_sheet",
        sa.Column("county", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("org_path", sa.Text(collation="C"), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("intake_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("worth_topic", sa.Boolean(), nullable=False),
        sa.Column("first_analyst_id", sa.Uuid(), nullable=False),
        sa.Column("second_analyst_id", sa.Uuid(), nullable=True),
        sa.Column("analysed_on", sa.Date(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.Uuid(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.Index("ix_clue_sheet_county_first_analyst_id", "county", "first_analyst_id"),
        sa.Index("ix_clue_sheet_county_intake_id", "county", "intake_id"),
        sa.Index("ix_clue_sheet_county_org_id", "county", "org_id"),
        sa.Index("ix_clue_sheet_county_org_path", "county", "org_path"),
        sa.Index("ix_clue_sheet_county_second_analyst_id", "county", "second_analyst_id"),
    )
    op.create_references(
        "clue_sheet",
        first_analyst_id="person",
        intake_id="intake",
        org_id="org_unit",
        second_analyst_id="person",
    )
