-- The bell also rings for a conversation that needs a look.
ALTER TABLE alerts DROP CONSTRAINT alerts_kind_check, ADD CONSTRAINT alerts_kind_check
    CHECK (kind IN ('person', 'transfer', 'emergency', 'alarm', 'attention', 'test', 'drill'));
DROP INDEX alerts_alarm;
CREATE UNIQUE INDEX alerts_alarm ON alerts (conversation_id, kind) WHERE ended_at = 0 AND kind IN ('alarm', 'attention');
