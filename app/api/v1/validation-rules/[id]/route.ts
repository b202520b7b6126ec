import { handle } from "#lib/rest/handle";
import { getRuleSetRoute, updateRuleSetRoute, deleteRuleSetRoute } from "#lib/rest/validation-rule-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(getRuleSetRoute, updateRuleSetRoute, deleteRuleSetRoute);
