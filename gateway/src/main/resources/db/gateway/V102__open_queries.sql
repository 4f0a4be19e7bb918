-- Queries that are permitted and have no outcome yet: a handful, however long the log has become. The log's own trigger keeps them, in the transaction of each row.
create table open_query (
  seq  bigint primary key,
  bank varchar(32) not null,
  jti  varchar(36) not null
);
create index open_query_query on open_query (bank, jti);

create function keep_open_queries() returns trigger language plpgsql as $$
begin
  if new.outcome = 'permitted' then
    insert into open_query (seq, bank, jti) values (new.seq, new.bank, new.jti);
  elsif new.kind = 'disclosure' then
    delete from open_query where bank = new.bank and jti = new.jti;
  end if;
  return null;
end
$$;

create trigger decision_log_open_queries after insert on decision_log
  for each row execute function keep_open_queries();

insert into open_query (seq, bank, jti)
  select d.seq, d.bank, d.jti from decision_log d
  where d.outcome = 'permitted' and not exists (
    select 1 from decision_log o where o.bank = d.bank and o.jti = d.jti and o.kind = 'disclosure');
