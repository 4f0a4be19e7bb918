-- The decision record: one row before anything is asked, one when it is answered or refused. Append-only: whoever holds this role's password can add, never change.
create table decision_log (
  seq              bigint generated always as identity primary key,
  kind             varchar(16) not null check (kind in ('decision', 'disclosure')),
  at               timestamptz not null,
  bank             varchar(32) not null,
  jti              varchar(36) not null,
  query_hash       bytea       not null,
  outcome          varchar(16) not null check (outcome in ('permitted', 'answered', 'refused')),
  problem          varchar(64),
  -- Every fact that the policy engine read, so that the decision can be replayed. Consent ids only as keyed hashes.
  facts            text        not null,
  disclosure_hash  bytea,
  check ((outcome = 'refused') = (problem is not null)),
  check ((outcome = 'answered') = (disclosure_hash is not null))
);
create index decision_log_query on decision_log (bank, jti);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the decision log is append-only';
end
$$;

create trigger decision_log_append_only before update or delete on decision_log
  for each row execute function refuse_change();
create trigger decision_log_no_truncate before truncate on decision_log
  for each statement execute function refuse_change();

-- Signed disclosures, for a bank to fetch again until policy's retention ends.
create table disclosure (
  bank       varchar(32) not null,
  jti        varchar(36) not null,
  at         timestamptz not null,
  disclosure text        not null,
  primary key (bank, jti)
);
create index disclosure_at on disclosure (at);
