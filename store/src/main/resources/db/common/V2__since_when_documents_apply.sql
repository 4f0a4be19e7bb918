-- Since when the newest document of a kind applies: a roster that follows too soon is refused, also after a restart.
alter table newest_document add column effective timestamptz not null default 'epoch';
