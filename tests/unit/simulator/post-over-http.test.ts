import { createServer, type Server } from "node:net";
import { afterEach, expect, test } from "vitest";
import { isAnsweredAsExpected } from "#lib/simulator/is-answered-as-expected";
import { planSends } from "#lib/simulator/plan-sends";
import { postSigned } from "#lib/simulator/post-over-http";
import { seededRandom } from "#lib/simulator/randomness";
import { writeMessage } from "#lib/simulator/sign-message";

const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

/** A server that only listens: what came over a connection until its end. */
async function listening(): Promise<{ readonly url: string; readonly heard: Promise<string> }> {
  const server = createServer();
  servers.push(server);
  const heard = new Promise<string>((resolve) => {
    server.once("connection", (socket) => {
      let text = "";
      socket.setEncoding("latin1").on("data", (part: string) => (text += part)).on("error", () => undefined).once("close", () => resolve(text));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return { url: `http://127.0.0.1:${String(typeof address === "object" ? address?.port : 0)}/hook`, heard };
}

const message = writeMessage({ provider: "stripe", nowSeconds: 1_767_225_600, random: seededRandom("cut") });
const planned = planSends([{ atSeconds: 0, message, twin: () => message }], "truncate", { signsTime: true, random: seededRandom("plan") });
const signed = message.sign(["whsec_of_a_shop"], 1_767_225_600);

test("a truncated message promises its whole length, brings half of it, and the connection ends there", async () => {
  const { url, heard } = await listening();
  const cut = planned[0]?.alter?.(message, signed) ?? signed;
  const answer = await postSigned(url, cut, 5_000);
  expect(answer).toMatchObject({ status: null, failure: expect.stringContaining("broke") as string });
  const [head = "", body = ""] = (await heard).split("\r\n\r\n");
  expect(head.toLowerCase()).toContain(`content-length: ${String(signed.body.length)}`);
  expect(body).toBe(Buffer.from(signed.body).toString("latin1").slice(0, Math.floor(signed.body.length / 2)));
});

test("nobody there is told in words, and is never taken for a refusal", async () => {
  const { url } = await listening();
  await new Promise((resolve) => servers.pop()?.close(resolve));
  const answer = await postSigned(url, signed, 5_000);
  expect(answer).toMatchObject({ status: null, failure: expect.stringContaining("nothing listens there") as string });
  const [send] = planSends([{ atSeconds: 0, message, twin: () => message }], "wrong-key", { signsTime: true, random: seededRandom("plan") });
  if (send === undefined) throw new Error("nothing was planned");
  const asked = (status: number | null) => isAnsweredAsExpected({ send, attempts: [{ index: 0, send, number: 1, atSeconds: 0, answer: { ...answer, status }, judgement: "again" }], outcome: "given_up" });
  expect([null, 401, 503].map(asked)).toEqual([false, true, false]);
});
