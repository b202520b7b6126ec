const mib = 1_048_576;

/**
 * How the embedded server runs: beside us, on a machine with so much memory. Every name is PostgreSQL's own. It takes a
 * sixteenth for its buffers, where the indexes of keyed hashes are written all over, and leaves the rest to the files' cache.
 */
export function embeddedSettings(memoryBytes: number): Readonly<Record<string, string>> {
  return {
    ...settings,
    shared_buffers: `${String(between(128, memoryBytes / 16 / mib, 1_024))}MB`,
    effective_cache_size: `${String(between(512, memoryBytes / 4 / mib, 16_384))}MB`,
  };
}

function between(least: number, wanted: number, most: number): number {
  return Math.floor(Math.min(most, Math.max(least, wanted)));
}

const settings: Readonly<Record<string, string>> = {
  listen_addresses: "127.0.0.1",
  max_connections: "200",
  maintenance_work_mem: "64MB",
  work_mem: "8MB",
  // Between checkpoints a page is written whole once: rare ones spare most of the log.
  checkpoint_timeout: "15min",
  max_wal_size: "2GB",
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
export function settingArguments(chosen: Readonly<Record<string, string>>): string[] {
  return Object.entries(chosen).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}
