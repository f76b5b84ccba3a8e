-- The frame every slice stands on: installation, streets, commands (idempotency), audit, change feed.
-- Street-owned tables carry street_id first in every key, and a forced policy on it.

create table installation (
  id uuid not null,
  -- A new epoch voids every change-feed cursor: after a restore, transaction ids start over.
  epoch uuid not null,
  created_at timestamptz not null default now(),
  single boolean not null default true,
  constraint installation_pkey primary key (id),
  constraint installation_single unique (single),
  constraint installation_single_check check (single)
);

insert into installation (id, epoch) values (gen_random_uuid(), gen_random_uuid());

-- The tenants. Shared by all: the name of a street is public, and its prefix opens public links.
create table street (
  id uuid not null,
  prefix text not null,
  name text not null,
  code text,
  time_zone text not null default 'Asia/Shanghai',
  sample boolean not null default false,
  created_at timestamptz not null default now(),
  constraint street_pkey primary key (id),
  constraint street_prefix_key unique (prefix),
  constraint street_prefix_check check (prefix ~ '^[2-9a-hjkmnp-tv-z]{4}$'),
  constraint street_code_check check (code ~ '^[0-9]{9}000$')
);

-- One row per executed command: a command that arrives again is answered with the first reply.
create table command (
  street_id uuid not null,
  id uuid not null,
  name text not null,
  account_id uuid not null,
  request_hash bytea not null,
  reply jsonb not null,
  at timestamptz not null default now(),
  constraint command_pkey primary key (street_id, id)
);
create index command_at_idx on command (street_id, at);

-- Append-only. `xid` tells which rows can still be overtaken by a slower transaction.
create table audit (
  street_id uuid not null,
  seq bigint generated always as identity,
  xid xid8 not null default pg_current_xact_id(),
  at timestamptz not null default now(),
  account_id uuid,
  session_id uuid,
  action text not null,
  target_kind text not null,
  target_id uuid,
  reason text,
  details jsonb not null default '{}',
  command_id uuid,
  constraint audit_pkey primary key (street_id, seq)
);
create index audit_target_idx on audit (street_id, target_id, seq desc);
create index audit_at_idx on audit (street_id, at desc);
create index audit_final_idx on audit (street_id, xid, seq);

-- The chain: each link hashes the link before it and a batch of audit rows, named one by one. `epoch`, `upto_xid` and
-- `upto_seq` say how far the sealing has come, in the order in which rows become final.
create table audit_seal (
  street_id uuid not null,
  no bigint not null,
  at timestamptz not null default now(),
  epoch uuid not null,
  upto_xid xid8 not null,
  upto_seq bigint not null,
  seqs bigint[] not null,
  previous bytea not null,
  hash bytea not null,
  constraint audit_seal_pkey primary key (street_id, no),
  constraint audit_seal_no_check check (no >= 1),
  constraint audit_seal_hash_check check (length(hash) = 32 and length(previous) = 32)
);

-- What changed, for open pages and for phones: read in (xid, seq) order below the oldest running transaction.
create table change (
  street_id uuid not null,
  seq bigint generated always as identity,
  xid xid8 not null default pg_current_xact_id(),
  at timestamptz not null default now(),
  kind text not null,
  target_id uuid not null,
  operation text not null,
  constraint change_pkey primary key (street_id, seq),
  constraint change_operation_check check (operation in ('added', 'changed', 'removed'))
);
create index change_cursor_idx on change (street_id, xid, seq);

alter table command enable row level security;
alter table command force row level security;
create policy command_street on command using (street_id = any(string_to_array(nullif(current_setting('linli.streets', true), ''), ',')::uuid[]));
alter table audit enable row level security;
alter table audit force row level security;
create policy audit_street on audit using (street_id = any(string_to_array(nullif(current_setting('linli.streets', true), ''), ',')::uuid[]));
alter table audit_seal enable row level security;
alter table audit_seal force row level security;
create policy audit_seal_street on audit_seal using (street_id = any(string_to_array(nullif(current_setting('linli.streets', true), ''), ',')::uuid[]));
alter table change enable row level security;
alter table change force row level security;
create policy change_street on change using (street_id = any(string_to_array(nullif(current_setting('linli.streets', true), ''), ',')::uuid[]));

grant select on installation to linli_app;
grant insert on installation to linli_app;
grant select, insert, update on street to linli_app;
grant select, insert, delete on command to linli_app;
-- No update and no delete: what is written to the audit stays as it was written.
grant select, insert on audit to linli_app;
grant select, insert on audit_seal to linli_app;
grant select, insert, delete on change to linli_app;
