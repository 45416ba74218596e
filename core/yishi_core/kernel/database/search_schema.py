"""The schema `search`: the folded text of all records and the function that searches it.

See access.md 2, 10 and design.md 8. `@@` and LIKE are not leakproof, so under row-level security
PostgreSQL reads a whole tenant before it may use an index (1.9 ms against 81 ms). Therefore the
table belongs to `yishi_search`, a role without login, and is read by `search.find` alone: SECURITY
DEFINER, with a fixed search_path and the conditions of the policies in its own text (county, place,
levels above, audience). It returns ids, which the caller joins to the protected tables, so that
those tables' policies and the caller's rights decide what is read.

The serving role cannot read the text. It writes under policies: row-level security is enabled but
not forced, so that it applies to that role and not to the function. DELETE has to identify a row,
so that role may read the two columns of the key and no others.

Every window of text is prefixed with the county: without extensions GIN cannot index the county
itself, so an index on bare windows would be read across all tenants.
"""

from __future__ import annotations

from yishi_core.kernel.database.policies.expressions import COUNTY, PATHS
from yishi_core.kernel.database.roles import APP, DUMP, OWNER, SEARCH

SCHEMA = "search"
TABLE = "search_doc"

TABLES = f"""
create schema if not exists search authorization {SEARCH};
set local role {SEARCH};
create table if not exists search.search_doc (
    county int not null,
    id uuid not null,
    entity text not null,
    org_path text collate "C" not null,
    inherited boolean not null,
    audience text[],
    day date not null,
    title text not null,
    body text not null,
    words tsvector not null,
    primary key (county, id)
);
comment on table search.search_doc is 'Folded text of records; read by search.find alone.';
create index if not exists ix_search_doc_words on search.search_doc using gin (words);
create index if not exists ix_search_doc_day on search.search_doc (county, day desc, id desc);
alter table search.search_doc enable row level security;
drop policy if exists tenant_select on search.search_doc;
drop policy if exists tenant_insert on search.search_doc;
drop policy if exists tenant_delete on search.search_doc;
create policy tenant_select on search.search_doc for select to {APP} using ({COUNTY} and {PATHS});
create policy tenant_insert on search.search_doc for insert to {APP} with check ({COUNTY} and {PATHS});
create policy tenant_delete on search.search_doc for delete to {APP} using ({COUNTY} and {PATHS});
revoke all on search.search_doc from {APP};
grant usage on schema search to {APP}, {DUMP}, {OWNER};
grant insert, delete, select (county, id) on search.search_doc to {APP};
grant select, insert, update, delete, truncate on search.search_doc to {DUMP};
"""  # names of roles and conditions are constants of this package  # nosec B608

# `windows` are pieces of two characters (the last character of each word alone); a single one
# matches all words that begin with it. With `common`, rows that share any that many of them match,
# instead of rows that have all: similar texts. `last_day` and `last_id` identify the end of the
# previous page.
FIND = """
create or replace function search.find(
    in_county int, windows text[], needles text[], titled boolean, types text[], place text, last_day date, last_id uuid, most int, common int
) returns table (entity text, id uuid, day date) language plpgsql stable security definer
set search_path = search, pg_catalog, pg_temp as $$
declare
  counties int[] := nullif(current_setting('app.counties', true), '')::int[];
  paths text[] := nullif(current_setting('app.paths', true), '')::text[];
  lineage text[] := nullif(current_setting('app.lineage', true), '')::text[];
  marks text[] := nullif(current_setting('app.marks', true), '')::text[];
  kind text := case when titled then '^' else ':' end;
  begins text := case when cardinality(windows) = 1 and length(windows[1]) = 1 then ':*' else '' end;
  lexemes text[] := array(select in_county || kind || w from unnest(windows) w);
  asked tsquery := (
    select string_agg('''' || replace(replace(l, '\\', '\\\\'), '''', '''''') || '''' || begins, case when common is null then ' & ' else ' | ' end)
    from unnest(lexemes) l
  )::tsquery;
  reached text := 'd.county = $1 and d.words @@ $2 and (d.org_path ^@ any ($3) or d.inherited and d.org_path = any ($4)'
    ' or d.audience is not null and d.audience && $5) and ($6::text is null or d.org_path ^@ $6) and ($7::text[] is null or d.entity = any ($7))';
begin
  if in_county is null or asked is null or not in_county = any (coalesce(counties, '{}')) then
    return;
  end if;
  if common is not null then
    return query execute 'select d.entity, d.id, d.day from search.search_doc d where ' || reached
      || ' and (select count(*) from unnest($8::text[]) l where l = any (tsvector_to_array(d.words))) >= $9'
         ' order by (select count(*) from unnest($8::text[]) l where l = any (tsvector_to_array(d.words))) desc, d.day desc, d.id desc limit $10'
      using in_county, asked, paths, lineage, marks, place, types, lexemes, common, most;
  else
    return query execute 'select d.entity, d.id, d.day from search.search_doc d where ' || reached
      || case when titled then ' and d.title like all ($8)' else ' and d.body like all ($8) and not d.title like all ($8)' end
      || ' and ($9::date is null or (d.day, d.id) < ($9, $10)) order by d.day desc, d.id desc limit $11'
      using in_county, asked, paths, lineage, marks, place, types, needles, last_day, last_id, most;
  end if;
end $$;
"""

RIGHTS = f"""
revoke all on function search.find(int, text[], text[], boolean, text[], text, date, uuid, int, int) from public;
grant execute on function search.find(int, text[], text[], boolean, text[], text, date, uuid, int, int) to {APP};
reset role;
"""

STATEMENTS: tuple[str, ...] = (TABLES, FIND, RIGHTS)
"""Run by the owner after the others, in this order and in one transaction; each may be repeated."""
