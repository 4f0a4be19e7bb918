-- Messages that are accepted once, by issuer and jti. A row outlives the message's expiry and the clocks' difference, so a replay always meets it.
create table message_once (
  kind    varchar(32) not null,
  issuer  varchar(32) not null,
  jti     varchar(36) not null,
  expires timestamptz not null,
  primary key (kind, issuer, jti)
);
create index message_once_expires on message_once (expires);

-- How much of a quota is used. A scope names who and when, such as bank/bank-north/2026-11-23.
create table quota_used (
  scope varchar(128) primary key,
  used  bigint not null check (used >= 0)
);

-- The newest signed document of each kind that this role went by: it never goes back.
create table newest_document (
  kind   varchar(16) primary key,
  serial bigint not null check (serial >= 1),
  hash   bytea  not null check (octet_length(hash) = 32)
);
