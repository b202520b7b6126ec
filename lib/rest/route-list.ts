import { changePasswordRoute, confirmTotpRoute, endOtherSessionsRoute, endOwnSessionRoute, getAccountRoute, listOwnSessionsRoute, removeTotpRoute, renameSelfRoute, renewRecoveryCodesRoute, startTotpRoute } from "./account-routes.ts";
import { createApiKeyRoute, listApiKeysRoute, revokeApiKeyRoute } from "./api-key-routes.ts";
import { eraseCustomerRoute, getErasureRoute } from "./erasure-routes.ts";
import { auditHeadRoute, getAuditEntryRoute, listAuditRoute, verifyAuditRoute } from "./audit-routes.ts";
import type { Route } from "./define-route.ts";
import { checkEndpointRoute, checkUrlRoute, listEndpointChangesRoute, revealSecretsRoute, revertEndpointRoute, rotateSecretRoute, testEndpointRoute } from "./endpoint-action-routes.ts";
import { createEndpointRoute, deleteEndpointRoute, endpointFiguresRoute, getEndpointRoute, listEndpointsRoute, updateEndpointRoute } from "./endpoint-routes.ts";
import { getEventRoute, listEventsRoute, retryEventRoute, retryEventsRoute, searchPayloadsRoute } from "./event-routes.ts";
import { cancelDeliveryRoute, getDeliveryRoute, listDeliveriesRoute, queueRoute, retryDeliveriesRoute, retryDeliveryRoute } from "./delivery-routes.ts";
import { createSandboxSessionRoute, endSandboxChallengeRoute, getSandboxSessionRoute, listSandboxSessionsRoute, operateSandboxSessionRoute, paySandboxSessionRoute, testSourceRoute } from "./sandbox-routes.ts";
import { addKeyRoute, listKeysRoute, revealKeyRoute, revokeKeyRoute, updateKeyRoute } from "./key-routes.ts";
import { getSourceRetentionRoute, listSourceRetentionRoute, previewRetentionRoute, setSourceRetentionRoute } from "./retention-routes.ts";
import { listProvidersRoute } from "./provider-routes.ts";
import { cancelRebuildRoute, getRebuildRoute, listRebuildsRoute } from "./rebuild-routes.ts";
import { approveReplayRoute, cancelReplayRoute, getReplayRoute, listReplaysRoute, pauseReplayRoute, replayEventRoute, resumeReplayRoute, startReplayRoute } from "./replay-routes.ts";
import { getRequestRoute, listRequestsRoute, reverifyRequestRoute, reverifyRequestsRoute } from "./request-routes.ts";
import { endSecretRoute, updateSecretRoute } from "./secret-routes.ts";
import { endEverySession, getSession, stepUpSession } from "./session-routes.ts";
import { setUp } from "./setup-routes.ts";
import { acknowledgeAlertRoute, getAlertRoute, listAlertsRoute, testAlertChannelsRoute } from "./alert-routes.ts";
import { checkPublicUrlRoute, findTunnelsRoute, reachRoute } from "./public-url-routes.ts";
import { getSettingsRoute, updateSettingsRoute } from "./settings-routes.ts";
import { createSourceRoute, deleteSourceRoute, endFormerUrlsRoute, getSourceRoute, listSourcesRoute, rotateTokenRoute, updateSourceRoute } from "./source-routes.ts";
import { overviewRoute, paymentStatsRoute, statsRoute } from "./stats-routes.ts";
import { streamRoute } from "./stream-routes.ts";
import { acknowledgeAnomaliesRoute, acknowledgeAnomalyRoute, reopenTransactionRoute, resolveTransactionRoute, unacknowledgeAnomalyRoute } from "./transaction-closing-routes.ts";
import { rebuildTransactionRoute, startRebuildRoute } from "./transaction-rebuild-routes.ts";
import { exportTransactionsRoute, getCustomerRoute, getTransactionRoute, listTransactionsRoute, totalTransactionsRoute } from "./transaction-routes.ts";
import { acceptInvitationRoute, disableUserRoute, enableUserRoute, endUserSessionsRoute, getUserRoute, inviteUserRoute, listUsersRoute, renewInvitationRoute, resetTotpRoute, revokeInvitationRoute, updateUserRoute } from "./user-routes.ts";
import { unmaskRoute } from "./unmask-route.ts";
import { revealHandOverRoute, rotateHandOverRoute } from "./hand-over-routes.ts";
import { addEntriesRoute, createListRoute, deleteListRoute, getListRoute, listEntriesRoute, listListsRoute, removeEntriesRoute, updateListRoute } from "./validation-list-routes.ts";
import { activateRuleSetRoute, createRuleSetRoute, deleteRuleSetRoute, getRuleSetRoute, listRuleSetsRoute, retireRuleSetRoute, shadowRuleSetRoute, updateRuleSetRoute } from "./validation-rule-routes.ts";
import { dryRunRoute, getValidationRoute, listValidationsRoute, validationStatsRoute } from "./validation-routes.ts";
import { createViewRoute, deleteViewRoute, listViewsRoute, updateViewRoute } from "./view-routes.ts";

/** Every route of `/api/v1`, in the order of the OpenAPI document. A route that is bound and not here fails a test. */
export const routeList: readonly Route[] = [
  getSession,
  stepUpSession,
  endEverySession,
  setUp,
  getAccountRoute,
  renameSelfRoute,
  changePasswordRoute,
  listOwnSessionsRoute,
  endOwnSessionRoute,
  endOtherSessionsRoute,
  startTotpRoute,
  confirmTotpRoute,
  removeTotpRoute,
  renewRecoveryCodesRoute,
  listProvidersRoute,
  listSourcesRoute,
  createSourceRoute,
  getSourceRoute,
  updateSourceRoute,
  deleteSourceRoute,
  rotateTokenRoute,
  endFormerUrlsRoute,
  listKeysRoute,
  addKeyRoute,
  updateKeyRoute,
  revokeKeyRoute,
  revealKeyRoute,
  listRequestsRoute,
  getRequestRoute,
  reverifyRequestRoute,
  reverifyRequestsRoute,
  listEventsRoute,
  searchPayloadsRoute,
  getEventRoute,
  retryEventRoute,
  retryEventsRoute,
  listTransactionsRoute,
  totalTransactionsRoute,
  exportTransactionsRoute,
  getTransactionRoute,
  getCustomerRoute,
  eraseCustomerRoute,
  getErasureRoute,
  previewRetentionRoute,
  listSourceRetentionRoute,
  getSourceRetentionRoute,
  setSourceRetentionRoute,
  resolveTransactionRoute,
  reopenTransactionRoute,
  acknowledgeAnomalyRoute,
  unacknowledgeAnomalyRoute,
  acknowledgeAnomaliesRoute,
  rebuildTransactionRoute,
  startRebuildRoute,
  listRebuildsRoute,
  getRebuildRoute,
  cancelRebuildRoute,
  listDeliveriesRoute,
  retryDeliveriesRoute,
  getDeliveryRoute,
  retryDeliveryRoute,
  cancelDeliveryRoute,
  replayEventRoute,
  listReplaysRoute,
  startReplayRoute,
  getReplayRoute,
  approveReplayRoute,
  pauseReplayRoute,
  resumeReplayRoute,
  cancelReplayRoute,
  queueRoute,
  unmaskRoute,
  listEndpointsRoute,
  createEndpointRoute,
  checkUrlRoute,
  endpointFiguresRoute,
  getEndpointRoute,
  updateEndpointRoute,
  deleteEndpointRoute,
  checkEndpointRoute,
  testEndpointRoute,
  rotateSecretRoute,
  updateSecretRoute,
  endSecretRoute,
  revealSecretsRoute,
  listEndpointChangesRoute,
  revertEndpointRoute,
  listSandboxSessionsRoute,
  createSandboxSessionRoute,
  getSandboxSessionRoute,
  paySandboxSessionRoute,
  endSandboxChallengeRoute,
  operateSandboxSessionRoute,
  listValidationsRoute,
  validationStatsRoute,
  getValidationRoute,
  listRuleSetsRoute,
  createRuleSetRoute,
  dryRunRoute,
  getRuleSetRoute,
  updateRuleSetRoute,
  deleteRuleSetRoute,
  activateRuleSetRoute,
  retireRuleSetRoute,
  shadowRuleSetRoute,
  revealHandOverRoute,
  rotateHandOverRoute,
  listListsRoute,
  createListRoute,
  getListRoute,
  updateListRoute,
  deleteListRoute,
  listEntriesRoute,
  addEntriesRoute,
  removeEntriesRoute,
  testSourceRoute,
  listAuditRoute,
  verifyAuditRoute,
  auditHeadRoute,
  getAuditEntryRoute,
  listViewsRoute,
  createViewRoute,
  updateViewRoute,
  deleteViewRoute,
  listUsersRoute,
  inviteUserRoute,
  getUserRoute,
  updateUserRoute,
  disableUserRoute,
  enableUserRoute,
  endUserSessionsRoute,
  resetTotpRoute,
  renewInvitationRoute,
  revokeInvitationRoute,
  acceptInvitationRoute,
  listAlertsRoute,
  testAlertChannelsRoute,
  getAlertRoute,
  acknowledgeAlertRoute,
  getSettingsRoute,
  updateSettingsRoute,
  checkPublicUrlRoute,
  findTunnelsRoute,
  reachRoute,
  listApiKeysRoute,
  createApiKeyRoute,
  revokeApiKeyRoute,
  statsRoute,
  paymentStatsRoute,
  overviewRoute,
  streamRoute,
];
