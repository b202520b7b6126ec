import { readdirSync, readFileSync } from "node:fs";

/** Linux counts processor time in hundredths of a second. */
const ticksPerSecond = 100;

/** Resident memory of a process in MiB; `null` where the system does not tell (it is Linux's /proc). */
export function residentMib(pid: number): number | null {
  const kib = /VmRSS:\s+(\d+) kB/.exec(read(`/proc/${String(pid)}/status`) ?? "")?.[1];
  return kib === undefined ? null : Math.round(Number(kib) / 1024);
}

/** Processor time that a process has used, in seconds; `null` where the system does not tell. */
export function processorSeconds(pid: number): number | null {
  const fields = statFields(pid);
  return fields === null ? null : (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** The same for a process and those that it started, as a PostgreSQL is. Those that ended meanwhile are left out. */
export function familySeconds(pid: number): number | null {
  const own = processorSeconds(pid);
  if (own === null) return null;
  const children = readdirSync("/proc").filter((entry) => /^\d+$/.test(entry) && statFields(Number(entry))?.[1] === String(pid));
  return children.reduce((sum, child) => sum + (processorSeconds(Number(child)) ?? 0), own);
}

/** What follows the name in /proc/<pid>/stat: state, parent, …; user and system time are the 12th and 13th (proc(5)). */
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
