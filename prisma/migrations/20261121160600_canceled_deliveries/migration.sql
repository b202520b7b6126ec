-- As what failed: few among many, found target by target.
CREATE INDEX "deliveries_canceled_idx" ON "deliveries" ("target_id", "id") WHERE "status" = 'canceled';
