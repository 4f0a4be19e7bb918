-- Lanes go once nobody accepts the query any more; that it was answered stays on record, so that nothing is answered twice and answers can be reconciled with the gateway's record.
alter table answered
  add column expires          timestamptz not null default now(),
  add column directory_serial bigint not null default 0,
  add column policy_serial    bigint not null default 0,
  add column roster_serial    bigint not null default 0,
  alter column lanes     drop not null,
  alter column signature drop not null;
alter table answered
  alter column expires          drop default,
  alter column directory_serial drop default,
  alter column policy_serial    drop default,
  alter column roster_serial    drop default;
create index answered_with_lanes on answered (expires) where lanes is not null;
create index answered_answered_at on answered (answered_at);

-- Sets go with their last pin.
create index pin_set_hash on pin (set_hash);
