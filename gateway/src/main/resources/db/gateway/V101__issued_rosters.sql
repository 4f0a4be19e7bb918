-- Every roster, recorded before anybody sees it. Append-only, like the decision log.
create table issued_roster (
  serial    bigint primary key check (serial >= 1),
  signed    text        not null,
  issued_at timestamptz not null default now()
);

create trigger issued_roster_append_only before update or delete on issued_roster
  for each row execute function refuse_change();
create trigger issued_roster_no_truncate before truncate on issued_roster
  for each statement execute function refuse_change();
