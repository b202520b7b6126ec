-- How many messages still come to a former URL, and when the last one did.
-- AlterTable
ALTER TABLE "source_tokens" ADD COLUMN     "last_used_at" TIMESTAMPTZ(3),
ADD COLUMN     "use_count" BIGINT NOT NULL DEFAULT 0;
