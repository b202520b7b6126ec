import type { Role } from "#lib/access/permissions";

export const roleWords: Readonly<Record<Role, string>> = { viewer: "Viewer", operator: "Operator", admin: "Admin" };

export const roleChoices: readonly { readonly value: Role; readonly text: string }[] = [
  { value: "viewer", text: "Viewer: reads, personal data stays masked" },
  { value: "operator", text: "Operator: reads all, sends again, closes by hand" },
  { value: "admin", text: "Admin: everything, keys and people too" },
];
