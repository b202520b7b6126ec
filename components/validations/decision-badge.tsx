import { CircleCheck, CircleX, MessageCircleQuestion } from "lucide-react";
import { Badge } from "../ui/state-badge.tsx";

const looks = {
  approve: { tone: "good", icon: CircleCheck, word: "Approved" },
  decline: { tone: "bad", icon: CircleX, word: "Declined" },
  handOver: { tone: "accent", icon: MessageCircleQuestion, word: "Handed over" },
} as const;

export function DecisionBadge({ action }: { readonly action: keyof typeof looks }) {
  const { tone, icon, word } = looks[action];
  return (
    <Badge tone={tone} icon={icon}>
      {word}
    </Badge>
  );
}
