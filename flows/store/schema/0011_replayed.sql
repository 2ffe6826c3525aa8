-- A dead letter whose message a person ran again with the live version: it is laid aside, and the new
-- execution stands for it.
ALTER TABLE dead_letter ADD COLUMN replayed_as uuid;
