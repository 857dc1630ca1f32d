-- What events, statements and reports are chosen by besides. Names of places and
-- outlets are in lower case; contexts stand between spaces.

ALTER TABLE event ADD COLUMN mode TEXT NOT NULL DEFAULT '';
ALTER TABLE event ADD COLUMN contexts TEXT NOT NULL DEFAULT '';
ALTER TABLE event ADD COLUMN cameo TEXT NOT NULL DEFAULT '';
ALTER TABLE event ADD COLUMN quad INTEGER NOT NULL DEFAULT 0;
ALTER TABLE event ADD COLUMN place TEXT NOT NULL DEFAULT '';
ALTER TABLE event ADD COLUMN country TEXT NOT NULL DEFAULT '';
ALTER TABLE statement ADD COLUMN addressee TEXT NOT NULL DEFAULT '';
ALTER TABLE statement ADD COLUMN background INTEGER NOT NULL DEFAULT 0;
ALTER TABLE document ADD COLUMN outlet TEXT NOT NULL DEFAULT '';

UPDATE event SET
	mode     = coalesce(json ->> '$.plover.mode', ''),
	contexts = coalesce((SELECT ' ' || group_concat(value, ' ') || ' ' FROM json_each(json, '$.plover.contexts')), ''),
	cameo    = coalesce(json ->> '$.cameo', ''),
	quad     = coalesce(json ->> '$.quad', 0),
	place    = lower(coalesce(json ->> '$.place.name', '')),
	country  = coalesce(json ->> '$.place.country', '');
UPDATE statement SET
	addressee  = coalesce(json ->> '$.addressee.code', ''),
	background = coalesce(json ->> '$.background', 0);
UPDATE document SET outlet = lower(source);
