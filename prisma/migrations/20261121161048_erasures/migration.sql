-- AlterTable
ALTER TABLE "requests" ADD COLUMN     "erased_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "transactions" ADD COLUMN     "erased_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "erasures" (
    "id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "pseudonym" TEXT NOT NULL,
    "sealed_reference" TEXT,
    "source_ids" UUID[],
    "total" INTEGER NOT NULL,
    "transactions" INTEGER NOT NULL DEFAULT 0,
    "requests" INTEGER NOT NULL DEFAULT 0,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "erasures_pkey" PRIMARY KEY ("id")
);

-- From here on by hand: what the models cannot say.
ALTER TABLE "erasures" ALTER COLUMN "source_ids" SET NOT NULL;
ALTER TABLE "erasures" ADD CONSTRAINT "erasures_state_check" CHECK ("state" IN ('running', 'completed', 'failed'));
-- Whom it is about is known no longer than the work lasts.
ALTER TABLE "erasures" ADD CONSTRAINT "erasures_reference_check" CHECK ("state" <> 'completed' OR "sealed_reference" IS NULL);
