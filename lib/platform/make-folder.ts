import { mkdirSync, statSync } from "node:fs";
import path from "node:path";

/**
 * Makes a folder and those above it. Node's own recursive mkdir never ends where a file system answers ENOENT for a
 * folder whose parent is there, as procfs does. Throws what the file system says.
 */
export function makeFolder(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false }) !== undefined) return;
  const parent = path.dirname(folder);
  if (parent !== folder) makeFolder(parent);
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process may have been quicker; a file of that name shows itself at the first use.
    if (statSync(folder, { throwIfNoEntry: false }) === undefined) throw error;
  }
}
