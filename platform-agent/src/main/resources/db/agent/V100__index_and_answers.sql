-- Keyed hash of a token → the platform's own customer reference. As sensitive as the platform's own tables.
create table customer_index (
  epoch        bigint not null,
  token_key    bytea  not null check (octet_length(token_key) = 32),
  customer_ref text   not null,
  primary key (epoch, token_key, customer_ref)
);

-- An epoch whose whole book is tokenised.
create table index_complete (
  epoch     bigint primary key,
  as_of     timestamptz not null,
  customers bigint not null,
  refused   bigint not null
);

-- Contributions, stored before they leave. Asked again, the same bytes; nothing is ever computed twice under the same masks.
create table answered (
  issuer      varchar(32) not null,
  jti         varchar(36) not null,
  query_hash  bytea       not null,
  set_hash    bytea       not null,
  lanes       bytea       not null,
  data_as_of  bigint      not null,
  index_as_of bigint      not null,
  signature   bytea       not null,
  answered_at timestamptz not null,
  primary key (issuer, jti)
);
