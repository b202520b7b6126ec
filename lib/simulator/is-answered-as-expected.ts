import { readPraxisReply } from "./judge-by-praxis.ts";
import type { PlayedSend } from "./play-sends.ts";
import { brokenOff } from "./received-answer.ts";

/** Whether a message was answered as a good receiver answers it. No answer is a refusal by nobody: it counts only where the connection was broken on purpose. */
export function isAnsweredAsExpected({ send, attempts, outcome }: Pick<PlayedSend, "send" | "attempts" | "outcome">): boolean {
  const answer = attempts.at(-1)?.answer;
  if (answer === undefined) return false;
  const isRefusal = outcome !== "taken" && answer.status !== null && answer.status >= 400 && answer.status < 500;
  switch (send.expects) {
    case "taken":
      return outcome === "taken" || (send.message.kind === "validation" && isDecision(answer.status, answer.body));
    case "refused":
      return isRefusal;
    case "either":
      return outcome === "taken" || isRefusal;
    case "unanswered":
      return answer.failure === brokenOff;
  }
}

/** A no to the customer is an answer as good as a yes. */
function isDecision(status: number | null, body: string): boolean {
  const reply = status === 200 ? readPraxisReply(body) : null;
  return reply !== null && reply.status >= 0;
}
