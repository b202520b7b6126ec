import { ownAddress } from "#lib/platform/own-address";
import type { MessageKind } from "#lib/providers/provider";
import { postSigned } from "#lib/simulator/post-over-http";
import type { ReceivedAnswer } from "#lib/simulator/received-answer";
import type { SignedMessage } from "#lib/simulator/simulation";

/** By it the kept request is found again. */
export const markHeader = "countersign-sandbox";

/** Posts a message to the door of this very process, over real HTTP. */
export function postToOwnDoor(kind: MessageKind, token: string, message: SignedMessage, timeLimitMs: number, mark: string): Promise<ReceivedAnswer> {
  const url = `${ownAddress()}/api/${kind === "validation" ? "validations" : "webhooks"}/${token}`;
  return postSigned(url, { ...message, headers: { ...message.headers, [markHeader]: mark } }, timeLimitMs);
}
