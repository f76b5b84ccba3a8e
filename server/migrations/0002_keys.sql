-- Data keys, wrapped by the master key that never enters the database. Destroying one erases what it sealed.

create table data_key (
  street_id uuid not null,
  id uuid not null,
  purpose text not null,
  -- Null: a key of the street itself, which outlives its events.
  event_id uuid,
  -- Null once the key is destroyed; the row stays, so that what it sealed is known to be gone and not broken.
  wrapped bytea,
  created_at timestamptz not null default now(),
  destroyed_at timestamptz,
  constraint data_key_pkey primary key (street_id, id),
  constraint data_key_destroyed_check check ((wrapped is null) = (destroyed_at is not null)),
  constraint data_key_purpose_check check (purpose ~ '^[a-z][a-z0-9_.]{0,62}$')
);
-- One living key for each purpose, whoever asks first; nulls count as equal so that a street's own keys are held too.
create unique index data_key_living_key on data_key (street_id, purpose, event_id) nulls not distinct where wrapped is not null;

alter table data_key enable row level security;
alter table data_key force row level security;
create policy data_key_street on data_key using (street_id = any(string_to_array(nullif(current_setting('linli.streets', true), ''), ',')::uuid[]));

-- No delete: a destroyed key keeps its row. Only the two columns that destruction sets may change.
grant select, insert, update (wrapped, destroyed_at) on data_key to linli_app;
