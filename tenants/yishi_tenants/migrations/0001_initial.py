"""The tables of tenants. Written from the models by `python -m yishi_core.testing.snapshot`."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from yishi_core.kernel.database.migrations import op

revision = "tenants_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_entity(
        "account",
        sa.Column("county", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("org_path", sa.Text(collation="C"), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("grant_version", sa.BigInteger(), nullable=False),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.Uuid(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.UniqueConstraint("county", "name", name=op.f("uq_account_county_name")),
        sa.Index("ix_account_county_org_id", "county", "org_id"),
        sa.Index("ix_account_county_org_path", "county", "org_path"),
        sa.Index("ix_account_county_person_id", "county", "person_id"),
    )
    op.create_entity(
        "credential",
        sa.Column("county", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("org_path", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("one_time", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("county", "account_id", name=op.f("uq_credential_county_account_id")),
        sa.Index("ix_credential_county_account_id", "county", "account_id"),
        sa.Index("ix_credential_county_org_path", "county", "org_path"),
    )
    op.create_entity(
        "failed_login",
        sa.Column("county", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("org_path", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("client", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.BigInteger(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint("county", "account_id", "client", name=op.f("uq_failed_login_county_account_id_client")),
        sa.Index("ix_failed_login_county_account_id", "county", "account_id"),
        sa.Index("ix_failed_login_county_org_path", "county", "org_path"),
    )
    op.create_entity(
        "client_secret",
        sa.Column("county", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("org_path", sa.Text(collation="C"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.UniqueConstraint("county", "day", name=op.f("uq_client_secret_county_day")),
        sa.Index("ix_client_secret_county_org_path", "county", "org_path"),
    )
    op.create_entity(
        "grant_row",
        sa.Column("county", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("org_path", sa.Text(collation="C"), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("reach_county", sa.Integer(), nullable=False),
        sa.Column("reach_path", sa.Text(collation="C"), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.Uuid(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.Index("ix_grant_row_county_account_id", "county", "account_id"),
        sa.Index("ix_grant_row_county_org_id", "county", "org_id"),
        sa.Index("ix_grant_row_county_org_path", "county", "org_path"),
    )
    op.create_entity(
        "token",
        sa.Column("county", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("org_path", sa.Text(collation="C"), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("read_only", sa.Boolean(), nullable=False),
        sa.Column("scopes", postgresql.ARRAY(sa.Text()), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.Uuid(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.UniqueConstraint("county", "token_hash", name=op.f("uq_token_county_token_hash")),
        sa.Index("ix_token_county_account_id", "county", "account_id"),
        sa.Index("ix_token_county_org_id", "county", "org_id"),
        sa.Index("ix_token_county_org_path", "county", "org_path"),
    )
    op.create_entity(
        "setting_version",
        sa.Column("county", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("org_path", sa.Text(collation="C"), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("plugin", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("changes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("overrides", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("fixed", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("effective", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.Uuid(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.UniqueConstraint("county", "org_id", "plugin", "number", name=op.f("uq_setting_version_county_org_id_plugin_number")),
        sa.Index("ix_setting_version_county_org_id", "county", "org_id"),
        sa.Index("ix_setting_version_county_org_path", "county", "org_path"),
        visibility=("inherited",),
    )
    op.create_entity(
        "setting_document",
        sa.Column("county", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("org_path", sa.Text(collation="C"), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("plugins", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("document", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.UniqueConstraint("county", "digest", name=op.f("uq_setting_document_county_digest")),
        sa.Index("ix_setting_document_county_org_path", "county", "org_path"),
        visibility=("inherited",),
    )
    op.create_entity(
        "plugin_switch",
        sa.Column("county", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("org_path", sa.Text(collation="C"), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("plugin", sa.String(length=60), nullable=False),
        sa.Column("plugin_version", sa.String(length=40), nullable=False),
        sa.Column("switched_on_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("switched_off_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.Uuid(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.Index("ix_plugin_switch_county_org_id", "county", "org_id"),
        sa.Index("ix_plugin_switch_county_org_path", "county", "org_path"),
        sa.Index("ix_plugin_switch_retired", "county", "org_path", postgresql_where=sa.text("switched_off_at is not null and ended_at is null")),
        sa.Index("uq_plugin_switch_standing", "county", "org_id", "plugin", unique=True, postgresql_where=sa.text("ended_at is null")),
        visibility=("inherited",),
    )
    op.create_references(
        "account",
        org_id="org_unit",
        person_id="person",
    )
    op.create_references(
        "credential",
        account_id="account",
    )
    op.create_references(
        "failed_login",
        account_id="account",
    )
    op.create_references(
        "grant_row",
        account_id="account",
        org_id="org_unit",
    )
    op.create_references(
        "token",
        account_id="account",
        org_id="org_unit",
    )
    op.create_references(
        "setting_version",
        org_id="org_unit",
    )
    op.create_references(
        "plugin_switch",
        org_id="org_unit",
    )
