-- CreateTable
CREATE TABLE "public_url_tokens" (
    "hash" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "public_url_tokens_pkey" PRIMARY KEY ("hash")
);
