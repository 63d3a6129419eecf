import type { Random } from '@verisim/core';
import { pick } from './toy-text.ts';

/** How the toy model chooses between labels. */
export interface ToyTeacher {
  /** The label it holds true for a prompt; none: {@link likelyLabel}. */
  readonly truth: string | undefined;
  /** The chance in [0, 1] that one sample says another label. Each sample errs on its own. */
  readonly errorRate: number;
  /** The last message of the user. */
  readonly text: string;
  /** The same for all samples of a prompt. */
  readonly stable: Random;
}

/** One of the values: the true one, or with the error rate any other. */
export function toyLabel<T>(values: readonly T[], teacher: ToyTeacher, random: Random): T {
  const named = values.find((value) => String(value) === teacher.truth);
  const right = named ?? likelyLabel(values, teacher);
  const others = values.filter((value) => value !== right);
  return others.length > 0 && random.next() < teacher.errorRate ? pick(others, random) : right;
}

/** The label that the text names most often, and where none stands out one that hangs on the prompt alone. */
function likelyLabel<T>(values: readonly T[], { text, stable }: ToyTeacher): T {
  const low = text.toLowerCase();
  const counts = values.map((value) => low.split(String(value).toLowerCase()).length);
  const most = Math.max(...counts);
  const best = values.filter((_, i) => counts[i] === most);
  return best.length === 1 ? best[0] : pick(values, stable.fork('label'));
}
