-- CreateTable
CREATE TABLE "deliveries" (
    "id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "target_id" UUID NOT NULL,
    "replay_id" UUID,
    "url" TEXT,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "attempt_count" SMALLINT NOT NULL DEFAULT 0,
    "attempts_before" SMALLINT NOT NULL DEFAULT 0,
    "first_attempt_at" TIMESTAMPTZ(3),
    "next_attempt_at" TIMESTAMPTZ(3),
    "lease_token" INTEGER NOT NULL DEFAULT 0,
    "leased_until" TIMESTAMPTZ(3),
    "held_source_id" UUID,
    "last_status_code" SMALLINT,
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attempts" (
    "id" UUID NOT NULL,
    "delivery_id" UUID NOT NULL,
    "number" SMALLINT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "duration_ms" REAL NOT NULL,
    "dns_ms" REAL,
    "connect_ms" REAL,
    "tls_ms" REAL,
    "first_byte_ms" REAL,
    "status_code" SMALLINT,
    "error" TEXT,
    "error_detail" TEXT,
    "request_headers" JSON NOT NULL,
    "response_headers" JSON NOT NULL,
    "response_body" BYTEA NOT NULL,
    "response_truncated" BOOLEAN NOT NULL,

    CONSTRAINT "attempts_pkey" PRIMARY KEY ("id")
) PARTITION BY RANGE ("id");

-- CreateTable
CREATE TABLE "event_snapshots" (
    "event_id" UUID NOT NULL,
    "envelope" TEXT NOT NULL,

    CONSTRAINT "event_snapshots_pkey" PRIMARY KEY ("event_id")
) PARTITION BY RANGE ("event_id");

-- CreateTable
CREATE TABLE "replays" (
    "id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "filter" JSONB NOT NULL,
    "event_id" UUID,
    "endpoint_ids" UUID[] DEFAULT ARRAY[]::UUID[] NOT NULL,
    "url" TEXT,
    "sealed_secret" TEXT,
    "reason" TEXT NOT NULL,
    "rate_per_second" INTEGER,
    "total" INTEGER NOT NULL,
    "walked" INTEGER NOT NULL DEFAULT 0,
    "made" INTEGER NOT NULL DEFAULT 0,
    "succeeded" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "canceled" INTEGER NOT NULL DEFAULT 0,
    "cursor" UUID,
    "last_id" UUID NOT NULL,
    "walked_at" TIMESTAMPTZ(3),
    "fed_at" TIMESTAMPTZ(3),
    "error" TEXT,
    "created_by" TEXT NOT NULL,
    "created_by_id" UUID,
    "approved_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "replays_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "deliveries_target_id_id_idx" ON "deliveries"("target_id", "id");

-- CreateIndex
CREATE INDEX "attempts_delivery_id_idx" ON "attempts"("delivery_id");

-- From here on by hand: what the models cannot say.

-- One delivery per event and target, and per replay: decided here, never by look-then-insert.
CREATE UNIQUE INDEX "deliveries_once_key" ON "deliveries" ("event_id", "target_id") WHERE "replay_id" IS NULL;
CREATE UNIQUE INDEX "deliveries_replayed_once_key" ON "deliveries" ("replay_id", "event_id", "target_id") WHERE "replay_id" IS NOT NULL;
CREATE INDEX "deliveries_replayed_event_idx" ON "deliveries" ("event_id") WHERE "replay_id" IS NOT NULL;

-- What is due, by target: first attempts in the order of making, and what may wait behind them. Neither holds what a
-- claim changes, so that a claim writes no index.
CREATE INDEX "deliveries_first_idx" ON "deliveries" ("target_id", "id")
  WHERE "status" = 'pending' AND "attempt_count" = 0 AND "replay_id" IS NULL AND "held_source_id" IS NULL;
CREATE INDEX "deliveries_later_idx" ON "deliveries" ("target_id", "next_attempt_at")
  WHERE "status" = 'pending' AND ("attempt_count" > 0 OR "replay_id" IS NOT NULL) AND "held_source_id" IS NULL;
CREATE INDEX "deliveries_held_idx" ON "deliveries" ("held_source_id", "id") WHERE "held_source_id" IS NOT NULL;
CREATE INDEX "deliveries_failed_idx" ON "deliveries" ("target_id", "id") WHERE "status" = 'failed';
CREATE INDEX "replays_unfinished_idx" ON "replays" ("id") WHERE "state" IN ('awaiting_approval', 'running', 'paused');

-- Closed enumerations, and what belongs together.
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_status_check" CHECK ("status" IN ('pending', 'succeeded', 'failed', 'canceled'));
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_finished_check" CHECK (("status" = 'pending') = ("finished_at" IS NULL));
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_due_check" CHECK (("status" = 'pending') = ("next_attempt_at" IS NOT NULL));
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_copy_check" CHECK ("url" IS NULL OR "replay_id" = "target_id");
ALTER TABLE "replays" ADD CONSTRAINT "replays_state_check" CHECK ("state" IN ('awaiting_approval', 'running', 'paused', 'canceled', 'completed', 'failed'));
ALTER TABLE "replays" ADD CONSTRAINT "replays_rate_per_second_check" CHECK ("rate_per_second" BETWEEN 1 AND 10000);

-- Room for the claim's new version of a row on its own page; early vacuum, since each row is written three times.
ALTER TABLE "deliveries" SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_insert_scale_factor = 0.1);
ALTER TABLE "replays" SET (fillfactor = 50);
