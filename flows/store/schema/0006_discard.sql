-- A dead letter that a person laid aside: the execution stays dead and is counted so, but nobody has
-- to look after it any more.
ALTER TABLE dead_letter
    ADD COLUMN discarded_at timestamptz,
    ADD COLUMN discarded_by text NOT NULL DEFAULT '',
    ADD COLUMN discard_note text NOT NULL DEFAULT '';
