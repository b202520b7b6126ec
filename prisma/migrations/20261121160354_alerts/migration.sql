-- CreateTable
CREATE TABLE "alerts" (
    "id" UUID NOT NULL,
    "rule" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "source_id" UUID,
    "endpoint_id" UUID,
    "state" TEXT NOT NULL DEFAULT 'open',
    "loud" BOOLEAN NOT NULL DEFAULT false,
    "level" SMALLINT NOT NULL DEFAULT 0,
    "facts" JSONB NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "acknowledged_at" TIMESTAMPTZ(3),
    "acknowledged_by" TEXT,
    "resolved_at" TIMESTAMPTZ(3),

    CONSTRAINT "alerts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert_changes" (
    "id" UUID NOT NULL,
    "alert_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by" TEXT,

    CONSTRAINT "alert_changes_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "alert_changes_alert_id_id_idx" ON "alert_changes"("alert_id", "id");

-- AddForeignKey
ALTER TABLE "alert_changes" ADD CONSTRAINT "alert_changes_alert_id_fkey" FOREIGN KEY ("alert_id") REFERENCES "alerts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- From here on by hand: what the models cannot say.

-- One unresolved alert per rule and subject: decided here, never by look-then-insert.
CREATE UNIQUE INDEX "alerts_unresolved_key" ON "alerts" ("rule", "subject") WHERE "state" <> 'resolved';
CREATE INDEX "alerts_source_idx" ON "alerts" ("source_id", "id") WHERE "source_id" IS NOT NULL;
CREATE INDEX "alerts_endpoint_idx" ON "alerts" ("endpoint_id", "id") WHERE "endpoint_id" IS NOT NULL;
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_state_check" CHECK ("state" IN ('open', 'acknowledged', 'resolved'));
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_resolved_check" CHECK (("state" = 'resolved') = ("resolved_at" IS NOT NULL));
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_acknowledged_check" CHECK ("state" <> 'acknowledged' OR "acknowledged_at" IS NOT NULL);
ALTER TABLE "alert_changes" ADD CONSTRAINT "alert_changes_state_check" CHECK ("state" IN ('open', 'acknowledged', 'resolved'));
-- Written at every look while the condition lasts.
ALTER TABLE "alerts" SET (fillfactor = 70);
