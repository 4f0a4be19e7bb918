-- A set that was summed. Nothing of any person.
create table pinned_set (
  set_hash bytea primary key check (octet_length(set_hash) = 32),
  members  text  not null
);

-- Who was asked about over which set: keyed hashes of company group and person, never a token or reference. Written with the answer, in its transaction.
create table pin (
  person_key bytea       not null check (octet_length(person_key) = 32),
  question   bytea       not null check (octet_length(question) = 32),
  set_hash   bytea       not null references pinned_set,
  pinned_at  timestamptz not null,
  answered   boolean     not null,
  primary key (person_key, question)
);
create index pin_pinned_at on pin (pinned_at);
