-- CreateTable
CREATE TABLE "event_copies" (
    "event_id" UUID NOT NULL,
    "request_id" UUID NOT NULL,
    "item_index" SMALLINT NOT NULL,

    CONSTRAINT "event_copies_pkey" PRIMARY KEY ("event_id","request_id","item_index")
);
