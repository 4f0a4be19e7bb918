-- What the role that the gateway runs as may do: of the record nothing but read and add. Run after every look at the migrations, by the role that owns the tables; where that is the running role itself it takes nothing from it.
do $$
begin
  if pg_has_role(current_user, (select relowner from pg_class where oid = 'decision_log'::regclass), 'usage') then
    grant select, insert on decision_log, issued_roster to "${runner}";
    grant select, insert, update, delete on open_query, disclosure, message_once, quota_used, newest_document to "${runner}";
    -- At a start without the owner's password it looks whether there is anything to migrate.
    grant select on flyway_schema_history to "${runner}";
  end if;
end
$$;
