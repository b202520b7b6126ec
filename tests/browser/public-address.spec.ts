import { expect, test } from "./fixtures.ts";

test("the public address is checked from here, and another one is tried before it is saved", async ({ server, pageAs }) => {
  const page = await pageAs("admin");
  await page.goto("/settings");
  await page.getByRole("button", { name: "Check this address" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "It leads here, from inside only" })).toContainText("nobody on the internet can call this address");

  await page.getByLabel("Public URL").fill("http://127.0.0.1:1");
  await page.locator("section", { has: page.getByLabel("Public URL") }).getByRole("button", { name: "Save" }).click();
  const dialog = page.getByRole("dialog", { name: "Save these settings" });
  await expect(dialog.getByRole("alert")).toContainText("Nothing answers there");
  await expect(dialog).toContainText("You may save it all the same");
  await expect(dialog.getByRole("button", { name: "Save all the same" })).toBeVisible();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await page.reload();
  await expect(page.getByText(`Empty: ${server.url}, where it listens.`), "nothing was saved").toBeVisible();
});

test("a source with a local address says what opens a tunnel, and offers one that runs after it was tried", async ({ api, server, pageAs }) => {
  const source = await api.createSource({ provider: "gateway", name: "Behind a tunnel", settings: {}, secret: "the-key-behind-the-tunnel" });
  const { port } = new URL(server.url);
  const page = await pageAs("admin");
  // Nobody knows what runs on this machine: the answer is of a tunnel to here, and of one to somewhere else.
  await page.route("**/api/v1/settings/public-url/tunnels", (route) =>
    route.fulfill({ json: { tunnels: [{ program: "ngrok", url: "https://127.0.0.1:1", port: Number(port) }, { program: "ngrok", url: "https://other.example.com", port: 1 }] } }),
  );
  await page.goto(`/sources/${source.id}`);
  await expect(page.getByRole("region", { name: "ngrok", exact: true })).toHaveText(`ngrok http ${port}`);
  await expect(page.getByRole("region", { name: "cloudflared", exact: true })).toHaveText(`cloudflared tunnel --url http://localhost:${port}`);
  await expect(page.getByText("2 tunnels run on this machine.")).toBeVisible();
  await expect(page.getByText(`but it leads to port 1, and Countersign is on ${port}`)).toBeVisible();
  await page.getByRole("button", { name: "Use this address" }).click();
  const dialog = page.getByRole("dialog", { name: "Change the public address" });
  await expect(dialog.getByRole("alert")).toContainText("Nothing answers there");
  await expect(dialog).toContainText("sign-in cookies are made for https");
  await expect(dialog.getByRole("button", { name: "Use it all the same" })).toBeVisible();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Check this address" }).click();
  await expect(page.getByText("It leads here, from inside only")).toBeVisible();
});
