import { handle } from "#lib/rest/handle";
import { listRuleSetsRoute, createRuleSetRoute } from "#lib/rest/validation-rule-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(listRuleSetsRoute, createRuleSetRoute);
