/** How the embedded server runs: for a small machine that also runs us. Every name is PostgreSQL's own. */
export const embeddedSettings: Readonly<Record<string, string>> = {
  listen_addresses: "127.0.0.1",
  max_connections: "200",
  shared_buffers: "128MB",
  effective_cache_size: "512MB",
  maintenance_work_mem: "64MB",
  work_mem: "8MB",
  max_wal_size: "1GB",
  min_wal_size: "160MB",
  wal_buffers: "8MB",
  random_page_cost: "1.1",
  max_parallel_workers_per_gather: "1",
  // Compiling a query takes longer than any query of ours runs.
  jit: "off",
  timezone: "UTC",
  log_timezone: "UTC",
  log_line_prefix: "%m [%p] ",
  log_min_messages: "warning",
  log_checkpoints: "off",
  // Statements and details hold payloads: they stay out of the log.
  log_min_error_statement: "panic",
  log_error_verbosity: "terse",
};

/** Settings as arguments of `postgres`. */
export function settingArguments(settings: Readonly<Record<string, string>>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}
