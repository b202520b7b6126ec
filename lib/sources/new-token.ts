import { randomBytes } from "node:crypto";

/** 256 random bits as 43 letters of base64url: the name of a source that nobody can guess. */
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}
