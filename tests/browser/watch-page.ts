import { expect, type Page } from "@playwright/test";

/** Notes what a page complains about: exceptions, console errors (also of the content policy), requests that fail on our side. */
export function watchPage(page: Page): { readonly expectNone: () => void } {
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(`exception: ${error.message}`));
  page.on("console", (message) => {
    // The browser itself reports every answer of 400 and above; those that are ours to prevent are noted below.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) faults.push(`console: ${message.text()}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 500) faults.push(`${String(response.status())}: ${response.request().method()} ${response.url()}`);
  });
  return { expectNone: () => expect(faults, "what the page complained about").toEqual([]) };
}
