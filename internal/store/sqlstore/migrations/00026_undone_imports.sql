-- What an import changed, to take it back; and imports are worked on in both directions.
CREATE INDEX knowledge_history_batch ON knowledge_history (property_id, batch, n) WHERE batch <> '';
DROP INDEX knowledge_imports_running;
CREATE INDEX knowledge_imports_worked_on ON knowledge_imports (lease_until) WHERE state IN ('running', 'undoing');
