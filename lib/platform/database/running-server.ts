import path from "node:path";
import { explainFileError } from "./embedded-server-error.ts";
import { clusterPassword } from "./make-cluster.ts";
import { findPostmaster } from "./postmaster-file.ts";
import { applicationUrl } from "./server-ownership.sql.ts";

/**
 * The URL of the embedded server that another process runs on `dataDir` at this moment, or `null` when none runs.
 * Takes no ownership of it. Throws `EmbeddedServerError` when the directory may not be read.
 */
export function runningServerUrl(dataDir: string): string | null {
  const place = path.resolve(dataDir);
  const cluster = path.join(place, "postgres");
  try {
    const postmaster = findPostmaster(cluster);
    return postmaster === null || postmaster.port === null ? null : applicationUrl(postmaster.port, clusterPassword(cluster));
  } catch (error) {
    throw explainFileError(error, place);
  }
}
