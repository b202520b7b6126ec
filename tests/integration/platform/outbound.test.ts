import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { OutboundResult } from "#lib/platform/outbound/exchange";
import { openOutbound, type Outbound, type OutboundOptions } from "#lib/platform/outbound/outbound";
import { selfSignedCertificate } from "#tests/support/certificate";
import { httpTarget, tcpTarget } from "#tests/support/outbound-target";

const opened: Outbound[] = [];
afterEach(() => {
  for (const outbound of opened.splice(0)) outbound.close();
  vi.unstubAllEnvs();
});

const loopback = ["127.0.0.0/8", "::1/128"];

function sender(options: Partial<OutboundOptions> = {}): (url: string, deadlineMs?: number) => Promise<OutboundResult> {
  const outbound = openOutbound({ allowPrivateTargets: loopback, ...options });
  opened.push(outbound);
  return (url, deadlineMs = 5_000) => outbound.send({ method: "POST", url, headers: { "content-type": "application/json" }, body: Buffer.from('{"a":1}'), deadlineMs });
}

describe("an answer", () => {
  it("comes with its status, headers, bytes and the time of each step", async () => {
    const target = await httpTarget((_request, response) => response.writeHead(202, { "x-a": "1", "set-cookie": ["a=1", "b=2"] }).end("thanks"));
    const answer = await sender()(`http://127.0.0.1:${String(target.port)}/hook?x=1`);
    expect(answer).toMatchObject({ error: null, statusCode: 202, truncated: false, timings: { dnsMs: null, tlsMs: null } });
    expect(Buffer.from(answer.body).toString()).toBe("thanks");
    expect(answer.headers).toContainEqual(["x-a", "1"]);
    expect(answer.headers.filter(([name]) => name === "set-cookie").map(([, value]) => value)).toEqual(["a=1", "b=2"]);
    expect(answer.timings.connectMs).toBeGreaterThan(0);
    expect(answer.timings.firstByteMs).toBeGreaterThan(0);
    expect(target.calls[0]).toMatchObject({ method: "POST", url: "/hook?x=1", headers: { host: `127.0.0.1:${String(target.port)}`, "content-length": "7" } });
    expect(target.calls[0]?.body.toString()).toBe('{"a":1}');
  });

  it("of the next request comes over the same connection, which then costs no time to make", async () => {
    const target = await httpTarget((_request, response) => response.end());
    const send = sender({ resolve: async () => ["127.0.0.1"] });
    const first = await send(`http://shop.test:${String(target.port)}/`);
    expect(first.timings.dnsMs).not.toBeNull();
    expect((await send(`http://shop.test:${String(target.port)}/other`)).timings).toMatchObject({ dnsMs: null, connectMs: null });
    expect(target.connections()).toBe(1);
    target.endConnections();
    await expect.poll(async () => (await send(`http://shop.test:${String(target.port)}/`)).error).toBeNull();
    expect(target.connections()).toBe(2);
  });

  it("comes over a new connection once the old one is half a minute old, so that a name that moved is followed", async () => {
    const target = await httpTarget((_request, response) => response.end());
    const send = sender();
    const url = `http://127.0.0.1:${String(target.port)}/`;
    const startMs = performance.now();
    const clock = vi.spyOn(performance, "now");
    for (let second = 0; second <= 32; second += 2) {
      clock.mockReturnValue(startMs + second * 1000);
      await send(url);
    }
    clock.mockRestore();
    expect(target.connections()).toBe(2);
  });

  it("is kept as it came: redirects are not followed, encodings are not undone", async () => {
    const zipped = gzipSync("hello");
    const target = await httpTarget((request, response) => {
      if (request.url === "/from") response.writeHead(307, { location: "/to" }).end();
      else response.writeHead(200, { "content-encoding": "gzip" }).end(zipped);
    });
    const send = sender();
    expect(await send(`http://127.0.0.1:${String(target.port)}/from`)).toMatchObject({ error: null, statusCode: 307 });
    expect(target.calls.map(({ url }) => url)).toEqual(["/from"]);
    expect(Buffer.from((await send(`http://127.0.0.1:${String(target.port)}/zipped`)).body).equals(zipped)).toBe(true);
  });

  it("is asked of the target itself, whatever proxies the environment names", async () => {
    const proxy = await httpTarget((_request, response) => response.end("proxy"));
    for (const name of ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"]) vi.stubEnv(name, `http://127.0.0.1:${String(proxy.port)}`);
    const target = await httpTarget((_request, response) => response.end("target"));
    expect(Buffer.from((await sender()(`http://127.0.0.1:${String(target.port)}/`)).body).toString()).toBe("target");
    expect(proxy.connections()).toBe(0);
  });
});

describe("an address that is not public", () => {
  it.each(["http://127.0.0.1:PORT/", "http://localhost:PORT/", "http://[::1]:PORT/", "http://2130706433:PORT/", "http://0.0.0.0:PORT/", "http://user@127.0.0.1:PORT/"])("is not dialled as %s", async (url) => {
    const target = await httpTarget((_request, response) => response.end());
    expect(await sender({ allowPrivateTargets: [] })(url.replace("PORT", String(target.port)))).toMatchObject({ error: "refused_address", statusCode: null });
    expect(target.connections()).toBe(0);
  });

  it.each([[["127.0.0.1"]], [["127.0.0.2", "127.0.0.1"]], [["127.0.0.2", "10.0.0.1"]], [["127.0.0.2", "::1"]], [["::ffff:127.0.0.2"]], [["127.0.0.2", "fd00:ec2::254"]]])("refuses a name that leads to %s, one of them being enough", async (addresses) => {
    const target = await httpTarget((_request, response) => response.end(), { host: "0.0.0.0" });
    expect(await sender({ allowPrivateTargets: ["127.0.0.2/32"], resolve: async () => addresses })(`http://shop.test:${String(target.port)}/`)).toMatchObject({ error: "refused_address" });
    expect(target.connections()).toBe(0);
  });

  it("is not reached by a name that changes its mind: every new connection looks and checks again, and dials what was checked", async () => {
    const target = await httpTarget((_request, response) => response.setHeader("connection", "close").end(), { host: "0.0.0.0" });
    const answers = [["127.0.0.2"], ["127.0.0.1"], ["127.0.0.2"]];
    const send = sender({ allowPrivateTargets: ["127.0.0.2/32"], resolve: async () => answers.shift() ?? [] });
    const url = `http://shop.test:${String(target.port)}/`;
    expect([(await send(url)).error, (await send(url)).error, (await send(url)).error, (await send(url)).error]).toEqual([null, "refused_address", null, "dns"]);
    expect(target.calls).toHaveLength(2);
  });

  it("cannot take over a connection that was made to a checked one", async () => {
    const target = await httpTarget((_request, response) => response.end());
    const answers = [["127.0.0.1"], ["169.254.169.254"]];
    const send = sender({ allowPrivateTargets: ["127.0.0.1/32"], resolve: async () => answers.shift() ?? [] });
    const url = `http://shop.test:${String(target.port)}/`;
    expect((await send(url)).error).toBeNull();
    expect((await send(url)).error).toBeNull();
    expect([target.connections(), answers.length]).toEqual([1, 1]);
  });

  it("says what it is and how to allow it", async () => {
    const { detail } = await sender({ allowPrivateTargets: [], resolve: async () => ["10.1.2.3"] })("https://intranet.test/");
    expect(detail).toBe("intranet.test leads to 10.1.2.3, which is a private network. Only public addresses are reached; ALLOW_PRIVATE_TARGETS names the exceptions.");
  });
});

describe("a target that misbehaves", () => {
  it.each([
    ["never answers", () => undefined, { error: "timeout", statusCode: null }],
    ["drips its head", (write: (text: string) => void) => void drip(write, "HTTP/1.1 200 OK\r\nx-a: ", "b"), { error: "timeout", statusCode: null }],
    ["drips its body", (write: (text: string) => void) => void drip(write, "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n", "b"), { error: "timeout", statusCode: 200, truncated: true }],
    ["sends early hints for ever", (write: (text: string) => void) => void drip(write, "", "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n"), { error: "timeout", statusCode: null }],
  ])("is cut off at the deadline when it %s", async (_what, onRequest, expected) => {
    const target = await tcpTarget((socket) => socket.once("data", () => onRequest((text) => void socket.write(text))));
    expect(await sender()(`http://127.0.0.1:${String(target.port)}/`, 300)).toMatchObject(expected);
  });

  it.each([
    ["closes without a word", "", "reset", null],
    ["speaks another protocol", "SSH-2.0-OpenSSH_9.9\r\n", "reset", null],
    ["sends a head without an end", `HTTP/1.1 200 OK\r\n${"x-a: bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\r\n".repeat(1000)}`, "too_large", null],
    ["breaks off within its body", "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nhalf", "reset", 200],
    ["changes the protocol", "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n", "reset", null],
    ["sends two lengths", "HTTP/1.1 200 OK\r\ncontent-length: 3\r\ncontent-length: 5\r\n\r\nhello", "reset", null],
  ])("fails the request when it %s", async (_what, text, error, statusCode) => {
    const target = await tcpTarget((socket) => socket.once("data", () => socket.end(text)));
    const answer = await sender()(`http://127.0.0.1:${String(target.port)}/`);
    expect(answer).toMatchObject({ error, statusCode });
    expect(answer.detail).not.toContain("OpenSSH");
  });

  it("sends a gigabyte of which 64 KiB are read", async () => {
    let sent = 0;
    const target = await tcpTarget((socket) => {
      const chunk = Buffer.alloc(1_048_576, 97);
      const more = (): void => {
        while (sent < 1024 * chunk.length && socket.writable) {
          sent += chunk.length;
          if (!socket.write(chunk)) return;
        }
      };
      socket.on("drain", more);
      socket.once("data", () => {
        socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${String(1024 * chunk.length)}\r\n\r\n`);
        more();
      });
    });
    const answer = await sender()(`http://127.0.0.1:${String(target.port)}/`);
    expect(answer).toMatchObject({ error: null, statusCode: 200, truncated: true });
    expect(answer.body.length).toBe(65_536);
    expect(sent).toBeLessThan(64 * 1_048_576);
  });

  it("holds up nobody else while its name is being looked up", async () => {
    const target = await httpTarget((_request, response) => response.end());
    const send = sender({ resolve: (hostname) => (hostname === "slow.test" ? new Promise(() => undefined) : Promise.resolve(["127.0.0.1"])) });
    const slow = send("http://slow.test/", 400);
    expect((await send(`http://quick.test:${String(target.port)}/`)).error).toBeNull();
    expect(await slow).toMatchObject({ error: "timeout" });
  });

  it("is asked with a header that cannot be written, which is said and not sent", async () => {
    const target = await httpTarget((_request, response) => response.end());
    const outbound = openOutbound({ allowPrivateTargets: loopback });
    opened.push(outbound);
    const answer = await outbound.send({ method: "POST", url: `http://127.0.0.1:${String(target.port)}/`, headers: { "x-a": "one\r\nx-b: two" }, body: null });
    expect(answer).toMatchObject({ error: "reset", statusCode: null });
    expect(target.calls).toEqual([]);
  });

  it("does not exist or does not listen", async () => {
    const send = sender({ resolve: async (hostname) => (hostname === "shut.test" ? ["127.0.0.1"] : Promise.reject(new Error("ENOTFOUND"))) });
    expect(await send("http://nowhere.test/")).toMatchObject({ error: "dns" });
    expect(await send("http://shut.test:9/")).toMatchObject({ error: "connect" });
  });
});

describe("an encrypted target", () => {
  const own = selfSignedCertificate("shop.test");
  const resolve = async (): Promise<string[]> => ["127.0.0.1"];

  it("is reached when its certificate is good for its name", async () => {
    const target = await httpTarget((_request, response) => response.end("ok"), { tls: own });
    const answer = await sender({ resolve, ca: own.cert })(`https://shop.test:${String(target.port)}/`);
    expect(answer).toMatchObject({ error: null, statusCode: 200 });
    expect(answer.timings.tlsMs).toBeGreaterThan(0);
  });

  it("is refused with another name, an unknown authority, an expired certificate, or without TLS", async () => {
    const expired = selfSignedCertificate("shop.test", { from: -30, to: -1 });
    const [good, old, plain] = [await httpTarget((_request, response) => response.end(), { tls: own }), await httpTarget((_request, response) => response.end(), { tls: expired }), await httpTarget((_request, response) => response.end())];
    const trusting = sender({ resolve, ca: own.cert + expired.cert });
    vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
    const results = [
      await trusting(`https://other.test:${String(good.port)}/`),
      await sender({ resolve })(`https://shop.test:${String(good.port)}/`),
      await trusting(`https://shop.test:${String(old.port)}/`),
      await trusting(`https://shop.test:${String(plain.port)}/`),
    ];
    expect(results.map(({ error }) => error)).toEqual(["tls", "tls", "tls", "tls"]);
    expect(results.map(({ detail }) => detail)).toEqual([
      "The certificate is for another name.",
      "The certificate is signed by itself, so that nobody vouches for it.",
      "The certificate has expired.",
      "What answers there does not speak TLS.",
    ]);
    expect([good, old, plain].flatMap(({ calls }) => calls)).toEqual([]);
  });
});

async function drip(write: (text: string) => void, head: string, drop: string): Promise<void> {
  write(head);
  for (let count = 0; count < 50; count += 1) {
    write(drop);
    await sleep(20);
  }
}
