-- CreateTable
CREATE TABLE "endpoint_figures" (
    "endpoint_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "succeeded" INTEGER NOT NULL,
    "failed" INTEGER NOT NULL,
    "total_ms" BIGINT NOT NULL,
    "slowest_ms" INTEGER NOT NULL,

    CONSTRAINT "endpoint_figures_pkey" PRIMARY KEY ("endpoint_id","at")
);

-- CreateIndex
CREATE INDEX "endpoint_figures_at_idx" ON "endpoint_figures"("at");


-- The row of the present ten minutes is updated every few seconds.
ALTER TABLE "endpoint_figures" SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
