import { Problem } from "#lib/platform/problem";
import { problemResponse } from "./problem-response.ts";

/** For addresses below `/api/v1` that no route has. */
export function refuseUnknownAddress(request: Request): Response {
  return problemResponse(new Problem("not_found", "The API has nothing under this address: /api/v1/openapi.json lists what it has."), request);
}
