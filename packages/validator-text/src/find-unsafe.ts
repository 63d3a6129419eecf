import { type SafetyKind, safetyKinds, safetyPatterns } from './safety-patterns.ts';

/** Unsafe content in a text: `text.slice(from, to)`. */
export interface UnsafeContent {
  readonly kind: SafetyKind | 'listed';
  readonly from: number;
  readonly to: number;
}

/** What is looked for beside the patterns, and what is let pass. */
export interface SafetyLists {
  readonly kinds?: readonly SafetyKind[];
  /** Words or phrases that are always found, whole words, without regard to case. */
  readonly block?: readonly string[];
  /** Words or phrases that make whatever stands within 60 characters harmless. */
  readonly allow?: readonly string[];
}

/** Characters either way in which context is looked for. */
const CONTEXT = 60;

/**
 * Unsafe content by patterns with context, in the order of the text. A first sieve, not a judge: English phrases, secrets and active code alone; no irony, no
 * paraphrase, no other language, and what is written to evade it (`k1ll`) passes. Quotations and reports of abuse may be found that are harmless.
 */
export function findUnsafe(
  text: string,
  { kinds = safetyKinds, block = [], allow = [] }: SafetyLists = {},
): UnsafeContent[] {
  const found: UnsafeContent[] = [];
  const add = (kind: UnsafeContent['kind'], pattern: RegExp, unless?: RegExp): void => {
    for (const { index, 0: hit } of text.matchAll(pattern)) {
      const near = text.slice(Math.max(0, index - CONTEXT), index + hit.length + CONTEXT);
      if (unless?.test(near) || allow.some((phrase) => phrasePattern(phrase).test(near))) continue;
      found.push({ kind, from: index, to: index + hit.length });
    }
  };
  for (const { kind, pattern, unless } of safetyPatterns) if (kinds.includes(kind)) add(kind, pattern, unless);
  for (const phrase of block) add('listed', phrasePattern(phrase));
  return found.sort((a, b) => a.from - b.from || a.to - b.to);
}

/** A phrase as whole words, any white space between them. */
function phrasePattern(phrase: string): RegExp {
  const words = phrase
    .trim()
    .split(/\s+/u)
    .map((word) => word.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
  return new RegExp(String.raw`(?<![\p{L}\p{N}])${words.join(String.raw`\s+`)}(?![\p{L}\p{N}])`, 'giu');
}
