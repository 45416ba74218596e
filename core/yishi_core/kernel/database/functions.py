"""The schema `sec`: the functions that enter a transaction, and the record of all tables.

`sec.enter` is the only writer of the settings that policies read. It uses SET LOCAL, one setting
per statement, and not set_config, which never reaches a Citus worker (citus.md 1). Both functions
run with the caller's rights.

The people of a committee reach what the committee guides, and what the areas that it guides and the
work units below these cover (access.md 4, `linked`). `sec.whoami` adds these places to the grants,
from the links that run on the day, and returns in `until` when that will change.
`kernel/tree/links.py` takes the same steps in the opposite direction.

SQLSTATE YS001: the grants on which the caller relies have been replaced, or the account is
disabled.
"""

from __future__ import annotations

from yishi_core.kernel.database import search_schema
from yishi_core.kernel.database.roles import APP, DUMP, OWNER

STALE_GRANTS = "YS001"

SCHEMA = f"""
create schema if not exists sec;
grant usage on schema sec to {APP}, {DUMP};

create table if not exists sec.entity (
    name text primary key,
    visibility text[] not null,
    append_only boolean not null
);
comment on table sec.entity is 'Tenant tables and how they are protected; written by op.create_entity.';
create table if not exists sec.shared (name text primary key);
comment on table sec.shared is 'Tables without county: read by all, written by the owner.';
create table if not exists sec.plugin (code text primary key, kept jsonb not null);
comment on table sec.plugin is 'What each plugin was bound to when it was last loaded.';
create table if not exists sec.generation (digest text not null);
comment on table sec.generation is 'Digest of the generator that wrote the present policies.';

revoke create on schema public from public;
grant usage on schema public to {APP}, {DUMP};
grant select on sec.plugin to {APP}, {DUMP};
alter default privileges for role {OWNER} grant select, insert, update, delete, truncate on tables to {DUMP};
alter default privileges for role {OWNER} grant select, update on sequences to {DUMP};
"""

ENTER = f"""
create or replace function sec.enter(
    counties int[], paths text[], lineage text[], marks text[], account uuid, version bigint
) returns void language plpgsql as $$
begin
  if coalesce(cardinality(counties), 0) = 0 then
    raise exception 'no county' using errcode = '42501';
  end if;
  execute format('set local app.counties = %L', counties::text);
  execute format('set local app.paths = %L', coalesce(paths, '{{}}')::text);
  execute format('set local app.lineage = %L', coalesce(lineage, '{{}}')::text);
  execute format('set local app.marks = %L', coalesce(marks, '{{}}')::text);
  if account is not null then
    execute format('set local app.account = %L', account::text);
    perform from public.account a
      where a.county = enter.counties[1] and a.id = enter.account and a.grant_version = enter.version and a.disabled_at is null;
    if not found then
      raise exception 'stale grants' using errcode = '{STALE_GRANTS}';
    end if;
    execute 'set local app.account = ''''';
  end if;
end $$;
"""

# The role is `LINKED_ROLE` (access/principal.py); a test keeps the two equal.
WHOAMI = """
create or replace function sec.whoami(county int, hash text, at timestamptz) returns jsonb language plpgsql as $$
declare
  held record;
  answer jsonb;
  today date := (at at time zone 'Asia/Shanghai')::date;
  guides text[];
  places text[];
  linked jsonb := '[]'::jsonb;
  more jsonb;
  found_now text[];
  turns date;
  turn date;
begin
  execute format('set local app.counties = %L', array[county]::text);
  execute format('set local app.credential = %L', hash);
  select t.account_id, t.read_only, t.scopes, t.id, t.expires_at into held from public.token t
    where t.county = whoami.county and t.token_hash = hash
      and t.revoked_at is null and t.voided_at is null and (t.expires_at is null or t.expires_at > at);
  if found then
    execute format('set local app.account = %L', held.account_id::text);
    select array_agg(distinct g.reach_path) into guides from public.grant_row g
      where g.county = whoami.county and g.account_id = held.account_id and g.role = 'special_committee'
        and g.reach_county = whoami.county and g.ended_at is null and g.voided_at is null;
    while guides is not null loop
      execute format('set local app.guides = %L', guides::text);
      select jsonb_agg(distinct jsonb_build_object('role', 'special_committee', 'county', l.county, 'path', l.org_path)) filter (where l.runs),
          array_agg(distinct l.org_path) filter (where l.runs),
          min(least(case when l.from_on > today then l.from_on end, case when l.to_on >= today then l.to_on + 1 end))
        into more, found_now, turn
        from (select *, o.from_on <= today and (o.to_on is null or o.to_on >= today) as runs from public.org_link o) l
        where l.county = whoami.county and l.guide_path ^@ any(guides) and l.voided_at is null and l.ended_at is null
          and (l.link_kind = 'covers' or (places is null and l.guide_path = any(guides)))
          and not l.org_path ^@ any(places || guides);
      places := places || guides;
      guides := found_now;
      linked := linked || coalesce(more, '[]'::jsonb);
      turns := least(turns, turn);
    end loop;
    select jsonb_build_object(
        'account', a.id, 'person', a.person_id, 'county', a.county, 'name', a.name, 'version', a.grant_version, 'token', held.id,
        'read_only', held.read_only, 'expires_at', held.expires_at, 'until', turns::timestamp at time zone 'Asia/Shanghai',
        'scopes', to_jsonb(held.scopes), 'must_change_password', a.must_change_password,
        'grants', linked || coalesce((
            select jsonb_agg(jsonb_build_object('role', g.role, 'county', g.reach_county, 'path', g.reach_path) order by g.id)
            from public.grant_row g
            where g.county = whoami.county and g.account_id = a.id and g.ended_at is null and g.voided_at is null
        ), '[]'::jsonb))
      into answer from public.account a
      where a.county = whoami.county and a.id = held.account_id and a.disabled_at is null and a.voided_at is null;
  end if;
  execute 'set local app.counties = ''''';
  execute 'set local app.credential = ''''';
  execute 'set local app.account = ''''';
  execute 'set local app.guides = ''''';
  return answer;
end $$;
"""

RIGHTS = f"""
revoke all on function sec.enter(int[], text[], text[], text[], uuid, bigint) from public;
revoke all on function sec.whoami(int, text, timestamptz) from public;
grant execute on function sec.enter(int[], text[], text[], text[], uuid, bigint) to {APP};
grant execute on function sec.whoami(int, text, timestamptz) to {APP};
"""

STATEMENTS: tuple[str, ...] = (SCHEMA, ENTER, WHOAMI, RIGHTS, *search_schema.STATEMENTS)
"""Run by the owner before every upgrade; each statement may be repeated."""
