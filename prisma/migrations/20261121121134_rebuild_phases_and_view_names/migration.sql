-- DropIndex
DROP INDEX "saved_views_owner_id_idx";

-- AlterTable
ALTER TABLE "rebuilds" ADD COLUMN     "error" TEXT,
ADD COLUMN     "phase" TEXT NOT NULL DEFAULT 'transactions';

-- CreateIndex
CREATE UNIQUE INDEX "saved_views_owner_id_list_name_key" ON "saved_views"("owner_id", "list", "name");

-- From here on by hand: what the models cannot say.
ALTER TABLE "rebuilds" ADD CONSTRAINT "rebuilds_phase_check" CHECK ("phase" IN ('transactions', 'events'));
-- One at a time: a second one would only do the same work beside it.
CREATE UNIQUE INDEX "rebuilds_one_running" ON "rebuilds" ("state") WHERE "state" = 'running';
