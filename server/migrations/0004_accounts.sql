-- People who sign in, how they prove who they are, and the roles they hold.
-- Accounts are shared by all streets of an installation; staff and role_grant belong to a street.

create table account (
  id uuid not null,
  login text not null,
  name text not null,
  language text,
  must_change_password boolean not null default false,
  -- A password that someone else handed over works until then.
  one_time_until timestamptz,
  suspended_at timestamptz,
  signed_in_at timestamptz,
  -- True for the account the set-up made, null for all others: two set-ups at once cannot both be the first.
  first boolean,
  -- Fields of the sign-in library's model; Linli keeps no e-mail address and no picture.
  email_verified boolean not null default false,
  image text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint account_pkey primary key (id),
  constraint account_login_key unique (login),
  constraint account_first_key unique (first),
  constraint account_first_check check (first),
  constraint account_login_check check (login ~ '^[a-z0-9][a-z0-9._-]{1,31}$'),
  constraint account_language_check check (language in ('zh', 'en'))
);

-- `expires_at` is the absolute end; idle sessions end by `seen_at`. The cookie holds the token and a signature whose
-- key is not in the database, so that a stolen copy of this table opens nothing.
create table session (
  id uuid not null,
  account_id uuid not null,
  token text not null,
  two_factor boolean not null default false,
  device text not null default '',
  -- A field of the sign-in library's model; always empty: addresses are not kept.
  address text not null default '',
  expires_at timestamptz not null,
  seen_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  constraint session_pkey primary key (id),
  constraint session_token_key unique (token),
  constraint session_account_fkey foreign key (account_id) references account (id) on delete cascade
);
create index session_account_idx on session (account_id);
create index session_expires_idx on session (expires_at);

-- A way to sign in: the password (provider 'credential', subject = account) or an identity of the single sign-on.
create table credential (
  id uuid not null,
  account_id uuid not null,
  provider text not null,
  subject text not null,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint credential_pkey primary key (id),
  constraint credential_subject_key unique (provider, subject),
  constraint credential_account_key unique (account_id, provider),
  constraint credential_account_fkey foreign key (account_id) references account (id) on delete cascade
);

-- What was sent out and is awaited once: a second factor, a passkey's challenge, a single sign-on.
create table verification (
  id uuid not null,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint verification_pkey primary key (id)
);
create index verification_identifier_idx on verification (identifier);
create index verification_expires_idx on verification (expires_at);

-- Authenticator app. `secret` is encrypted; `last_step` is the 30-second step of the last accepted code, so that a code
-- works once (RFC 6238 section 5.2).
create table two_factor (
  account_id uuid not null,
  secret bytea not null,
  last_step bigint not null default 0,
  confirmed_at timestamptz,
  created_at timestamptz not null default now(),
  constraint two_factor_pkey primary key (account_id),
  constraint two_factor_account_fkey foreign key (account_id) references account (id) on delete cascade
);

create table recovery_code (
  account_id uuid not null,
  hash bytea not null,
  used_at timestamptz,
  constraint recovery_code_pkey primary key (account_id, hash),
  constraint recovery_code_account_fkey foreign key (account_id) references account (id) on delete cascade
);

create table passkey (
  id uuid not null,
  account_id uuid not null,
  credential_id text not null,
  public_key bytea not null,
  counter bigint not null,
  transports text not null default '',
  name text not null,
  created_at timestamptz not null default now(),
  used_at timestamptz,
  constraint passkey_pkey primary key (id),
  constraint passkey_credential_key unique (credential_id),
  constraint passkey_account_fkey foreign key (account_id) references account (id) on delete cascade
);
create index passkey_account_idx on passkey (account_id);

-- Counted tries by keyed hash of what was tried (a login, an address, an account's codes): the table names nobody.
create table sign_in_failure (
  kind text not null,
  key bytea not null,
  failures integer not null,
  last_at timestamptz not null,
  forget_at timestamptz not null,
  locked_until timestamptz,
  constraint sign_in_failure_pkey primary key (kind, key),
  constraint sign_in_failure_kind_check check (kind in ('login', 'address', 'code'))
);
create index sign_in_failure_forget_idx on sign_in_failure (forget_at);

create table staff (
  street_id uuid not null,
  id uuid not null,
  name text not null,
  phone_sealed bytea,
  note text,
  added_at timestamptz not null default now(),
  constraint staff_pkey primary key (street_id, id),
  constraint staff_account_fkey foreign key (id) references account (id)
);

create table role_grant (
  street_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  role text not null,
  scope_kind text not null,
  scope_id uuid not null,
  granted_by uuid not null,
  granted_at timestamptz not null default now(),
  ends_on date,
  revoked_at timestamptz,
  constraint role_grant_pkey primary key (street_id, id),
  constraint role_grant_staff_fkey foreign key (street_id, account_id) references staff (street_id, id),
  constraint role_grant_role_check check (role in ('admin', 'clerk', 'street_liaison', 'sector_lead', 'community_cadre',
    'grid_head', 'grid_member', 'medic', 'officer', 'building_head', 'party_home', 'volunteer', 'gate_guard', 'property',
    'merchant', 'auditor')),
  constraint role_grant_scope_check check (scope_kind in ('place', 'grid', 'sector'))
);
create index role_grant_account_idx on role_grant (account_id) where revoked_at is null;
create unique index role_grant_held_key on role_grant (street_id, account_id, role, scope_kind, scope_id)
  where revoked_at is null and ends_on is null;

alter table staff enable row level security;
alter table staff force row level security;
create policy staff_street on staff using (street_id = any(string_to_array(nullif(current_setting('linli.streets', true), ''), ',')::uuid[]));
alter table role_grant enable row level security;
alter table role_grant force row level security;
create policy role_grant_street on role_grant using (street_id = any(string_to_array(nullif(current_setting('linli.streets', true), ''), ',')::uuid[]));
-- Everyone may read the roles they hold themselves, whatever the street: that is how a request learns its streets.
create policy role_grant_own on role_grant for select using (account_id = nullif(current_setting('linli.account', true), '')::uuid);

grant select, insert, update on account to linli_app;
grant select, insert, update, delete on session, credential, verification, two_factor, recovery_code, passkey, sign_in_failure to linli_app;
grant select, insert, update on staff, role_grant to linli_app;
