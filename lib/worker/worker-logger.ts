import { Logger } from "graphile-worker";
import { log } from "#lib/platform/log";

/** graphile-worker's log through ours: its line per finished job is debug, and nothing is said while `muted`. */
export function workerLogger(muted: { readonly now: boolean }): Logger {
  return new Logger((scope) => (level, message) => {
    if (muted.now) return;
    const fields = { component: "worker", ...(scope.taskIdentifier === undefined ? {} : { task: scope.taskIdentifier }) };
    if (level === "error") log().error(fields, message);
    else if (level === "warning") log().warn(fields, message);
    else log().debug(fields, message);
  });
}
