import { statSync } from "node:fs";
import path from "node:path";

/** Where PostgreSQL makes its socket unless it is told otherwise. */
const folder = "/tmp";

/**
 * The same database through its socket in the file system, where it has one: a question takes two thirds of the time. Only
 * one of the user to whom the data belongs: anybody may make a file in that folder.
 */
export function socketUrl(url: string, dataDir: string): string {
  const place = new URL(url);
  const socket = statSync(path.join(folder, `.s.PGSQL.${place.port}`), { throwIfNoEntry: false });
  const owner = statSync(path.join(dataDir, "postgres"), { throwIfNoEntry: false })?.uid;
  if (socket?.isSocket() !== true || socket.uid !== owner) return url;
  place.searchParams.set("host", folder);
  return place.href;
}
