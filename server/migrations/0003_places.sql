-- The spine (street → community → compound → building → unit → dwelling), sites, and the dated sets over it.

create table place (
  street_id uuid not null,
  id uuid not null,
  parent_id uuid,
  kind text not null,
  name text not null,
  -- What a search finds it by: the name in lower case, its pinyin and the initials. Made by the application.
  search text not null default '',
  -- 12-digit statistical division code, where the state gave one.
  code text,
  short_code text not null,
  sort integer not null default 0,
  floors smallint,
  height_m numeric(5, 1),
  -- Buildings only: does the building report as a whole, or each unit?
  reports_as text,
  -- Compounds only: is there a property manager? Null: not known.
  managed boolean,
  dwellings integer not null default 0,
  -- Ids from the street down to this place; the spine has one fixed level per kind.
  path uuid[] not null,
  -- A site may stand at several levels and is itself none of them.
  community_id uuid generated always as (case when kind <> 'site' or path[2] <> id then path[2] end) stored,
  compound_id uuid generated always as (case when kind <> 'site' or path[3] <> id then path[3] end) stored,
  building_id uuid generated always as (case when kind <> 'site' then path[4] end) stored,
  opened_on date not null,
  closed_on date,
  merged_into uuid,
  -- A cell reports and gets a notice. The two generated columns let place_cell_fkey demand that a cell has an
  -- open-ended row in grid_member that names a grid; for other places they are null and demand nothing.
  is_cell boolean not null default false,
  cell_ends date generated always as (case when is_cell then 'infinity'::date end) stored,
  cell_open boolean generated always as (case when is_cell then true end) stored,
  version integer not null default 1,
  constraint place_pkey primary key (street_id, id),
  constraint place_parent_fkey foreign key (street_id, parent_id) references place (street_id, id),
  constraint place_merged_into_fkey foreign key (street_id, merged_into) references place (street_id, id),
  constraint place_short_code_key unique (street_id, short_code),
  constraint place_kind_check check (kind in ('street', 'community', 'compound', 'building', 'unit', 'site')),
  constraint place_root_check check ((kind = 'street') = (parent_id is null) and (kind = 'street') = (id = street_id)),
  constraint place_path_check check (path[1] = street_id and path[cardinality(path)] = id),
  constraint place_code_check check (code is null or (code ~ '^[0-9]{12}$' and kind in ('street', 'community'))),
  constraint place_reports_as_check check ((kind = 'building') = (reports_as is not null) and reports_as in ('building', 'unit')),
  constraint place_floors_check check (floors is null or (floors between 1 and 200 and kind in ('building', 'unit'))),
  constraint place_closed_check check (closed_on is null or closed_on >= opened_on),
  constraint place_cell_check check (not is_cell or (kind in ('building', 'unit') and closed_on is null))
);
-- Two open siblings never carry the same name; a closed one may leave its name to a successor.
create unique index place_name_key on place (street_id, parent_id, name) where closed_on is null;
create unique index place_code_key on place (street_id, code) where code is not null and closed_on is null;
create index place_parent_idx on place (street_id, parent_id);
create index place_community_idx on place (street_id, community_id);
create index place_compound_idx on place (street_id, compound_id);
create index place_building_idx on place (street_id, building_id);
create index place_merged_into_idx on place (street_id, merged_into) where merged_into is not null;

create table place_history (
  street_id uuid not null,
  place_id uuid not null,
  version integer not null,
  at timestamptz not null default now(),
  command_id uuid not null,
  change text not null,
  account_id uuid,
  reason text,
  after jsonb not null,
  constraint place_history_pkey primary key (street_id, place_id, version)
);
create index place_history_command_idx on place_history (street_id, command_id);

create table place_alias (
  street_id uuid not null,
  id uuid not null,
  place_id uuid not null,
  name text not null,
  search text not null default '',
  constraint place_alias_pkey primary key (street_id, id),
  constraint place_alias_name_key unique (street_id, place_id, name),
  constraint place_alias_place_fkey foreign key (street_id, place_id) references place (street_id, id)
);

create table dwelling (
  street_id uuid not null,
  id uuid not null,
  place_id uuid not null,
  floor smallint not null,
  door text not null,
  use text not null default 'unknown',
  closed_on date,
  constraint dwelling_pkey primary key (street_id, id),
  constraint dwelling_place_fkey foreign key (street_id, place_id) references place (street_id, id),
  constraint dwelling_use_check check (use in ('owner', 'rented', 'vacant', 'shop', 'collective', 'unknown')),
  constraint dwelling_floor_check check (floor between -5 and 200)
);
-- A place that goes is looked for here, closed dwellings included.
create index dwelling_place_idx on dwelling (street_id, place_id);
create unique index dwelling_door_key on dwelling (street_id, place_id, door) where closed_on is null;

create table grid (
  street_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  name text not null,
  sort integer not null default 0,
  opened_on date not null,
  closed_on date,
  version integer not null default 1,
  constraint grid_pkey primary key (street_id, id),
  constraint grid_community_fkey foreign key (street_id, community_id) references place (street_id, id),
  constraint grid_closed_check check (closed_on is null or closed_on >= opened_on)
);
create unique index grid_name_key on grid (street_id, community_id, name) where closed_on is null;

-- Which grid a cell is in, day by day (`starts` included, `ends` not). The periods of one cell form one unbroken chain:
-- a row starts where another one ends (`after_end`), only the first follows none, and no two share an end or a
-- predecessor. With place_cell_fkey, which demands the row that ends at infinity, a cell is in exactly one grid on
-- every day from its first. `grid_id` is null only while the place is not a cell.
create table grid_member (
  street_id uuid not null,
  cell_id uuid not null,
  starts date not null,
  ends date not null default 'infinity',
  after_end date,
  grid_id uuid,
  open boolean generated always as (grid_id is not null) stored,
  constraint grid_member_pkey primary key (street_id, cell_id, starts),
  constraint grid_member_cell_fkey foreign key (street_id, cell_id) references place (street_id, id),
  constraint grid_member_grid_fkey foreign key (street_id, grid_id) references grid (street_id, id),
  constraint grid_member_ends_key unique (street_id, cell_id, ends),
  constraint grid_member_after_key unique nulls not distinct (street_id, cell_id, after_end),
  constraint grid_member_open_key unique (street_id, cell_id, ends, open),
  constraint grid_member_chain_fkey foreign key (street_id, cell_id, after_end)
    references grid_member (street_id, cell_id, ends) deferrable initially deferred,
  constraint grid_member_period_check check (ends > starts),
  constraint grid_member_after_check check (after_end is null or after_end = starts)
);
create index grid_member_grid_idx on grid_member (street_id, grid_id, ends);
alter table place add constraint place_cell_fkey foreign key (street_id, id, cell_ends, cell_open)
  references grid_member (street_id, cell_id, ends, open) deferrable initially deferred;

create table sector (
  street_id uuid not null,
  id uuid not null,
  name text not null,
  sort integer not null default 0,
  opened_on date not null,
  closed_on date,
  version integer not null default 1,
  constraint sector_pkey primary key (street_id, id),
  constraint sector_closed_check check (closed_on is null or closed_on >= opened_on)
);
create unique index sector_name_key on sector (street_id, name) where closed_on is null;

-- The same chain for compounds in sectors; a compound may be in none.
create table sector_member (
  street_id uuid not null,
  compound_id uuid not null,
  starts date not null,
  ends date not null default 'infinity',
  after_end date,
  sector_id uuid,
  constraint sector_member_pkey primary key (street_id, compound_id, starts),
  constraint sector_member_compound_fkey foreign key (street_id, compound_id) references place (street_id, id),
  constraint sector_member_sector_fkey foreign key (street_id, sector_id) references sector (street_id, id),
  constraint sector_member_ends_key unique (street_id, compound_id, ends),
  constraint sector_member_after_key unique nulls not distinct (street_id, compound_id, after_end),
  constraint sector_member_chain_fkey foreign key (street_id, compound_id, after_end)
    references sector_member (street_id, compound_id, ends) deferrable initially deferred,
  constraint sector_member_period_check check (ends > starts),
  constraint sector_member_after_check check (after_end is null or after_end = starts)
);
create index sector_member_sector_idx on sector_member (street_id, sector_id, ends);

-- Organisation lines: trees of their own, attached to a place or a grid, or free.
create table line_node (
  street_id uuid not null,
  id uuid not null,
  line text not null,
  parent_id uuid,
  type text not null,
  name text not null,
  place_id uuid,
  grid_id uuid,
  sort integer not null default 0,
  closed_on date,
  version integer not null default 1,
  constraint line_node_pkey primary key (street_id, id),
  constraint line_node_line_key unique (street_id, id, line),
  -- A node's parent belongs to the same line.
  constraint line_node_parent_fkey foreign key (street_id, parent_id, line) references line_node (street_id, id, line),
  constraint line_node_place_fkey foreign key (street_id, place_id) references place (street_id, id),
  constraint line_node_grid_fkey foreign key (street_id, grid_id) references grid (street_id, id),
  constraint line_node_attached_check check (place_id is null or grid_id is null),
  constraint line_node_parent_check check (parent_id <> id)
);

create index line_node_place_idx on line_node (street_id, place_id) where place_id is not null;
create index line_node_grid_idx on line_node (street_id, grid_id) where grid_id is not null;

-- A table that was read, checked, and waits to be committed, or was.
create table place_import (
  street_id uuid not null,
  id uuid not null,
  kind text not null,
  file_name text not null,
  -- SHA-256 of the file: the same file again is the same import.
  file_hash bytea not null,
  state text not null,
  -- What the check found: columns, counts, the first problems, the tree to be made.
  summary jsonb not null,
  -- What carrying it out made beside the places of its command's history, to take it back.
  made jsonb,
  -- The command that carried it out.
  command_id uuid,
  created_by uuid not null,
  created_at timestamptz not null default now(),
  constraint place_import_pkey primary key (street_id, id),
  constraint place_import_kind_check check (kind in ('communities', 'buildings')),
  constraint place_import_state_check check (state in ('checked', 'committed', 'undone')),
  constraint place_import_made_check check ((state = 'checked') = (made is null) and (made is null) = (command_id is null))
);
create index place_import_hash_idx on place_import (street_id, file_hash);

-- Its rows, some hundred to a part: the texts of the columns that were asked for, and why a row was refused.
create table place_import_part (
  street_id uuid not null,
  import_id uuid not null,
  part integer not null,
  rows jsonb not null,
  constraint place_import_part_pkey primary key (street_id, import_id, part),
  constraint place_import_part_import_fkey foreign key (street_id, import_id) references place_import (street_id, id)
);

alter table place enable row level security;
alter table place force row level security;
create policy place_street on place using (street_id = any(string_to_array(nullif(current_setting('linli.streets', true), ''), ',')::uuid[]));

alter table place_history enable row level security;
alter table place_history force row level security;
create policy place_history_street on place_history using (street_id = any(string_to_array(nullif(current_setting('linli.streets', true), ''), ',')::uuid[]));

alter table place_alias enable row level security;
alter table place_alias force row level security;
create policy place_alias_street on place_alias using (street_id = any(string_to_array(nullif(current_setting('linli.streets', true), ''), ',')::uuid[]));

alter table dwelling enable row level security;
alter table dwelling force row level security;
create policy dwelling_street on dwelling using (street_id = any(string_to_array(nullif(current_setting('linli.streets', true), ''), ',')::uuid[]));

alter table grid enable row level security;
alter table grid force row level security;
create policy grid_street on grid using (street_id = any(string_to_array(nullif(current_setting('linli.streets', true), ''), ',')::uuid[]));

alter table grid_member enable row level security;
alter table grid_member force row level security;
create policy grid_member_street on grid_member using (street_id = any(string_to_array(nullif(current_setting('linli.streets', true), ''), ',')::uuid[]));

alter table sector enable row level security;
alter table sector force row level security;
create policy sector_street on sector using (street_id = any(string_to_array(nullif(current_setting('linli.streets', true), ''), ',')::uuid[]));

alter table sector_member enable row level security;
alter table sector_member force row level security;
create policy sector_member_street on sector_member using (street_id = any(string_to_array(nullif(current_setting('linli.streets', true), ''), ',')::uuid[]));

alter table line_node enable row level security;
alter table line_node force row level security;
create policy line_node_street on line_node using (street_id = any(string_to_array(nullif(current_setting('linli.streets', true), ''), ',')::uuid[]));

alter table place_import enable row level security;
alter table place_import force row level security;
create policy place_import_street on place_import using (street_id = any(string_to_array(nullif(current_setting('linli.streets', true), ''), ',')::uuid[]));

alter table place_import_part enable row level security;
alter table place_import_part force row level security;
create policy place_import_part_street on place_import_part using (street_id = any(string_to_array(nullif(current_setting('linli.streets', true), ''), ',')::uuid[]));

grant select, insert, update, delete on place, place_alias, dwelling, grid, grid_member, sector, sector_member, line_node, place_import, place_import_part to linli_app;
grant select, insert on place_history to linli_app;

-- A table that grew a hundredfold a moment ago is planned for as if it were empty: the check of each reference then reads
-- all of a street's rows. Whoever has just brought many asks for fresh counts; only the owner of a table may take them.
create function refresh_place_counts() returns void
language plpgsql security definer set search_path = linli, pg_temp
as $$ begin analyze place, place_history, place_alias, dwelling, grid_member; end $$;
revoke all on function refresh_place_counts() from public;
grant execute on function refresh_place_counts() to linli_app;
