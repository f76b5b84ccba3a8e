-- Notices: drafts computed from the statuses, what was published and signed, posters, and the robots that tell of it.

-- How the office appears on what it publishes. No row: the defaults.
create table notice_office (
  street_id uuid not null,
  version integer not null,
  helpline text not null,
  seal_name text not null,
  constraint notice_office_pkey primary key (street_id)
);

-- Signing keys. The public half is published; the secret one is sealed under the street's data key. Retired ones stay,
-- because what they signed stays verifiable.
create table notice_key (
  street_id uuid not null,
  id uuid not null,
  kid text not null,
  x text not null,
  secret bytea not null,
  created_at timestamptz not null,
  retired_at timestamptz,
  constraint notice_key_pkey primary key (street_id, id),
  constraint notice_key_kid_key unique (street_id, kid),
  constraint notice_key_kid_check check (kid ~ '^[0-9a-f]{8}$')
);
create unique index notice_key_current_key on notice_key (street_id) where retired_at is null;

-- What would be said of a place for a day: computed anew as often as somebody asks, reviewed, then published. The last
-- state of a day is also what the next day counts clear days from.
create table notice_draft (
  street_id uuid not null,
  event_id uuid not null,
  day date not null,
  target_id uuid not null,
  level text not null,
  -- Place in the list: wholes before their parts, as one walks them.
  sort integer not null,
  name text not null,
  trail text[] not null,
  -- Everything the place is part of, directly or not.
  wholes uuid[] not null,
  status text not null,
  -- What was drafted for the day before; null: nothing.
  was text,
  clear_days integer not null,
  title text not null,
  sentence text not null,
  lasting text,
  lasting_days integer not null,
  as_of timestamptz not null,
  computed_at timestamptz not null,
  -- Its notice of that day was withdrawn since: to be computed again before it can be published.
  withdrawn boolean not null default false,
  constraint notice_draft_pkey primary key (street_id, event_id, day, target_id),
  constraint notice_draft_level_check check (level in ('cell', 'compound', 'community', 'sector', 'street')),
  constraint notice_draft_status_check check (status in ('clear', 'pending', 'attention'))
);

create table notice (
  street_id uuid not null,
  id uuid not null,
  event_id uuid not null,
  day date not null,
  level text not null,
  target_id uuid not null,
  -- Behind the street's prefix in the public address.
  code text not null,
  no integer not null,
  serial text not null,
  name text not null,
  trail text[] not null,
  -- As it is signed: the name with what it lies in, cut to what a QR holds.
  place text not null,
  wholes uuid[] not null,
  status text not null,
  title text not null,
  sentence text not null,
  lasting text,
  lasting_days integer not null,
  as_of timestamptz not null,
  published_at timestamptz not null,
  published_by uuid not null,
  kid text not null,
  signature bytea not null,
  rehearsal boolean not null,
  replaces uuid,
  ended_at timestamptz,
  end_kind text,
  end_reason text,
  ended_by uuid,
  constraint notice_pkey primary key (street_id, id),
  constraint notice_code_key unique (street_id, code),
  constraint notice_no_key unique (street_id, day, rehearsal, no),
  constraint notice_level_check check (level in ('cell', 'compound', 'community', 'sector', 'street')),
  constraint notice_status_check check (status in ('clear', 'pending', 'attention')),
  constraint notice_signature_check check (length(signature) = 64),
  constraint notice_end_check check ((ended_at is null) = (end_kind is null) and end_kind in ('replaced', 'withdrawn'))
);
-- What is said of a place now: at most one notice of an event is in force there.
create unique index notice_current_key on notice (street_id, target_id, event_id) where ended_at is null;
create index notice_target_idx on notice (street_id, target_id, day);
create index notice_day_idx on notice (street_id, event_id, day);
-- What hangs now, whole: a few hundred rows however long the event lasts.
create index notice_in_force_idx on notice (street_id, event_id) where ended_at is null;

-- A poster was seen where it belongs.
create table notice_posting (
  street_id uuid not null,
  notice_id uuid not null,
  at timestamptz not null,
  account_id uuid not null,
  constraint notice_posting_pkey primary key (street_id, notice_id),
  constraint notice_posting_notice_fkey foreign key (street_id, notice_id) references notice (street_id, id)
);

-- A poster that hangs and must come down.
create table notice_take_down (
  street_id uuid not null,
  notice_id uuid not null,
  event_id uuid not null,
  opened_at timestamptz not null,
  done_at timestamptz,
  done_by uuid,
  constraint notice_take_down_pkey primary key (street_id, notice_id),
  constraint notice_take_down_notice_fkey foreign key (street_id, notice_id) references notice (street_id, id),
  constraint notice_take_down_done_check check ((done_at is null) = (done_by is null) and done_at >= opened_at)
);
create index notice_take_down_event_idx on notice_take_down (street_id, event_id, done_at);

-- The PDF itself is a file that can be made again at any time.
create table poster_job (
  street_id uuid not null,
  id uuid not null,
  event_id uuid not null,
  under_id uuid not null,
  paper text not null,
  state text not null default 'queued',
  total integer not null,
  done integer not null default 0,
  bytes bigint,
  at timestamptz not null,
  account_id uuid not null,
  -- Whoever typesets it says so again every few seconds; once this is past, another may take it over.
  held_until timestamptz,
  constraint poster_job_pkey primary key (street_id, id),
  constraint poster_job_paper_check check (paper in ('A4', 'A3')),
  constraint poster_job_state_check check (state in ('queued', 'running', 'done', 'cancelled', 'failed'))
);
create index poster_job_at_idx on poster_job (street_id, at);
create index poster_job_open_idx on poster_job (street_id, held_until) where state in ('queued', 'running');

create table robot (
  street_id uuid not null,
  id uuid not null,
  -- The street itself, or a community.
  scope_id uuid not null,
  vendor text not null,
  name text not null,
  -- Address and secret, sealed: whoever has them can speak in the group.
  access bytea not null,
  signed boolean not null,
  added_at timestamptz not null,
  removed_at timestamptz,
  constraint robot_pkey primary key (street_id, id),
  constraint robot_scope_fkey foreign key (street_id, scope_id) references place (street_id, id),
  constraint robot_vendor_check check (vendor in ('wecom', 'dingtalk', 'feishu'))
);

-- One row for each robot and thing to be told: `key` names the thing, so that nothing is told twice.
create table robot_message (
  street_id uuid not null,
  id uuid not null,
  robot_id uuid not null,
  seq bigint generated always as identity,
  key text not null,
  kind text not null,
  text text not null,
  queued_at timestamptz not null,
  state text not null default 'queued',
  tries integer not null default 0,
  next_at timestamptz not null,
  -- While it is being sent. Found expired: the sender died, and nobody knows whether it arrived.
  held_until timestamptz,
  repeated boolean not null default false,
  sent_at timestamptz,
  last_error text,
  constraint robot_message_pkey primary key (street_id, id),
  constraint robot_message_key unique (street_id, robot_id, key),
  constraint robot_message_robot_fkey foreign key (street_id, robot_id) references robot (street_id, id),
  constraint robot_message_kind_check check (kind in ('publication', 'withdrawal', 'test')),
  constraint robot_message_state_check check (state in ('queued', 'sent', 'dead')),
  constraint robot_message_sent_check check ((state = 'sent') = (sent_at is not null))
);
create index robot_message_queue_idx on robot_message (street_id, robot_id, seq) where state = 'queued';
create index robot_message_sent_idx on robot_message (street_id, robot_id, sent_at);

alter table notice_office enable row level security;
alter table notice_office force row level security;
create policy notice_office_street on notice_office using (street_id = any(string_to_array(nullif(current_setting('linli.streets', true), ''), ',')::uuid[]));
alter table notice_key enable row level security;
alter table notice_key force row level security;
create policy notice_key_street on notice_key using (street_id = any(string_to_array(nullif(current_setting('linli.streets', true), ''), ',')::uuid[]));
alter table notice_draft enable row level security;
alter table notice_draft force row level security;
create policy notice_draft_street on notice_draft using (street_id = any(string_to_array(nullif(current_setting('linli.streets', true), ''), ',')::uuid[]));
alter table notice enable row level security;
alter table notice force row level security;
create policy notice_street on notice using (street_id = any(string_to_array(nullif(current_setting('linli.streets', true), ''), ',')::uuid[]));
alter table notice_posting enable row level security;
alter table notice_posting force row level security;
create policy notice_posting_street on notice_posting using (street_id = any(string_to_array(nullif(current_setting('linli.streets', true), ''), ',')::uuid[]));
alter table notice_take_down enable row level security;
alter table notice_take_down force row level security;
create policy notice_take_down_street on notice_take_down using (street_id = any(string_to_array(nullif(current_setting('linli.streets', true), ''), ',')::uuid[]));
alter table poster_job enable row level security;
alter table poster_job force row level security;
create policy poster_job_street on poster_job using (street_id = any(string_to_array(nullif(current_setting('linli.streets', true), ''), ',')::uuid[]));
alter table robot enable row level security;
alter table robot force row level security;
create policy robot_street on robot using (street_id = any(string_to_array(nullif(current_setting('linli.streets', true), ''), ',')::uuid[]));
alter table robot_message enable row level security;
alter table robot_message force row level security;
create policy robot_message_street on robot_message using (street_id = any(string_to_array(nullif(current_setting('linli.streets', true), ''), ',')::uuid[]));

grant select, insert, update on notice_office to linli_app;
grant select, insert, update (retired_at) on notice_key to linli_app;
grant select, insert, update, delete on notice_draft to linli_app;
-- What was published stays as it was published; only its end is added.
grant select, insert, update (ended_at, end_kind, end_reason, ended_by) on notice to linli_app;
grant select, insert on notice_posting to linli_app;
grant select, insert, update (done_at, done_by) on notice_take_down to linli_app;
grant select, insert, update, delete on poster_job to linli_app;
grant select, insert, update (name, removed_at) on robot to linli_app;
grant select, insert, update on robot_message to linli_app;
