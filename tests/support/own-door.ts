import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { holdOwnAddress } from "#lib/platform/own-address";
import { receiver } from "#lib/receiving/receiver";
import { doorOf, takeAtDoor } from "#lib/server/fast-door";

/** The door of this process on loopback, as our own server opens it. */
export async function ownDoor(): Promise<{ readonly close: () => Promise<void> }> {
  const server: Server = createServer((request, response) => {
    const door = doorOf(request);
    if (door === null) response.writeHead(404).end();
    else void takeAtDoor(request, response, door, receiver(), "127.0.0.1");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  holdOwnAddress("127.0.0.1", (server.address() as AddressInfo).port);
  return {
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
