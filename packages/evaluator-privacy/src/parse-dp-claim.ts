import { z } from 'zod';
import type { DpAudit } from './dp-audit.ts';
import type { DpClaim, DpSpend } from './dp-claim.ts';
import { badDpClaim } from './errors.ts';

const nonNegative = z.number().min(0);
const loss = { epsilon: z.number().positive(), delta: z.number().min(0).lt(1), rho: nonNegative.optional() };

const dpSpend: z.ZodType<DpSpend> = z.object({
  query: z.string(),
  mechanism: z.string(),
  sensitivity: nonNegative,
  parameter: nonNegative,
  rho: nonNegative,
});

const dpAudit: z.ZodType<DpAudit> = z.object({
  claimed: z.object(loss),
  epsilonLower: nonNegative,
  rhoLower: nonNegative,
  trials: z.int().positive(),
  confidence: z.number().gt(0).lt(1),
  refuted: z.boolean(),
});

const dpClaim: z.ZodType<DpClaim> = z.strictObject({
  ...loss,
  unit: z.string().min(1),
  neighbours: z.string().min(1),
  mechanism: z.string().min(1),
  noise: z.string().optional(),
  library: z.string().optional(),
  ledger: z.array(dpSpend).default([]),
  alsoSpent: z.array(z.string()).optional(),
  audit: dpAudit.optional(),
  source: z.object({ file: z.string(), hash: z.string() }).optional(),
});

/**
 * A claim of differential privacy out of JSON, as `dp-marginals` notes it or as somebody writes it down for another mechanism: epsilon, delta,
 * unit, neighbours and mechanism must be there. Entries of its ledger may hold more than is read. Throws `evaluator-privacy/bad-dp-claim`.
 *
 * @param name of where it stood, for the message
 */
export function parseDpClaim(value: unknown, name = 'This'): DpClaim {
  const { success, data, error } = dpClaim.safeParse(value);
  if (success) return data;
  const [{ path, message }] = error.issues;
  throw badDpClaim(name, path.length === 0 ? message : `${path.join('.')}: ${message}`);
}
