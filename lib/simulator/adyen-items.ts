/** One kind of item in Adyen's payment webhooks. */
export interface AdyenItemKind {
  readonly eventCode: string;
  readonly success: boolean;
  readonly reason: string;
  /** Modifications and disputes have a reference of their own beside the payment's. */
  readonly ofPayment: boolean;
  /** The code whose reference it shares: what became of a capture, a refund or a dispute comes under its reference. */
  readonly follows?: string;
  readonly additionalData?: Readonly<Record<string, string>>;
}

const item = (eventCode: string, more: Partial<AdyenItemKind> = {}): AdyenItemKind => ({ eventCode, success: true, reason: "", ofPayment: true, ...more });
const refused = (eventCode: string, reason: string, more: Partial<AdyenItemKind> = {}): AdyenItemKind => item(eventCode, { success: false, reason, ...more });
/** Every step of a dispute comes under the reference of the dispute. */
const dispute = (eventCode: string, disputeStatus: string, reason = ""): AdyenItemKind =>
  item(eventCode, { reason, follows: "NOTIFICATION_OF_CHARGEBACK", additionalData: { disputeStatus, chargebackReasonCode: "10.4", chargebackSchemeCode: "visa" } });

const challenged = { threeDOffered: "true", threeDAuthenticated: "true", liabilityShift: "true" };

/** Names are Adyen's event codes; what follows a colon tells variants of one code apart, `:false` is the same with success=false. */
export const adyenItems: Readonly<Record<string, AdyenItemKind>> = {
  AUTHORISATION: item("AUTHORISATION", { ofPayment: false, reason: "061532:1111:03/2030" }),
  "AUTHORISATION:false": refused("AUTHORISATION", "Refused", { ofPayment: false }),
  "AUTHORISATION:challenged": item("AUTHORISATION", { ofPayment: false, reason: "061532:1111:03/2030", additionalData: challenged }),
  "AUTHORISATION:not-authenticated": refused("AUTHORISATION", "3D Not Authenticated", { ofPayment: false, additionalData: { ...challenged, threeDAuthenticated: "false", liabilityShift: "false" } }),
  AUTHORISATION_ADJUSTMENT: item("AUTHORISATION_ADJUSTMENT"),
  OFFER_CLOSED: item("OFFER_CLOSED", { ofPayment: false }),
  EXPIRE: item("EXPIRE"),
  CAPTURE: item("CAPTURE"),
  "CAPTURE:false": refused("CAPTURE", "Insufficient balance on payment"),
  "CAPTURE:again": item("CAPTURE", { reason: "Recaptured" }),
  CAPTURE_FAILED: item("CAPTURE_FAILED", { reason: "Capture Failed", follows: "CAPTURE" }),
  CANCELLATION: item("CANCELLATION"),
  "CANCELLATION:false": refused("CANCELLATION", "Transaction not found"),
  TECHNICAL_CANCEL: item("TECHNICAL_CANCEL"),
  CANCEL_OR_REFUND: item("CANCEL_OR_REFUND", { additionalData: { "modification.action": "refund" } }),
  REFUND: item("REFUND"),
  "REFUND:false": refused("REFUND", "Insufficient balance on payment"),
  REFUND_FAILED: item("REFUND_FAILED", { reason: "Account closed", follows: "REFUND" }),
  REFUNDED_REVERSED: item("REFUNDED_REVERSED", { follows: "REFUND" }),
  REQUEST_FOR_INFORMATION: dispute("REQUEST_FOR_INFORMATION", "Unresponded"),
  NOTIFICATION_OF_CHARGEBACK: dispute("NOTIFICATION_OF_CHARGEBACK", "Undefended", "Fraudulent transaction"),
  CHARGEBACK: dispute("CHARGEBACK", "Undefended", "Fraudulent transaction"),
  INFORMATION_SUPPLIED: dispute("INFORMATION_SUPPLIED", "Responded"),
  CHARGEBACK_REVERSED: dispute("CHARGEBACK_REVERSED", "Pending"),
  PREARBITRATION_WON: dispute("PREARBITRATION_WON", "Won"),
  PREARBITRATION_LOST: dispute("PREARBITRATION_LOST", "Lost"),
  SECOND_CHARGEBACK: dispute("SECOND_CHARGEBACK", "Lost"),
  RECURRING_CONTRACT: item("RECURRING_CONTRACT"),
  PAYOUT_THIRDPARTY: item("PAYOUT_THIRDPARTY", { ofPayment: false }),
  "PAYOUT_THIRDPARTY:false": refused("PAYOUT_THIRDPARTY", "Refused", { ofPayment: false }),
  PAYOUT_DECLINE: item("PAYOUT_DECLINE", { follows: "PAYOUT_THIRDPARTY" }),
  REPORT_AVAILABLE: item("REPORT_AVAILABLE", { ofPayment: false, reason: "https://ca-test.adyen.com/reports/download/MerchantAccount/DemoMerchantECOM/settlement_detail_report.csv" }),
};
