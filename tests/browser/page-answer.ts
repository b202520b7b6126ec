import { expect } from "@playwright/test";

export interface Answer {
  readonly status: number;
  readonly location: string;
  readonly policy: string;
  readonly text: string;
}

export interface AskedPage<Page> {
  readonly page: Page;
  readonly answer: Answer;
  /** The same, as the router of the pages asks for it; `null`: not asked for. */
  readonly streamed: Answer | null;
}

/** Enough for two processors; more would only wait for one another. */
const atOnce = 4;

/** Asks for each page as a browser does, and where that is wanted too as the router within the pages does. */
export async function askPages<Page extends { readonly address: string }>(url: string, pages: readonly Page[], headers: Readonly<Record<string, string>>, alsoStreamed = false): Promise<readonly AskedPage<Page>[]> {
  const asked: AskedPage<Page>[] = [];
  const waiting = [...pages];
  const work = async (): Promise<void> => {
    for (let page = waiting.shift(); page !== undefined; page = waiting.shift()) {
      const address = `${url}${page.address}`;
      asked.push({ page, answer: await ask(address, headers, "manual"), streamed: alsoStreamed ? await ask(address, { ...headers, rsc: "1" }, "follow") : null });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return asked;
}

async function ask(address: string, headers: Readonly<Record<string, string>>, redirect: RequestRedirect): Promise<Answer> {
  const response = await fetch(address, { headers: { ...headers }, redirect });
  return { status: response.status, location: response.headers.get("location") ?? "", policy: response.headers.get("content-security-policy") ?? "", text: await response.text() };
}

/** Whether it leads to the sign-in. */
export function isSignIn({ status, location }: Answer): boolean {
  return status === 307 && location.startsWith("/sign-in");
}

/** Scripts run by the answer's own nonce alone, and each of its scripts has it. */
export function expectStrictPolicy({ policy, text }: Answer, what: string): void {
  const scripts = /script-src ([^;]+)/.exec(policy)?.[1] ?? "";
  const nonce = /'nonce-([A-Za-z0-9+/=]{22,})'/.exec(scripts)?.[1];
  expect.soft(scripts, what).not.toMatch(/unsafe-inline|unsafe-eval|unsafe-hashes|\*|https?:|data:|blob:/);
  expect.soft(nonce, `${what} has a nonce`).toBeDefined();
  for (const directive of ["default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"]) expect.soft(policy, what).toContain(directive);
  const tags = [...text.matchAll(/<script\b([^>]*)>/g)].map(([, attributes]) => attributes ?? "");
  expect.soft(tags.length, `${what} has scripts`).toBeGreaterThan(0);
  expect.soft(tags.filter((attributes) => !attributes.includes(`nonce="${nonce ?? ""}"`)), `${what}: every script has the nonce`).toEqual([]);
  expect.soft(/<[a-z][^>]*\son[a-z]+="/i.test(text.replaceAll(/<script\b.*?<\/script>/gs, "")), `${what} has no handler as an attribute`).toBe(false);
}
