"""The statements of ``batches``. Those that write hold the queue row and say ``epoch = mine``."""

_MINE = """
WITH mine AS (
    SELECT execution_id, flow_id, round, claims, cancel_requested FROM queue
    WHERE execution_id = %(id)s AND epoch = %(epoch)s FOR NO KEY UPDATE
)"""
OPEN = """{mine}, put AS (
    INSERT INTO batch (execution_id, flow_id, step, epoch, round, source, size)
    SELECT execution_id, flow_id, %(step)s, %(epoch)s, round, %(source)s, %(size)s FROM mine
    ON CONFLICT (execution_id, step) DO UPDATE
    SET epoch = excluded.epoch, round = excluded.round, state = 'running', finished_at = NULL,
        base_records = CASE WHEN batch.round = excluded.round THEN batch.base_records ELSE batch.records END,
        base_failed = CASE WHEN batch.round = excluded.round THEN batch.base_failed ELSE batch.failed END,
        updated_at = clock_timestamp()
    RETURNING round, records, succeeded, failed, skipped, indeterminate, base_records, base_failed, redriven,
        busy_ms, quality
)
SELECT mine.cancel_requested, put.* FROM mine, put""".replace("{mine}", _MINE)
UNFINISHED = """
SELECT number, count, round, key, status, begins, ends, settled FROM batch_chunk
WHERE execution_id = %(id)s AND step = %(step)s AND status <> 'done' ORDER BY number"""
LAST = """
SELECT number, ends FROM batch_chunk WHERE execution_id = %(id)s AND step = %(step)s
ORDER BY number DESC LIMIT 1"""
INTEND = """{mine}, put AS (
    INSERT INTO batch_chunk (execution_id, step, number, count, epoch, round, key, begins, ends)
    SELECT execution_id, %(step)s, %(number)s, %(count)s, %(epoch)s, round, %(key)s, %(begins)s, %(ends)s
    FROM mine
    ON CONFLICT (execution_id, step, number) DO UPDATE
    SET epoch = excluded.epoch, round = excluded.round, status = 'sent', sends = batch_chunk.sends + 1
)
SELECT cancel_requested FROM mine""".replace("{mine}", _MINE)
SETTLE = """{mine}, calmed AS (
    UPDATE queue q SET claims = 1 FROM mine WHERE q.execution_id = mine.execution_id AND mine.claims > 1
), chunk AS (
    UPDATE batch_chunk c SET status = %(status)s, settled = %(settled)s,
        succeeded = c.succeeded + %(succeeded)s, failed = c.failed + %(failed)s,
        skipped = c.skipped + %(skipped)s, indeterminate = %(indeterminate)s,
        finished_at = CASE WHEN %(status)s <> 'held' THEN clock_timestamp() END
    FROM mine WHERE c.execution_id = mine.execution_id AND c.step = %(step)s AND c.number = %(number)s
      AND c.status = 'sent'
    RETURNING c.execution_id, c.step
), put AS (
    INSERT INTO batch_record (execution_id, step, number, chunk, line, status, code, message, path, record)
    SELECT mine.execution_id, %(step)s, r.number, %(number)s, r.line, r.status, r.code, r.message, r.path,
        r.record
    FROM mine, unnest(%(numbers)s, %(lines)s, %(statuses)s, %(codes)s, %(messages)s, %(paths)s,
        %(records)s) AS r (number, line, status, code, message, path, record)
    ON CONFLICT (execution_id, step, number) DO UPDATE
    SET status = excluded.status, code = excluded.code, message = excluded.message, path = excluded.path,
        record = excluded.record, at = clock_timestamp()
), cleared AS (
    DELETE FROM batch_record r USING mine
    WHERE r.execution_id = mine.execution_id AND r.step = %(step)s AND r.chunk = %(number)s
      AND r.status = 'indeterminate' AND r.number <> ALL (%(numbers)s)
), sums AS (
    UPDATE batch b SET done = b.done + %(done)s, records = b.records + %(count)s,
        succeeded = b.succeeded + %(succeeded)s, failed = b.failed + %(failed)s,
        skipped = b.skipped + %(skipped)s, indeterminate = b.indeterminate + %(doubtful)s,
        quality = %(quality)s, busy_ms = %(busy_ms)s, updated_at = clock_timestamp()
    FROM chunk WHERE b.execution_id = chunk.execution_id AND b.step = chunk.step
)
SELECT cancel_requested FROM mine""".replace("{mine}", _MINE)
CLOSE = """{mine}
UPDATE batch b SET state = %(state)s, updated_at = clock_timestamp(), busy_ms = %(busy_ms)s,
    finished_at = CASE WHEN %(state)s IN ('completed', 'stopped') THEN clock_timestamp() END,
    size = greatest(b.size, b.done)
FROM mine WHERE b.execution_id = mine.execution_id AND b.step = %(step)s
RETURNING mine.cancel_requested""".replace("{mine}", _MINE)
SELECTION = "SELECT source_id FROM batch_selection WHERE execution_id = %(id)s AND step = %(step)s"
SELECTED = """
SELECT number, line, record FROM batch_record
WHERE execution_id = %(source)s AND step = %(step)s AND redriven_by = %(id)s AND number > %(after)s
ORDER BY number LIMIT %(most)s"""
HOW_MANY = """
SELECT count(*) FROM batch_record
WHERE execution_id = %(source)s AND step = %(step)s AND redriven_by = %(id)s"""
FILE = "SELECT bytes, piece_bytes, pieces FROM upload WHERE flow_id = %s AND sha256 = %s"
PIECE = "SELECT body FROM blob WHERE id = %s"
