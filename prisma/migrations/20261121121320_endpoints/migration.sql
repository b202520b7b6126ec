-- CreateTable
CREATE TABLE "endpoints" (
    "id" UUID NOT NULL,
    "url" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "types" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "source_ids" UUID[] DEFAULT ARRAY[]::UUID[],
    "mode" TEXT NOT NULL DEFAULT 'live',
    "format" TEXT NOT NULL DEFAULT 'normalized',
    "sealed_headers" TEXT,
    "header_names" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "rate_per_second" INTEGER,
    "max_in_flight" INTEGER NOT NULL DEFAULT 64,
    "retry_schedule" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    "status" TEXT NOT NULL DEFAULT 'enabled',
    "disabled_reason" TEXT,
    "paused_at" TIMESTAMPTZ(3),
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "endpoints_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "endpoint_health" (
    "endpoint_id" UUID NOT NULL,
    "circuit" TEXT NOT NULL DEFAULT 'closed',
    "opened_at" TIMESTAMPTZ(3),
    "next_probe_at" TIMESTAMPTZ(3),
    "probe_failures" INTEGER NOT NULL DEFAULT 0,
    "window_started_at" TIMESTAMPTZ(3),
    "window_succeeded" INTEGER NOT NULL DEFAULT 0,
    "window_failed" INTEGER NOT NULL DEFAULT 0,
    "failing_since" TIMESTAMPTZ(3),
    "last_success_at" TIMESTAMPTZ(3),
    "last_failure_at" TIMESTAMPTZ(3),
    "hold_until" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "endpoint_health_pkey" PRIMARY KEY ("endpoint_id")
);

-- CreateTable
CREATE TABLE "endpoint_secrets" (
    "id" UUID NOT NULL,
    "endpoint_id" UUID NOT NULL,
    "sealed_secret" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "endpoint_secrets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "endpoint_changes" (
    "id" UUID NOT NULL,
    "endpoint_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_by" TEXT NOT NULL,
    "changed" TEXT[],
    "former" JSONB NOT NULL,
    "former_headers" TEXT,

    CONSTRAINT "endpoint_changes_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "endpoint_secrets_endpoint_id_idx" ON "endpoint_secrets"("endpoint_id");

-- CreateIndex
CREATE INDEX "endpoint_changes_endpoint_id_id_idx" ON "endpoint_changes"("endpoint_id", "id");

-- AddForeignKey
ALTER TABLE "endpoint_health" ADD CONSTRAINT "endpoint_health_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "endpoints"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "endpoint_secrets" ADD CONSTRAINT "endpoint_secrets_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "endpoints"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "endpoint_changes" ADD CONSTRAINT "endpoint_changes_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "endpoints"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- From here on by hand: what the models cannot say.

-- Closed enumerations, and what belongs together.
ALTER TABLE "endpoints" ADD CONSTRAINT "endpoints_mode_check" CHECK ("mode" IN ('test', 'live'));
ALTER TABLE "endpoints" ADD CONSTRAINT "endpoints_format_check" CHECK ("format" IN ('normalized', 'original'));
ALTER TABLE "endpoints" ADD CONSTRAINT "endpoints_status_check" CHECK ("status" IN ('enabled', 'paused', 'disabled'));
ALTER TABLE "endpoints" ADD CONSTRAINT "endpoints_disabled_reason_check" CHECK ("disabled_reason" IN ('by_hand', 'gone', 'failing'));
ALTER TABLE "endpoints" ADD CONSTRAINT "endpoints_disabled_check" CHECK (("status" = 'disabled') = ("disabled_reason" IS NOT NULL));
ALTER TABLE "endpoints" ADD CONSTRAINT "endpoints_max_in_flight_check" CHECK ("max_in_flight" BETWEEN 1 AND 1000);
ALTER TABLE "endpoints" ADD CONSTRAINT "endpoints_rate_per_second_check" CHECK ("rate_per_second" BETWEEN 1 AND 10000);
ALTER TABLE "endpoint_health" ADD CONSTRAINT "endpoint_health_circuit_check" CHECK ("circuit" IN ('closed', 'open', 'half_open'));

-- One short row per endpoint, updated all the time: never an index on what changes, and room for the update on the page.
ALTER TABLE "endpoint_health" SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 200);
