import { describe, expect, it } from "vitest";
import { classifyStartFailure, EmbeddedServerError, explainFileError } from "#lib/platform/database/embedded-server-error";

const place = { dataDir: "/var/lib/countersign", logFile: "/var/lib/countersign/postgres.log" };
const sentence = (log: string): string => {
  const failure = classifyStartFailure(log, place);
  return failure.kind === "fatal" ? failure.sentence : failure.kind;
};

describe("why PostgreSQL did not start, read from its log", () => {
  it("tells a taken port and a directory in use from the rest", () => {
    expect(sentence('LOG:  could not bind IPv4 address "127.0.0.1": Address already in use\nFATAL:  could not create any TCP/IP sockets')).toBe("port_taken");
    expect(sentence('FATAL:  lock file "postmaster.pid" already exists')).toBe("directory_in_use");
    expect(sentence('FATAL:  lock file "postmaster.pid" is empty\nHINT:  Either another server is starting, or the lock file is the remnant of a previous server startup crash.')).toBe("directory_in_use");
    expect(sentence("LOG:  received fast shutdown request\nFATAL:  terminating connection due to administrator command\nLOG:  database system is shut down")).toBe("directory_in_use");
    expect(sentence("FATAL:  pre-existing shared memory block (key 1, ID 2) is still in use")).toBe("directory_in_use");
  });

  it("says what to do about a full disk, a forbidden one, and another major version", () => {
    expect(sentence('FATAL:  could not write lock file "postmaster.pid": No space left on device')).toMatch(/disk of \/var\/lib\/countersign is full: free some space/);
    expect(sentence('FATAL:  could not extend file "base/1/2": wrote only 4096 of 8192 bytes\nHINT:  Check free disk space.')).toMatch(/is full/);
    expect(sentence('FATAL:  could not open file "x": Permission denied')).toMatch(/may not write to \/var\/lib\/countersign/);
    expect(sentence("FATAL:  database files are incompatible with server")).toMatch(/another major version/);
  });

  it("repeats the telling line of anything else, in one line", () => {
    const said = sentence("2026-11-20 [1] LOG:  starting\n2026-11-20 [1] FATAL:  invalid value for parameter\n2026-11-20 [1] LOG:  database system is shut down\n");
    expect(said).toBe("The embedded PostgreSQL did not start, because its log says: invalid value for parameter (/var/lib/countersign/postgres.log).");
    expect(sentence("")).not.toContain("\n");
  });
});

describe("errors of the file system", () => {
  it("become sentences, and anything else stays as it was", () => {
    const full = explainFileError(Object.assign(new Error("x"), { code: "ENOSPC" }), "/var/lib/countersign");
    expect(full).toBeInstanceOf(EmbeddedServerError);
    expect(String(full)).toContain("the disk is full: free some space");
    const bug = new TypeError("x");
    expect(explainFileError(bug, "/var/lib/countersign")).toBe(bug);
  });
});
