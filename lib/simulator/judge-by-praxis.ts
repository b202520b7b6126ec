import { z } from "zod";
import type { MessageKind } from "#lib/providers/provider";
import type { Judgement, ReceivedAnswer } from "./received-answer.ts";

const reply = z.object({ status: z.int(), description: z.string() });

/** 0: done. Above: done too, as an error that no repeat mends. Below, or nothing that can be read: sent again. */
export function judgeByPraxis({ status, body }: ReceivedAnswer, kind: MessageKind): Judgement {
  const parsed = status === null ? null : reply.safeParse(parsedOrNull(body));
  const said = parsed?.success === true ? parsed.data.status : -1;
  if (said === 0) return "taken";
  return said > 0 || kind === "validation" ? "final" : "again";
}

function parsedOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
