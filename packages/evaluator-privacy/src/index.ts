export type { Attack } from './attack.ts';
export { attacks } from './attacks.ts';
export { type AuditJson, auditJson } from './audit-json.ts';
export { auditOutcome } from './audit-outcome.ts';
export { auditPrivacy, type PrivacyAudit } from './audit-privacy.ts';
export { type AuditAbout, type AuditSection, auditSections, powerText } from './audit-sections.ts';
export { canaryLikeness } from './canary-likeness.ts';
export { type DcrShare, dcrShare, type TwoDistances } from './dcr-share.ts';
export { type ClosestRecords, distanceToClosestRecord } from './distance-to-closest-record.ts';
export { type DpAudit, type DpAuditSetup, dpAudit } from './dp-audit.ts';
export type { DpClaim, DpSpend } from './dp-claim.ts';
export { type Exposure, exposedRecords, exposureAuc, exposures } from './exposure.ts';
export type { Power } from './measure-power.ts';
export type { MembershipFigures } from './membership-inference.ts';
export type { PrivacyOptions } from './options.ts';
export { parseDpClaim } from './parse-dp-claim.ts';
export { privacy } from './privacy.ts';
export { type HitRate, hitRate, rateExcess } from './rate-excess.ts';
export { type AttackOptions, runAttacks } from './run-attacks.ts';
export type { AuditOptions } from './see-leaks.ts';
export { appearanceScore } from './text/appearance-score.ts';
export { type Canaries, type Canary, type CanaryOptions, canaries } from './text/canaries.ts';
export { type CanaryExposure, canaryExposure } from './text/canary-exposure.ts';
export { ngramCopy, type OverlapSides } from './text/ngram-copy.ts';
export { type TextSides, textNames, textSides } from './text/text-columns.ts';
export {
  type OverlapFigures,
  type TextMemorisation,
  type TextOverlap,
  textMemorisation,
} from './text/text-memorisation.ts';
