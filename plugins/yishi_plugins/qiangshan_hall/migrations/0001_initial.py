"""The tables of qiangshan_hall. Written from the models by `python -m yishi_core.testing.snapshot`."""

import sqlalchemy as sa

from yishi_core import op

revision = "qiangshan_hall_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_entity(
        "household_visit",
        sa.Column("county", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("org_path", sa.Text(collation="C"), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("visitor_id", sa.Uuid(), nullable=False),
        sa.Column("link_kind", sa.String(length=40), nullable=False),
        sa.Column("visited", sa.Text(), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("wishes", sa.Text(), nullable=True),
        sa.Column("policy_told", sa.Text(), nullable=True),
        sa.Column("law_place", sa.Text(), nullable=True),
        sa.Column("next_visit_on", sa.Date(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.Uuid(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.Index("ix_household_visit_county_activity_id", "county", "activity_id"),
        sa.Index("ix_household_visit_county_org_id", "county", "org_id"),
        sa.Index("ix_household_visit_county_org_path", "county", "org_path"),
        sa.Index("ix_household_visit_county_visitor_id", "county", "visitor_id"),
    )
    op.create_references(
        "household_visit",
        activity_id="activity",
        org_id="org_unit",
        visitor_id="person",
    )
