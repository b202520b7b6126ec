-- CreateTable
CREATE TABLE "rule_sets" (
    "id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'draft',
    "rules" JSON NOT NULL,
    "default" JSON NOT NULL,
    "fallback" JSON NOT NULL,
    "deadline_ms" INTEGER NOT NULL DEFAULT 2500,
    "based_on" INTEGER,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "activated_by" TEXT,
    "activated_at" TIMESTAMPTZ(3),
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "rule_sets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "validation_lists" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "field" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "validation_lists_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "validation_list_entries" (
    "list_id" UUID NOT NULL,
    "value" TEXT NOT NULL,
    "label" TEXT,
    "note" TEXT NOT NULL DEFAULT '',
    "added_by" TEXT NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "validation_list_entries_pkey" PRIMARY KEY ("list_id","value")
);

-- CreateIndex
CREATE UNIQUE INDEX "rule_sets_source_id_version_key" ON "rule_sets"("source_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "validation_lists_name_key" ON "validation_lists"("name");

-- AddForeignKey
ALTER TABLE "validation_list_entries" ADD CONSTRAINT "validation_list_entries_list_id_fkey" FOREIGN KEY ("list_id") REFERENCES "validation_lists"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "rule_sets" ADD CONSTRAINT "rule_sets_state_check" CHECK ("state" IN ('draft', 'active', 'shadow', 'retired'));
ALTER TABLE "rule_sets" ADD CONSTRAINT "rule_sets_deadline_check" CHECK ("deadline_ms" BETWEEN 1500 AND 10000);
-- One set decides for a source, and one more may speak beside it.
CREATE UNIQUE INDEX "rule_sets_active_key" ON "rule_sets"("source_id") WHERE "state" = 'active';
CREATE UNIQUE INDEX "rule_sets_shadow_key" ON "rule_sets"("source_id") WHERE "state" = 'shadow';
