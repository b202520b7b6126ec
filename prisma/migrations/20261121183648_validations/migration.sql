-- CreateTable
CREATE TABLE "validations" (
    "id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "mode" TEXT NOT NULL,
    "body_hash" BYTEA NOT NULL,
    "rule_set_id" UUID,
    "version" INTEGER,
    "rule" TEXT,
    "action" TEXT NOT NULL,
    "answer_status" INTEGER NOT NULL,
    "answer_description" TEXT NOT NULL,
    "velocity" JSON NOT NULL,
    "hand_over_url" TEXT,
    "hand_over_outcome" TEXT,
    "hand_over_status" SMALLINT,
    "hand_over_ms" REAL,
    "fallback_used" BOOLEAN NOT NULL DEFAULT false,
    "repeat_count" INTEGER NOT NULL DEFAULT 0,
    "duration_ms" REAL NOT NULL,
    "transaction_id" UUID,
    "shadow_rule_set_id" UUID,
    "shadow_version" INTEGER,
    "shadow_rule" TEXT,
    "shadow_action" TEXT,
    "input" JSON NOT NULL,
    "customer_hash" BYTEA,
    "card_hash" BYTEA,
    "country" TEXT,
    "currency" TEXT,
    "amount_minor" BIGINT,
    "order_id" TEXT,
    "counted" BOOLEAN NOT NULL,
    "reserved_until" TIMESTAMPTZ(3),

    CONSTRAINT "validations_pkey" PRIMARY KEY ("id")
) PARTITION BY RANGE ("id");

-- CreateTable
CREATE TABLE "velocity_buckets" (
    "source_id" UUID NOT NULL,
    "per" TEXT NOT NULL,
    "key" BYTEA NOT NULL,
    "seconds" INTEGER NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "currency" TEXT NOT NULL,
    "count" BIGINT NOT NULL,
    "sum" DECIMAL(40,0) NOT NULL,

    CONSTRAINT "velocity_buckets_pkey" PRIMARY KEY ("source_id","per","key","seconds","starts_at","currency")
);

-- CreateTable
CREATE TABLE "hand_over_secrets" (
    "id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "sealed_secret" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "hand_over_secrets_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "validations_source_id_id_idx" ON "validations"("source_id", "id");

-- CreateIndex
CREATE INDEX "hand_over_secrets_source_id_id_idx" ON "hand_over_secrets"("source_id", "id");

-- CreateIndex
CREATE INDEX "validations_source_id_body_hash_id_idx" ON "validations"("source_id", "body_hash", "id");

ALTER TABLE "validations" ADD CONSTRAINT "validations_action_check" CHECK ("action" IN ('approve', 'decline'));
ALTER TABLE "validations" ADD CONSTRAINT "validations_shadow_check" CHECK ("shadow_action" IN ('approve', 'decline', 'handOver'));
-- Velocity reads the ends of its windows from rows, by index alone.
CREATE INDEX "validations_card_idx" ON "validations" ("source_id", "card_hash", "id") INCLUDE ("currency", "amount_minor") WHERE "counted" AND "card_hash" IS NOT NULL;
CREATE INDEX "validations_customer_idx" ON "validations" ("source_id", "customer_hash", "id") INCLUDE ("currency", "amount_minor") WHERE "counted" AND "customer_hash" IS NOT NULL;
CREATE INDEX "validations_country_idx" ON "validations" ("source_id", "country", "id") INCLUDE ("currency", "amount_minor") WHERE "counted" AND "country" IS NOT NULL;
-- Those whose merchant is being asked: a few at any moment.
CREATE INDEX "validations_reserved_idx" ON "validations" ("source_id", "id") WHERE "reserved_until" IS NOT NULL;
-- Those that wait for their transaction, and those that found it.
CREATE INDEX "validations_order_idx" ON "validations" ("source_id", "order_id", "id") WHERE "order_id" IS NOT NULL AND "transaction_id" IS NULL;
CREATE INDEX "validations_transaction_idx" ON "validations" ("transaction_id", "id") WHERE "transaction_id" IS NOT NULL;

ALTER TABLE "velocity_buckets" ADD CONSTRAINT "velocity_buckets_per_check" CHECK ("per" IN ('customer', 'card', 'country'));
-- The bucket of a busy key changes many times a second.
ALTER TABLE "velocity_buckets" SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_insert_scale_factor = 0.1);

CREATE UNIQUE INDEX "hand_over_secrets_present_key" ON "hand_over_secrets" ("source_id") WHERE "expires_at" IS NULL;
