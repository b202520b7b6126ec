import { expect, it } from "vitest";
import { handle } from "#lib/rest/handle";
import { getDocs } from "#lib/rest/openapi-routes";
import { apiRequest, testInstallation, withParams } from "#tests/support/access";
import { testDatabase } from "#tests/support/database";

await testInstallation(await testDatabase());

it("the API's own address leads anybody to the page that explains it", async () => {
  const answer = await handle(getDocs).GET(apiRequest("GET", "/docs", {}), withParams({}));
  expect(answer.status).toBe(307);
  expect(answer.headers.get("location")).toBe("/docs");
});
