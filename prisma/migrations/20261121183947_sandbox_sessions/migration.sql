-- CreateTable
CREATE TABLE "sandbox_sessions" (
    "id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "payment" JSONB NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "busy_until" TIMESTAMPTZ(3),

    CONSTRAINT "sandbox_sessions_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "sandbox_sessions_source_id_idx" ON "sandbox_sessions"("source_id");

-- Bounds that no code may pass, whichever way it writes.
ALTER TABLE "sandbox_sessions"
    ADD CONSTRAINT "sandbox_sessions_amount_minor_check" CHECK (amount_minor > 0),
    ADD CONSTRAINT "sandbox_sessions_state_check" CHECK (state IN ('open', 'challenged', 'declined', 'refused', 'authorized', 'captured', 'voided'));
