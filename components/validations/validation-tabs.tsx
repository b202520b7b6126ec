import type { Role } from "#lib/access/permissions";
import { roleAllows } from "#lib/access/permissions";
import { TabLinks } from "../ui/tab-links.tsx";

/** What was decided, by which rules, with which lists. Viewers see decisions alone. */
export function ValidationTabs({ current, role }: { readonly current: "/validations" | "/validations/rules" | "/validations/lists"; readonly role: Role }) {
  if (!roleAllows(role, "validationRules.read")) return null;
  return (
    <TabLinks
      label="Validations"
      current={current}
      tabs={[
        { href: "/validations", text: "Decisions" },
        { href: "/validations/rules", text: "Rules" },
        { href: "/validations/lists", text: "Lists" },
      ]}
    />
  );
}
