import type { Locator, Page } from "@playwright/test";

/** The three steps to a new source. */
export class NewSourcePage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async choose(providerId: string): Promise<void> {
    await this.#page.goto("/sources/new");
    await this.#page.locator(`a[href="/sources/new?provider=${providerId}"]`).click();
    await this.#page.getByRole("button", { name: "Create the source" }).waitFor();
  }

  /** Fills in what is given and goes to the third step. A key that is not given is made by Countersign where it can be. */
  async create(input: { readonly name: string; readonly settings: (page: Page) => Promise<unknown>; readonly key: string | null }): Promise<void> {
    await this.#page.getByLabel("Name", { exact: true }).fill(input.name);
    await input.settings(this.#page);
    if (input.key !== null) await this.#page.getByLabel(/^Key \(optional\)/).fill(input.key);
    await this.#page.getByRole("button", { name: "Create the source" }).click();
    await this.#page.waitForURL(/\/sources\/src_[^/]+\/connect$/);
  }

  get webhookUrl(): Locator {
    return this.#page.getByRole("region", { name: "Webhook URL" });
  }

  /** The line that people copy into a shell. */
  get testCommand(): Locator {
    return this.#page.getByRole("region", { name: "command" });
  }
}
