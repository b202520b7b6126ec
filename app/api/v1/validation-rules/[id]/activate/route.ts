import { handle } from "#lib/rest/handle";
import { activateRuleSetRoute } from "#lib/rest/validation-rule-routes";

export const { GET, POST, PUT, PATCH, DELETE } = handle(activateRuleSetRoute);
