-- DropIndex
DROP INDEX "transactions_source_id_id_idx";

-- CreateIndex
CREATE INDEX "transactions_status_id_idx" ON "transactions"("status", "id");

-- CreateIndex
CREATE INDEX "transactions_currency_id_idx" ON "transactions"("currency", "id");

-- CreateIndex
CREATE INDEX "transactions_method_type_id_idx" ON "transactions"("method_type", "id");

-- CreateIndex
CREATE INDEX "transactions_amount_minor_idx" ON "transactions"("amount_minor");

-- From here on by hand: what the models cannot say.

-- What is rare is found at once, and what is usual pays nothing for it.
CREATE INDEX "transactions_dispute_idx" ON "transactions" ("dispute", "id") WHERE "dispute" <> 'none';
CREATE INDEX "transactions_kind_idx" ON "transactions" ("kind", "id") WHERE "kind" <> 'payment';
CREATE INDEX "transactions_resolved_idx" ON "transactions" ("id") WHERE "resolution_status" IS NOT NULL;
CREATE INDEX "transaction_anomalies_open_idx" ON "transaction_anomalies" ("transaction_id") WHERE "acknowledged_at" IS NULL;
-- What people did to a transaction is a part of its timeline.
CREATE INDEX "audit_entries_transaction_idx" ON "audit_entries" ("subject_id", "position") WHERE "subject_type" = 'transaction';

-- What the list of a source needs, and beside it everything that is counted and added up: totals read this alone. The
-- models cannot say INCLUDE; partial indexes, and so this one, are left to the migrations.
CREATE INDEX "transactions_source_idx" ON "transactions" ("source_id", "id")
  INCLUDE ("kind", "status", "dispute", "currency", "exponent", "amount_minor", "captured_minor", "refunded_minor", "disputed_minor", "method_type", "unlinked", "resolution_status")
  WHERE "source_id" IS NOT NULL;
