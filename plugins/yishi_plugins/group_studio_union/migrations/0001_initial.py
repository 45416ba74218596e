"""The tables of group_studio_union. Written from the models by `python -m yishi_core.testing.snapshot`."""

import sqlalchemy as sa

from yishi_core import op

revision = "group_studio_union_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_entity(
        "convener_selection",
        sa.Column("county", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("org_path", sa.Text(collation="C"), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("selected_by", sa.Text(), nullable=False),
        sa.Column("selected_on", sa.Date(), nullable=False),
        sa.Column("term_from", sa.Date(), nullable=False),
        sa.Column("term_to", sa.Date(), nullable=False),
        sa.Column("votes_for", sa.BigInteger(), nullable=True),
        sa.Column("votes_cast", sa.BigInteger(), nullable=True),
        sa.Column("appraisal", sa.Text(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.Uuid(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.Index("ix_convener_selection_county_assignment_id", "county", "assignment_id"),
        sa.Index("ix_convener_selection_county_candidate_id", "county", "candidate_id"),
        sa.Index("ix_convener_selection_county_org_id", "county", "org_id"),
        sa.Index("ix_convener_selection_county_org_path", "county", "org_path"),
        sa.Index("ix_convener_selection_county_station_id", "county", "station_id"),
        sa.Index("ix_convener_selection_county_station_id_term_from", "county", "station_id", "term_from"),
    )
    op.create_references(
        "convener_selection",
        assignment_id="station_assignment",
        candidate_id="person",
        org_id="org_unit",
        station_id="station",
    )
