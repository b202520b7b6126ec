import { z } from "zod";

export const praxisSettings = z.strictObject({
  merchantId: z.string().trim().min(1).max(50).meta({ title: "Merchant id", description: "The merchant_id of your Praxis API account. Messages of other merchants are kept apart." }),
  applicationKey: z.string().trim().min(1).max(32).meta({ title: "Application key", description: "The application_key of your website in Praxis. Each application has its own secret." }),
  numberForm: z
    .enum(["lexical", "normalised"])
    .default("lexical")
    .meta({ title: "Number form", description: "How bare numbers are signed: lexical as written (1.000000), normalised without trailing zeros (1). Leave lexical unless a failed request says that normalised would match." }),
});
export type PraxisSettings = z.infer<typeof praxisSettings>;
