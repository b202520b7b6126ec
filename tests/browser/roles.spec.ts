import { expect, test } from "./fixtures.ts";

test("a viewer creates nothing: no button, no page, no call", async ({ api, pageAs, server }) => {
  const source = await api.createSource({ provider: "gateway", name: "Seen by a viewer", settings: {}, secret: "a-key-that-no-viewer-sees" });
  const page = await pageAs("viewer");
  await page.goto("/sources?mode=test");
  await expect(page.getByText("Seen by a viewer").first()).toBeVisible();
  await expect(page.getByRole("link", { name: "New source" })).toHaveCount(0);
  await page.goto("/sources/new");
  await expect(page.getByText("Your role does not allow this")).toBeVisible();

  const answer = await page.evaluate(async () => {
    const session: unknown = await (await fetch("/api/v1/session")).json();
    const token = typeof session === "object" && session !== null && "csrfToken" in session ? String(session.csrfToken) : "";
    const body = JSON.stringify({ provider: "gateway", name: "x", mode: "test", settings: {} });
    const send = (headers: Record<string, string>): Promise<number> => fetch("/api/v1/sources", { method: "POST", headers: { "content-type": "application/json", ...headers }, body }).then((response) => response.status);
    return { hadToken: token.length > 20, withToken: await send({ "x-csrf-token": token }), without: await send({}) };
  });
  expect(answer).toEqual({ hadToken: true, withToken: 403, without: 403 });

  const token = new URL(source.webhookUrl).pathname.split("/").at(-1) ?? "";
  for (const path of ["/", "/sources", `/sources/${source.id}`, "/events", "/requests"]) {
    await page.goto(path);
    expect(await page.content(), `the token on ${path}`).not.toContain(token);
    const streamed = await page.request.get(`${server.url}${path}`, { headers: { rsc: "1" } });
    expect(await streamed.text(), `the token in the stream of ${path}`).not.toContain(token);
  }
});

test("nobody sees a page or an answer without signing in", async ({ visitor, server }) => {
  for (const path of ["/", "/events", "/requests", "/sources", "/sources/new"]) {
    await visitor.goto(path);
    await expect(visitor).toHaveURL(/\/sign-in/);
  }
  for (const path of ["/session", "/sources", "/events", "/requests", "/stats"]) {
    expect((await visitor.request.get(`${server.url}/api/v1${path}`)).status(), path).toBe(401);
  }
});

test("signing out everywhere ends the other browser at once", async ({ browser, pageAs, signIn, server }) => {
  const page = await pageAs("operator");
  const context = await browser.newContext({ baseURL: server.url, storageState: await page.context().storageState() });
  const other = await context.newPage();
  await other.goto("/events");
  await expect(other).toHaveURL(/\/events/);
  await page.goto("/");
  await page.getByRole("button", { name: /^Account of/ }).click();
  await page.getByRole("menuitem", { name: "Sign out everywhere" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Sign out everywhere" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await other.goto("/events");
  await expect(other).toHaveURL(/\/sign-in/);
  await signIn(context, "viewer");
  await other.goto("/events");
  await expect(other, "another account signs in in the same browser").toHaveURL(/\/events/);
  await context.close();
});
