"""The tables of good_consult. Written from the models by `python -m yishi_core.testing.snapshot`."""

import sqlalchemy as sa

from yishi_core import op

revision = "good_consult_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_entity(
        "result_sheet",
        sa.Column("county", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("org_path", sa.Text(collation="C"), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("receiving_body", sa.Text(), nullable=True),
        sa.Column("report_by", sa.Date(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("adopted", sa.Boolean(), nullable=True),
        sa.Column("adoption_level", sa.Text(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.Uuid(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.Index("ix_result_sheet_county_consultation_id", "county", "consultation_id"),
        sa.Index("ix_result_sheet_county_org_id", "county", "org_id"),
        sa.Index("ix_result_sheet_county_org_path", "county", "org_path"),
    )
    op.create_references(
        "result_sheet",
        consultation_id="consultation",
        org_id="org_unit",
    )
