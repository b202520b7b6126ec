import { defineConfig } from "prisma/config";

// `prisma generate` never runs the schema engine, but downloads one unless a path is set.
process.env["PRISMA_SCHEMA_ENGINE_BINARY"] ??= process.execPath;
process.env["CHECKPOINT_DISABLE"] ??= "1";

export default defineConfig({
  schema: "models",
  migrations: { path: "migrations" },
  datasource: { url: process.env["DATABASE_URL"] ?? "postgresql://unset" },
});
