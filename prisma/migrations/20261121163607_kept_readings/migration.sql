-- CreateTable
CREATE TABLE "kept_readings" (
    "event_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "item_index" SMALLINT NOT NULL,
    "is_copy" BOOLEAN NOT NULL,
    "source_id" UUID NOT NULL,
    "identity_hash" BYTEA NOT NULL,
    "content_hash" BYTEA,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "type" TEXT NOT NULL,
    "provider_type" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3),
    "references" TEXT[],
    "flags" TEXT[],
    "repeat" BOOLEAN NOT NULL,
    "transaction_id" UUID,
    "payment_reference" TEXT,
    "payment_session" TEXT,
    "reading" JSONB NOT NULL,

    CONSTRAINT "kept_readings_pkey" PRIMARY KEY ("event_id","request_id","item_index")
);

-- CreateIndex
CREATE INDEX "kept_readings_payment_reference_source_id_idx" ON "kept_readings"("payment_reference", "source_id");

-- CreateIndex
CREATE INDEX "kept_readings_payment_session_source_id_idx" ON "kept_readings"("payment_session", "source_id");

-- From here on by hand: what the models cannot say.
ALTER TABLE "kept_readings" ALTER COLUMN "references" SET NOT NULL, ALTER COLUMN "flags" SET NOT NULL;
