import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { firstByteMs } from "#lib/server/first-byte";
import { listen } from "#lib/server/http-server";

const cleanups: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

test("a request counts from its first byte, however long its head takes, and on a connection that is kept too", async () => {
  const listening = await listen("127.0.0.1", 0, { dev: false, onError: (error) => expect.fail(String(error)) });
  cleanups.push(listening.close);
  const counted: number[] = [];
  let bytesRead = (): number => 0;
  listening.server.on("connection", (socket) => (bytesRead = () => socket.bytesRead));
  listening.serve((request, response) => {
    counted.push(firstByteMs(request));
    response.end("seen");
  });
  const socket = connect(listening.port, "127.0.0.1");
  cleanups.push(() => void socket.destroy());
  await once(socket, "connect");
  let sent = 0;
  const send = async (text: string): Promise<void> => {
    sent += text.length;
    socket.write(text);
    await vi.waitFor(() => expect(bytesRead()).toBe(sent), { interval: 1 });
  };
  for (let request = 0; request < 3; request += 1) {
    // The first of a connection may have waited while that was taken in; those after it cannot have.
    const beforeMs = request === 0 ? 0 : performance.now();
    await send("P");
    // By now the first byte was read, and the rest was not even sent.
    const betweenMs = performance.now();
    await send("OST / HTTP/1.1\r\nhost: x\r\n");
    const answered = once(socket, "data");
    await send("content-length: 2\r\n\r\n{}");
    await answered;
    expect(counted).toHaveLength(request + 1);
    expect(counted[request]).toBeLessThanOrEqual(betweenMs);
    expect(counted[request]).toBeGreaterThanOrEqual(beforeMs);
  }
});
