-- The newest roster as it was signed: who left by the next one is known after a restart too.
alter table newest_document add column roster text;
