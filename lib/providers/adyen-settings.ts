import { z } from "zod";

const standard = z
  .strictObject({
    scheme: z.literal("standard").meta({ title: "Scheme", description: "Standard webhooks: payments, refunds, disputes, reports." }),
    merchantAccounts: z
      .array(z.string().trim().min(1).max(100))
      .min(1)
      .max(100)
      .meta({ title: "Merchant accounts", description: "Accounts that may send here. Messages of other accounts are kept apart, since the signature alone does not tell accounts from references." }),
    captureMode: z
      .enum(["automatic", "manual"])
      .meta({ title: "Capture mode", description: "Automatic: Adyen captures at once and sends no CAPTURE for most methods. Manual: only a CAPTURE captures." }),
  })
  .meta({ title: "Standard webhooks" });

const platform = z
  .strictObject({
    scheme: z.literal("platform").meta({ title: "Scheme", description: "Platform, management and tokenization webhooks, signed as a whole." }),
  })
  .meta({ title: "Platform webhooks" });

export const adyenSettings = z.discriminatedUnion("scheme", [standard, platform]);
export type AdyenSettings = z.infer<typeof adyenSettings>;
export type AdyenStandardSettings = z.infer<typeof standard>;
