import { expect } from "@playwright/test";
import { z } from "zod";
import { praxisSecret, praxisSettings, signValidation, validationBody, verifiedAnswer } from "#tests/support/praxis-validation";
import type { ApiClient } from "../api-client.ts";

const made = z.object({ id: z.string() });
const decisions = z.object({ data: z.array(made).min(1) });
const askedSource = z.object({ validationUrl: z.string() });

export interface AskedSource {
  readonly id: string;
  /** Asks as Praxis does, and gives what was answered. */
  readonly ask: (attempt?: Parameters<typeof validationBody>[0]) => Promise<{ readonly status: number; readonly description: string }>;
}

/** A source of Praxis whose door of validations can be asked. */
export async function askableSource(api: ApiClient, name: string): Promise<AskedSource> {
  const { id } = await api.createSource({ provider: "praxis", name, settings: praxisSettings, secret: praxisSecret });
  const { validationUrl } = askedSource.parse(await api.call("GET", `/sources/${id}`));
  return {
    id,
    ask: async (attempt = {}) => {
      const body = validationBody(attempt);
      const response = await fetch(validationUrl, { method: "POST", headers: signValidation(body), body });
      return verifiedAnswer({ status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() });
    },
  };
}

/** The pages of validations: a draft, an active version, a former one, a list with entries, decisions. */
export async function validationPages(api: ApiClient): Promise<readonly string[]> {
  const source = await askableSource(api, "Asks first");
  const create = async (path: string, body: unknown): Promise<string> => made.parse(await api.call("POST", path, body)).id;
  const list = await create("/validation-lists", { name: "Every page", field: "customer" });
  await api.call("POST", `/validation-lists/${list}/entries`, { values: ["somebody"], note: "As an example" });
  const rules = [{ name: "Blocked", when: { all: [{ field: "customer", op: "inList", value: list }, { not: { velocity: { measure: "count", per: "card", withinSeconds: 600 }, op: "lte", value: 5 } }] }, then: { action: "decline", description: "Please contact us" } }];
  const former = await create("/validation-rules", { sourceId: source.id });
  await api.call("POST", `/validation-rules/${former}/activate`, {});
  const active = await create("/validation-rules", { sourceId: source.id, basedOn: former, rules });
  await api.call("POST", `/validation-rules/${active}/activate`, {});
  const draft = await create("/validation-rules", { sourceId: source.id, basedOn: active, default: { action: "decline", description: "Closed" } });
  await source.ask();
  const read = async (): Promise<unknown> => api.call("GET", `/validations?sourceId=${source.id}`);
  await expect.poll(async () => decisions.safeParse(await read()).success, { timeout: 15_000 }).toBe(true);
  const [decision] = decisions.parse(await read()).data;
  return ["/validations?mode=test", "/validations?rule=no-rule-has-this-name", `/validations/${decision?.id ?? ""}`, `/validations/rules?sourceId=${source.id}`, `/validations/rules/${draft}`, `/validations/rules/${active}`, `/validations/rules/${former}`, "/validations/lists", `/validations/lists/${list}`];
}
