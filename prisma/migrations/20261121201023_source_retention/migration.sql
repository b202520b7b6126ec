-- CreateTable
CREATE TABLE "source_retention" (
    "source_id" UUID NOT NULL,
    "requests_days" INTEGER,
    "requests_for_ever" BOOLEAN NOT NULL DEFAULT false,
    "events_days" INTEGER,
    "events_for_ever" BOOLEAN NOT NULL DEFAULT false,
    "attempts_days" INTEGER,
    "attempts_for_ever" BOOLEAN NOT NULL DEFAULT false,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "source_retention_pkey" PRIMARY KEY ("source_id")
);

-- CreateTable
CREATE TABLE "retention_progress" (
    "source_id" UUID NOT NULL,
    "attempts_before" UUID NOT NULL,

    CONSTRAINT "retention_progress_pkey" PRIMARY KEY ("source_id")
);

-- AddForeignKey
ALTER TABLE "source_retention" ADD CONSTRAINT "source_retention_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "sources"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "retention_progress" ADD CONSTRAINT "retention_progress_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "sources"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- From here on by hand: what the models cannot say. For ever is said by its own column, so that no number can be misread as it.
ALTER TABLE "source_retention" ADD CONSTRAINT "source_retention_days_check" CHECK ("requests_days" BETWEEN 1 AND 36500 AND "events_days" BETWEEN 1 AND 36500 AND "attempts_days" BETWEEN 1 AND 36500);
ALTER TABLE "source_retention" ADD CONSTRAINT "source_retention_one_of_them_check" CHECK (NOT ("requests_for_ever" AND "requests_days" IS NOT NULL) AND NOT ("events_for_ever" AND "events_days" IS NOT NULL) AND NOT ("attempts_for_ever" AND "attempts_days" IS NOT NULL));
