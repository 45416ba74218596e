"""The tables of one_three_four_six. Written from the models by `python -m yishi_core.testing.snapshot`."""

import sqlalchemy as sa

from yishi_core import op

revision = "one_three_four_six_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_entity(
        "liaison_station",
        sa.Column("county", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("org_path", sa.Text(collation="C"), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("study_party_group_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.Uuid(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.Index("ix_liaison_station_county_org_id", "county", "org_id"),
        sa.Index("ix_liaison_station_county_org_path", "county", "org_path"),
        sa.Index("ix_liaison_station_county_station_id", "county", "station_id"),
        sa.Index("ix_liaison_station_county_study_party_group_id", "county", "study_party_group_id"),
        sa.Index("uq_liaison_station_record", "county", "station_id", unique=True, postgresql_where=sa.text("voided_at is null")),
        visibility=("inherited",),
    )
    op.create_references(
        "liaison_station",
        org_id="org_unit",
        station_id="station",
        study_party_group_id="org_unit",
    )
