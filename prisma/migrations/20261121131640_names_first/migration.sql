-- DropIndex
DROP INDEX "payment_links_source_id_payment_idx";

-- DropIndex
DROP INDEX "transactions_source_id_reference_key";

-- AlterTable
ALTER TABLE "payment_links" DROP CONSTRAINT "payment_links_pkey",
ADD CONSTRAINT "payment_links_pkey" PRIMARY KEY ("operation", "payment", "source_id");

-- CreateIndex
CREATE INDEX "payment_links_payment_source_id_idx" ON "payment_links"("payment", "source_id");

-- CreateIndex
CREATE UNIQUE INDEX "transactions_reference_source_id_key" ON "transactions"("reference", "source_id");

-- By hand: the same for events. What is looked up by a name is found by the name, whatever the planner thinks of the source.
DROP INDEX "events_payment_idx";
DROP INDEX "events_session_idx";
CREATE INDEX "events_payment_idx" ON "events" ("payment_reference", "source_id") WHERE "payment_reference" IS NOT NULL;
CREATE INDEX "events_session_idx" ON "events" ("payment_session", "source_id") WHERE "payment_session" IS NOT NULL;
