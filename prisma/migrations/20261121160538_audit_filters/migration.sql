-- CreateIndex
CREATE INDEX "audit_entries_actor_id_position_idx" ON "audit_entries"("actor_id", "position");

-- CreateIndex
CREATE INDEX "audit_entries_action_position_idx" ON "audit_entries"("action", "position");

-- CreateIndex
CREATE INDEX "audit_entries_at_idx" ON "audit_entries"("at");

-- One index serves every kind of subject; the one for transactions alone was a part of it.
DROP INDEX "audit_entries_transaction_idx";
CREATE INDEX "audit_entries_subject_id_position_idx" ON "audit_entries"("subject_id", "position");
