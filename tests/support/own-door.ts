import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { holdOwnAddress } from "#lib/platform/own-address";
import { receiver } from "#lib/receiving/receiver";
import { doorOf, takeAtDoor, takeValidation } from "#lib/server/fast-door";
import type { Validator } from "#lib/validations/validator";

export interface OwnDoor {
  /** `null`: nobody answers validations. */
  validator: Validator | null;
  readonly close: () => Promise<void>;
}

/** The door of this process on loopback, as our own server opens it. */
export async function ownDoor(): Promise<OwnDoor> {
  const server: Server = createServer((request, response) => {
    const door = doorOf(request);
    if (door?.kind === "notification") void takeAtDoor(request, response, door, receiver(), "127.0.0.1");
    else if (door !== null && own.validator !== null) void takeValidation(request, response, door.token, own.validator, "127.0.0.1");
    else response.writeHead(404).end();
  });
  const own: OwnDoor = {
    validator: null,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  holdOwnAddress("127.0.0.1", (server.address() as AddressInfo).port);
  return own;
}
