import type { Answer, AnswerOutcome } from "./provider.ts";

const problemType = { "content-type": "application/problem+json" };
export const retryAfterSeconds = 5;

/** The answer that any sender understands: 2xx is success, everything else asks for another try. */
export function genericAnswer(outcome: AnswerOutcome): Answer {
  switch (outcome.kind) {
    case "stored":
    case "closed_by_hand":
      return {
        status: 200,
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ received: true, eventIds: outcome.eventIds }),
      };
    case "refused":
      return refusedAnswer();
    case "quarantined":
      return problem(422, "unprocessable", "The content cannot be used", "The message is signed, but it does not fit the settings of this address. It was kept.");
    case "unavailable":
      return unavailableAnswer();
  }
}

/** 401 without the reason, which is for the merchant's eyes only. */
export function refusedAnswer(): Answer {
  return problem(401, "not-verified", "The request could not be verified", "No valid signature of this address's keys was found. The merchant sees the reason in the dashboard.");
}

export function unavailableAnswer(): Answer {
  const answer = problem(503, "unavailable", "Nothing could be stored at the moment", "Send the message again later.");
  return { ...answer, headers: { ...answer.headers, "retry-after": String(retryAfterSeconds) } };
}

function problem(status: number, name: string, title: string, detail: string): Answer {
  return { status, headers: problemType, body: JSON.stringify({ type: `urn:countersign:problem:${name}`, title, status, detail }) };
}
