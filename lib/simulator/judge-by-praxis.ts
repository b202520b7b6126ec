import { z } from "zod";
import type { MessageKind } from "#lib/providers/provider";
import type { Judgement, ReceivedAnswer } from "./received-answer.ts";

const reply = z.object({ status: z.int(), description: z.string() });

/** 0: done. Above: done too, as an error that no repeat mends. Below, or nothing that can be read: sent again. */
export function judgeByPraxis({ status, body }: ReceivedAnswer, kind: MessageKind): Judgement {
  const said = (status === 200 ? readPraxisReply(body) : null)?.status ?? -1;
  if (said === 0) return "taken";
  return said > 0 || kind === "validation" ? "final" : "again";
}

/** `null`: nothing that Praxis could read. */
export function readPraxisReply(body: string): z.infer<typeof reply> | null {
  return reply.safeParse(parsedOrNull(body)).data ?? null;
}

function parsedOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
