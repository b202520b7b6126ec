-- CreateTable
CREATE TABLE "settings" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "public_url" TEXT,
    "time_zone" TEXT NOT NULL DEFAULT 'UTC',
    "session_hours" INTEGER NOT NULL DEFAULT 12,
    "password_sign_in" BOOLEAN NOT NULL DEFAULT true,
    "oidc_sign_in" BOOLEAN NOT NULL DEFAULT true,
    "requests_days" INTEGER,
    "events_days" INTEGER,
    "attempts_days" INTEGER,
    "alert_mail_to" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "alert_webhook_url" TEXT,
    "sealed_alert_secret" TEXT,
    "audit_anchor_mail" BOOLEAN NOT NULL DEFAULT false,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "settings_pkey" PRIMARY KEY ("id")
);

-- From here on by hand: what the models cannot say.

-- One row, there from the start.
ALTER TABLE "settings" ADD CONSTRAINT "settings_one_row_check" CHECK ("id" = 1);
ALTER TABLE "settings" ADD CONSTRAINT "settings_session_hours_check" CHECK ("session_hours" BETWEEN 1 AND 168);
ALTER TABLE "settings" ADD CONSTRAINT "settings_sign_in_check" CHECK ("password_sign_in" OR "oidc_sign_in");
ALTER TABLE "settings" ADD CONSTRAINT "settings_retention_check" CHECK ("requests_days" BETWEEN 1 AND 36500 AND "events_days" BETWEEN 1 AND 36500 AND "attempts_days" BETWEEN 1 AND 36500);
ALTER TABLE "settings" ADD CONSTRAINT "settings_mail_to_check" CHECK (cardinality("alert_mail_to") <= 20);
-- What goes to the webhook is always signed.
ALTER TABLE "settings" ADD CONSTRAINT "settings_webhook_check" CHECK (("alert_webhook_url" IS NULL) = ("sealed_alert_secret" IS NULL));
INSERT INTO "settings" ("id") VALUES (1);
