-- Emergencies with their versioned parameters; the daily reports and findings made under them.

create table event (
  street_id uuid not null,
  id uuid not null,
  kind text not null,
  pack_id text not null,
  name text not null,
  rehearsal boolean not null,
  mode text not null default 'emergency',
  -- The first day that can be reported, in the street's time zone.
  started_on date not null,
  activated_at timestamptz not null,
  activated_by uuid not null,
  document jsonb not null,
  ended_at timestamptz,
  ended_by uuid,
  end_document jsonb,
  -- Of the parameters; event_params holds them all.
  version integer not null default 1,
  constraint event_pkey primary key (street_id, id),
  constraint event_kind_check check (kind in ('outbreak', 'heat', 'outage', 'flood')),
  constraint event_mode_check check (mode in ('emergency', 'standdown', 'closed')),
  constraint event_end_check check ((mode = 'emergency') = (ended_at is null) and (ended_at is null) = (ended_by is null)
    and (ended_at is null) = (end_document is null))
);
-- One active event of a kind, and one rehearsal of it beside it.
create unique index event_active_key on event (street_id, kind, rehearsal) where mode = 'emergency';

create table event_params (
  street_id uuid not null,
  event_id uuid not null,
  version integer not null,
  at timestamptz not null,
  account_id uuid not null,
  reason text,
  params jsonb not null,
  constraint event_params_pkey primary key (street_id, event_id, version),
  constraint event_params_event_fkey foreign key (street_id, event_id) references event (street_id, id)
);

-- Every filing, confirmation and return, never changed afterwards; a report is the fold over its entries. `no` counts
-- them from 1 within one report and exists once: two people never both make the next entry. There is no foreign key to
-- the event on purpose: its check would lock the one row that all reports of a street share.
create table report_entry (
  street_id uuid not null,
  id uuid not null,
  event_id uuid not null,
  day date not null,
  level text not null,
  target_id uuid not null,
  no integer not null,
  step text not null,
  answers jsonb not null,
  -- Of the report as it stands after this entry: no exception in it; first filed after the cut-off of its day.
  normal boolean not null,
  late boolean not null,
  at timestamptz not null,
  -- What the device's own clock said; orders nothing.
  device_at timestamptz,
  account_id uuid not null,
  reason text,
  -- The id first: with the street first this index would look, to a planner without statistics yet, as good for a day's
  -- reports as the one below, and the first hours of an emergency are exactly when there are none.
  constraint report_entry_pkey primary key (id, street_id),
  -- A day's reports lie together in it: the board reads that day's rows and no others.
  constraint report_entry_no_key unique (street_id, event_id, day, level, target_id, no),
  constraint report_entry_level_check check (level in ('cell', 'compound', 'grid')),
  constraint report_entry_step_check check (step in ('filed', 'confirmed', 'returned')),
  constraint report_entry_no_check check (no > 1 or (no = 1 and step = 'filed'))
);

-- Something that is the matter at a place, until it is closed with an outcome. `day`: the day it was told of.
create table finding (
  street_id uuid not null,
  id uuid not null,
  event_id uuid not null,
  level text not null,
  target_id uuid not null,
  kind text not null,
  day date not null,
  opened_at timestamptz not null,
  opened_by uuid not null,
  -- The report's entry that told it; null when a person opened it.
  entry_id uuid,
  note text,
  closed_at timestamptz,
  closed_by uuid,
  outcome text,
  reason text,
  constraint finding_pkey primary key (street_id, id),
  constraint finding_level_check check (level in ('cell', 'compound', 'grid', 'community', 'sector', 'street')),
  constraint finding_outcome_check check (outcome in ('resolved', 'mistaken', 'referred')),
  constraint finding_closed_check check ((closed_at is null) = (closed_by is null) and (closed_at is null) = (outcome is null)
    and (closed_at is null) = (reason is null) and closed_at >= opened_at)
);
-- At most one open finding of a kind at a place.
create unique index finding_open_key on finding (street_id, event_id, target_id, kind) where closed_at is null;
create index finding_day_idx on finding (street_id, event_id, day);

alter table event enable row level security;
alter table event force row level security;
create policy event_street on event using (street_id = any(string_to_array(nullif(current_setting('linli.streets', true), ''), ',')::uuid[]));
alter table event_params enable row level security;
alter table event_params force row level security;
create policy event_params_street on event_params using (street_id = any(string_to_array(nullif(current_setting('linli.streets', true), ''), ',')::uuid[]));
alter table report_entry enable row level security;
alter table report_entry force row level security;
create policy report_entry_street on report_entry using (street_id = any(string_to_array(nullif(current_setting('linli.streets', true), ''), ',')::uuid[]));
alter table finding enable row level security;
alter table finding force row level security;
create policy finding_street on finding using (street_id = any(string_to_array(nullif(current_setting('linli.streets', true), ''), ',')::uuid[]));

grant select, insert on event, event_params, report_entry, finding to linli_app;
grant update (mode, ended_at, ended_by, end_document, version) on event to linli_app;
grant update (closed_at, closed_by, outcome, reason) on finding to linli_app;
