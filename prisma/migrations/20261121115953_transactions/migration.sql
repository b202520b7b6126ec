-- DropIndex
DROP INDEX "events_provider_type_id_idx";

-- DropIndex
DROP INDEX "events_references_idx";

-- DropIndex
DROP INDEX "events_type_id_idx";

-- AlterTable
ALTER TABLE "events" ADD COLUMN     "payment_reference" TEXT,
ADD COLUMN     "payment_session" TEXT;

-- CreateTable
CREATE TABLE "transactions" (
    "id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "reference" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "folded_status" TEXT NOT NULL,
    "dispute" TEXT NOT NULL,
    "unlinked" BOOLEAN NOT NULL DEFAULT false,
    "currency" TEXT,
    "exponent" SMALLINT,
    "amount_minor" BIGINT,
    "authorized_minor" BIGINT,
    "captured_minor" BIGINT,
    "refunded_minor" BIGINT,
    "disputed_minor" BIGINT,
    "method_type" TEXT,
    "method_brand" TEXT,
    "last4" TEXT,
    "customer_reference" TEXT,
    "search" TEXT[],
    "details" JSON NOT NULL,
    "resolution_status" TEXT,
    "resolution_note" TEXT,
    "resolution_by" TEXT,
    "resolution_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "transactions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "transaction_anomalies" (
    "transaction_id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "evidence" JSON NOT NULL,
    "raised_at" TIMESTAMPTZ(3) NOT NULL,
    "acknowledged_at" TIMESTAMPTZ(3),
    "acknowledged_by" TEXT,

    CONSTRAINT "transaction_anomalies_pkey" PRIMARY KEY ("transaction_id","code")
);

-- CreateTable
CREATE TABLE "payment_links" (
    "source_id" UUID NOT NULL,
    "operation" TEXT NOT NULL,
    "payment" TEXT NOT NULL,

    CONSTRAINT "payment_links_pkey" PRIMARY KEY ("source_id","operation","payment")
);

-- CreateTable
CREATE TABLE "rebuilds" (
    "id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "filter" JSONB NOT NULL,
    "cursor" UUID,
    "last_id" UUID NOT NULL,
    "total" INTEGER NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "changed" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "rebuilds_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "saved_views" (
    "id" UUID NOT NULL,
    "list" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "owner_id" UUID NOT NULL,
    "shared" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "saved_views_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "transactions_source_id_id_idx" ON "transactions"("source_id", "id");

-- CreateIndex
CREATE INDEX "transactions_search_idx" ON "transactions" USING GIN ("search");

-- CreateIndex
CREATE UNIQUE INDEX "transactions_source_id_reference_key" ON "transactions"("source_id", "reference");

-- CreateIndex
CREATE INDEX "transaction_anomalies_code_transaction_id_idx" ON "transaction_anomalies"("code", "transaction_id");

-- CreateIndex
CREATE INDEX "payment_links_source_id_payment_idx" ON "payment_links"("source_id", "payment");

-- CreateIndex
CREATE INDEX "saved_views_owner_id_idx" ON "saved_views"("owner_id");

-- AddForeignKey
ALTER TABLE "transaction_anomalies" ADD CONSTRAINT "transaction_anomalies_transaction_id_fkey" FOREIGN KEY ("transaction_id") REFERENCES "transactions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- From here on by hand: what the models cannot say.

-- An event is inserted unread and updated once it was read. Indexes on what only read events have cost nothing at the
-- door, and the update is the only time that they are written.
CREATE INDEX "events_type_idx" ON "events" ("type", "id") WHERE "type" IS NOT NULL;
CREATE INDEX "events_provider_type_idx" ON "events" ("provider_type", "id") WHERE "provider_type" IS NOT NULL;
CREATE INDEX "events_references_idx" ON "events" USING GIN ("references") WHERE "type" IS NOT NULL;
CREATE INDEX "events_payment_idx" ON "events" ("source_id", "payment_reference") WHERE "payment_reference" IS NOT NULL;
CREATE INDEX "events_session_idx" ON "events" ("source_id", "payment_session") WHERE "payment_session" IS NOT NULL;
-- A transaction names its events itself.
DROP INDEX "events_transaction_idx";

-- Closed enumerations.
ALTER TABLE "transactions" ADD CONSTRAINT "transactions_mode_check" CHECK ("mode" IN ('test', 'live'));
ALTER TABLE "transactions" ADD CONSTRAINT "transactions_kind_check" CHECK ("kind" IN ('payment', 'payout', 'refund'));
ALTER TABLE "rebuilds" ADD CONSTRAINT "rebuilds_state_check" CHECK ("state" IN ('running', 'canceled', 'completed', 'failed'));

-- Every further event of a payment updates its row.
ALTER TABLE "transactions" SET (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.05);
