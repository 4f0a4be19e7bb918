-- How far the tokenisation of an epoch's book is: written with the index, in its transaction, so that what was charged for is never asked for again.
create table index_progress (
  epoch       bigint primary key,
  as_of       timestamptz not null,
  reached_ref text   not null,
  customers   bigint not null check (customers >= 0),
  refused     bigint not null check (refused >= 0)
);
