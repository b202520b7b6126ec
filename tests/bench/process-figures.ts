import { readdirSync, readFileSync } from "node:fs";

/** Linux counts processor time in hundredths of a second. */
const ticksPerSecond = 100;

/** Resident memory of a process and those that it started, in MiB; `null` where the system does not tell (it is Linux's /proc). */
export function residentMib(pid: number): number | null {
  const own = residentKib(pid);
  return own === null ? null : Math.round(childrenOf(pid).reduce((sum, child) => sum + (residentKib(child) ?? 0), own) / 1024);
}

function residentKib(pid: number): number | null {
  const kib = /VmRSS:\s+(\d+) kB/.exec(read(`/proc/${String(pid)}/status`) ?? "")?.[1];
  return kib === undefined ? null : Number(kib);
}

/** Processor time that a process has used by itself, in seconds; `null` where the system does not tell. */
export function processorSeconds(pid: number): number | null {
  const fields = statFields(pid);
  return fields === null ? null : (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/**
 * The same for a process and those that it started, as a PostgreSQL is. What those had used that ended meanwhile stands in
 * its own figures from then on: without it the sum would fall with each connection that is closed.
 */
export function familySeconds(pid: number): number | null {
  // Its own figures first: a child that ends between the two readings is missed once, never counted twice.
  const fields = statFields(pid);
  if (fields === null) return null;
  const children = childrenOf(pid).reduce((sum, child) => sum + (processorSeconds(child) ?? 0), 0);
  return children + [11, 12, 13, 14].reduce((sum, field) => sum + Number(fields[field]), 0) / ticksPerSecond;
}

function childrenOf(pid: number): readonly number[] {
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry) && statFields(Number(entry))?.[1] === String(pid))
    .map(Number);
}

/** What follows the name in /proc/<pid>/stat: state, parent, …; user and system time are the 12th and 13th, those of ended children the next two (proc(5)). */
function statFields(pid: number): readonly string[] | null {
  const text = read(`/proc/${String(pid)}/stat`);
  return text === null ? null : text.slice(text.lastIndexOf(")") + 2).split(" ");
}

function read(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // The process has ended, or this is not Linux.
    return null;
  }
}
