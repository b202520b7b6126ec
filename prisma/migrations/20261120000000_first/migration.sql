-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT,
    "role" TEXT NOT NULL,
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "stepped_up_at" TIMESTAMPTZ(3),
    "address" TEXT,
    "user_agent" TEXT,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,
    "scopes" TEXT[] NOT NULL,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_failures" (
    "subject" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "window_start" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sign_in_failures_pkey" PRIMARY KEY ("subject")
);

-- CreateTable
CREATE TABLE "idempotent_answers" (
    "actor" TEXT NOT NULL,
    "route" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" BYTEA NOT NULL,
    "status" SMALLINT,
    "body" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotent_answers_pkey" PRIMARY KEY ("actor","route","key")
);

-- CreateTable
CREATE TABLE "audit_entries" (
    "position" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_type" TEXT NOT NULL,
    "actor_id" TEXT,
    "actor_name" TEXT NOT NULL,
    "address" TEXT,
    "action" TEXT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" TEXT,
    "details" JSONB NOT NULL,
    "previous_hash" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "audit_entries_pkey" PRIMARY KEY ("position")
);

-- CreateTable
CREATE TABLE "events" (
    "id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "item_index" SMALLINT NOT NULL,
    "source_id" UUID NOT NULL,
    "identity_hash" BYTEA NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "type" TEXT,
    "provider_type" TEXT,
    "occurred_at" TIMESTAMPTZ(3),
    "references" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[] NOT NULL,
    "flags" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[] NOT NULL,
    "repeat" BOOLEAN NOT NULL DEFAULT false,
    "transaction_id" UUID,
    "error" TEXT,

    CONSTRAINT "events_pkey" PRIMARY KEY ("id")
) PARTITION BY RANGE ("id");

-- CreateTable
CREATE TABLE "event_identities" (
    "source_id" UUID NOT NULL,
    "identity_hash" BYTEA NOT NULL,
    "event_id" UUID NOT NULL,
    "content_hash" BYTEA NOT NULL,
    "seen_count" INTEGER NOT NULL DEFAULT 1,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "has_conflict" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "event_identities_pkey" PRIMARY KEY ("source_id","identity_hash")
);

-- CreateTable
CREATE TABLE "installation" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "sealed_hash_key" TEXT NOT NULL,
    "setup_token_hash" BYTEA,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "installation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "worker_heartbeats" (
    "worker_pool_id" TEXT NOT NULL,
    "process_id" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "last_beat_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "worker_heartbeats_pkey" PRIMARY KEY ("worker_pool_id")
);

-- CreateTable
CREATE TABLE "requests" (
    "id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "reason" TEXT,
    "answered_status" SMALLINT NOT NULL,
    "key_id" UUID,
    "remote_address" TEXT,
    "event_ids" UUID[] NOT NULL,
    "headers" JSON NOT NULL,
    "body" BYTEA NOT NULL,
    "body_bytes" INTEGER NOT NULL,
    "body_hash" BYTEA NOT NULL,
    "masked" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "requests_pkey" PRIMARY KEY ("id")
) PARTITION BY RANGE ("id");

-- CreateTable
CREATE TABLE "request_counts" (
    "source_id" UUID NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT NOT NULL,
    "key_id" UUID NOT NULL,
    "lane" SMALLINT NOT NULL,
    "count" BIGINT NOT NULL,
    "bytes" BIGINT NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "request_counts_pkey" PRIMARY KEY ("source_id","hour","outcome","key_id","lane")
);

-- CreateTable
CREATE TABLE "sources" (
    "id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'active',
    "settings" JSONB NOT NULL,
    "silence_alarm_minutes" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "sources_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "source_tokens" (
    "token" TEXT NOT NULL,
    "source_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "source_tokens_pkey" PRIMARY KEY ("token")
);

-- CreateTable
CREATE TABLE "source_keys" (
    "id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "label" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "sealed_secret" TEXT NOT NULL,
    "active_from" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "source_keys_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE INDEX "sessions_user_id_idx" ON "sessions"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_hash_key" ON "api_keys"("hash");

-- CreateIndex
CREATE INDEX "idempotent_answers_created_at_idx" ON "idempotent_answers"("created_at");

-- CreateIndex
CREATE INDEX "events_source_id_id_idx" ON "events"("source_id", "id");

-- CreateIndex
CREATE INDEX "events_type_id_idx" ON "events"("type", "id");

-- CreateIndex
CREATE INDEX "events_provider_type_id_idx" ON "events"("provider_type", "id");

-- CreateIndex
CREATE INDEX "events_references_idx" ON "events" USING GIN ("references");

-- CreateIndex
CREATE INDEX "requests_source_id_id_idx" ON "requests"("source_id", "id");

-- CreateIndex
CREATE INDEX "source_tokens_source_id_idx" ON "source_tokens"("source_id");

-- CreateIndex
CREATE INDEX "source_keys_source_id_idx" ON "source_keys"("source_id");

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "source_tokens" ADD CONSTRAINT "source_tokens_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "sources"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "source_keys" ADD CONSTRAINT "source_keys_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "sources"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- From here on by hand: what the models cannot say.

-- Months of requests and events are tables of this schema. The range is that of the UUIDv7 ids, whose first 48 bits
-- are milliseconds, so that the id alone is the key. There is no default partition: months are made ahead of time,
-- and a default one would make it impossible to detach a month while the system runs.
CREATE SCHEMA "partition";

-- Closed enumerations.
ALTER TABLE "users" ADD CONSTRAINT "users_role_check" CHECK ("role" IN ('viewer', 'operator', 'admin'));
ALTER TABLE "sources" ADD CONSTRAINT "sources_mode_check" CHECK ("mode" IN ('test', 'live'));
ALTER TABLE "sources" ADD CONSTRAINT "sources_status_check" CHECK ("status" IN ('active', 'paused', 'archived'));
ALTER TABLE "requests" ADD CONSTRAINT "requests_kind_check" CHECK ("kind" IN ('notification', 'validation'));
ALTER TABLE "requests" ADD CONSTRAINT "requests_outcome_check" CHECK ("outcome" IN ('accepted', 'duplicate', 'conflict', 'rejected', 'quarantined'));
ALTER TABLE "events" ADD CONSTRAINT "events_state_check" CHECK ("state" IN ('pending', 'processed', 'failed'));
ALTER TABLE "installation" ADD CONSTRAINT "installation_one_row_check" CHECK ("id" = 1);

-- Rare rows have small indexes of their own; the common ones pay nothing for them.
CREATE INDEX "requests_trouble_idx" ON "requests" ("outcome", "id") WHERE "outcome" IN ('rejected', 'quarantined', 'conflict');
CREATE INDEX "events_unfinished_idx" ON "events" ("state", "id") WHERE "state" IN ('pending', 'failed');
CREATE INDEX "events_transaction_idx" ON "events" ("transaction_id", "id") WHERE "transaction_id" IS NOT NULL;

-- Counters and heartbeats change all the time: room for new versions of a row on its own page, and early vacuum.
ALTER TABLE "request_counts" SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500);
ALTER TABLE "worker_heartbeats" SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 200);
ALTER TABLE "sign_in_failures" SET (fillfactor = 70);
ALTER TABLE "sessions" SET (fillfactor = 80);
-- A duplicate updates the count of an identity in place.
ALTER TABLE "event_identities" SET (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_insert_scale_factor = 0.1);

-- The audit trail is append-only, also for the application itself.
CREATE FUNCTION "refuse_audit_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit entries are never changed or removed' USING ERRCODE = 'restrict_violation';
END;
$$;
CREATE TRIGGER "audit_entries_append_only" BEFORE UPDATE OR DELETE ON "audit_entries"
  FOR EACH ROW EXECUTE FUNCTION "refuse_audit_change"();
CREATE TRIGGER "audit_entries_no_truncate" BEFORE TRUNCATE ON "audit_entries"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_audit_change"();
