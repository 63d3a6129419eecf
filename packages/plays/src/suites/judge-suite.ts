import { type Share, type SharePair, weightedShareDifference, wilsonInterval } from '@verisim/statistics';
import { sharedFamily } from '../alarms/model-families.ts';
import { badSuite, suiteByFamily } from '../errors.ts';
import { type Difficulty, difficulties, type SuiteManifest } from './suite-manifest.ts';

/** What a model answered, case by case; `null` = nothing. */
export interface Answers {
  readonly expected: readonly string[];
  readonly predicted: readonly (string | null)[];
}

/** Cases passed, with the 95 % interval of the share (Wilson). */
export interface PassCount {
  readonly cases: number;
  readonly passed: number;
  readonly failed: number;
  readonly rate: number;
  readonly low: number;
  readonly high: number;
}

/** A suite held against real rows: pass rate of the suite minus that of real rows, the real classes weighted as they occur in the suite. */
export interface Crispness {
  /** `null`: all cases. */
  readonly difficulty: Difficulty | null;
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  /** Easier than real rows, beyond chance. */
  readonly tooCrisp: boolean;
}

/** A suite's result. It is no estimate of how the model does on real rows. */
export interface SuiteOutcome {
  readonly name: string;
  readonly model: string;
  readonly madeBy: readonly string[];
  /** The yardstick, on real rows. */
  readonly real: PassCount;
  readonly all: PassCount;
  readonly byDifficulty: readonly (PassCount & { readonly difficulty: Difficulty })[];
  /** Places of the failed cases in the suite, from 1. */
  readonly failedCases: readonly number[];
  /** All cases, then the hard and the adversarial ones; empty when no class of the suite occurs among the real rows. */
  readonly crispness: readonly Crispness[];
  /** Classes of the suite that no real row has. */
  readonly unknownClasses: readonly string[];
  /** Cases that equal a training row in every feature; `null` when that was not looked at. */
  readonly seen: number | null;
}

/** What a suite is judged by. */
export interface JudgeSuiteRequest {
  readonly manifest: SuiteManifest;
  readonly difficulties: readonly Difficulty[];
  /** The model under test, by name. */
  readonly model: string;
  readonly suite: Answers;
  /** The same model on real rows that it was not trained on. There is no suite result without them. */
  readonly real: Answers;
  readonly seen?: number;
}

/** Difficulties at which being easier than real rows is absurd. */
const MUST_BE_HARD: readonly Difficulty[] = ['hard', 'adversarial'];

/**
 * Counts passed and failed cases per difficulty and compares them with real rows. Throws `plays/suite-by-family` when the model under test, or one of its family,
 * made the suite, and `plays/bad-suite` when answers and cases differ in number or there is no real answer.
 */
export function judgeSuite(request: JudgeSuiteRequest): SuiteOutcome {
  const { manifest, model, suite, real, seen = null } = request;
  requireOtherFamily(manifest, model);
  if (suite.predicted.length !== manifest.rows)
    throw badSuite(
      `There are ${suite.predicted.length} answers to ${manifest.rows} cases.`,
      'Give one answer for each case, in the order of the suite.',
    );
  if (real.predicted.length === 0)
    throw badSuite(
      'There is no answer to a real row.',
      'Real first: let the same model answer real rows that it was not trained on.',
    );
  const places = [...suite.expected.keys()];
  const passed = (place: number) => suite.predicted[place] === suite.expected[place];
  const present = difficulties.filter((difficulty) => request.difficulties.includes(difficulty));
  const parts = present.map((difficulty) => ({
    difficulty,
    places: places.filter((place) => request.difficulties[place] === difficulty),
  }));
  const compared = [
    { difficulty: null, places },
    ...parts.filter(({ difficulty }) => MUST_BE_HARD.includes(difficulty)),
  ];
  const realClasses = new Set(real.expected);
  return {
    name: manifest.name,
    model,
    madeBy: manifest.madeBy,
    real: passCount(real, [...real.expected.keys()]),
    all: passCount(suite, places),
    byDifficulty: parts.map(({ difficulty, places }) => ({ difficulty, ...passCount(suite, places) })),
    failedCases: places.filter((place) => !passed(place)).map((place) => place + 1),
    crispness: compared.flatMap((part) => crispness(part, suite, real, 0.05 / compared.length)),
    unknownClasses: [...new Set(suite.expected)].filter((name) => !realClasses.has(name)).sort(),
    seen,
  };
}

/** Throws `plays/suite-by-family` when the model under test, or one of its family, made the suite. */
export function requireOtherFamily({ name, madeBy }: SuiteManifest, model: string): void {
  for (const maker of madeBy) {
    const family = sharedFamily(model, maker);
    if (family !== null) throw suiteByFamily(name, model, maker, family);
  }
}

function passCount({ expected, predicted }: Answers, places: readonly number[]): PassCount {
  const passed = places.filter((place) => predicted[place] === expected[place]).length;
  const rate = passed / places.length;
  return { cases: places.length, passed, failed: places.length - passed, rate, ...wilsonInterval(rate, places.length) };
}

/** Class by class, weighted by the suite: what is rare among real rows may be frequent in a suite, and both shares stand for the same mix. */
function crispness(
  { difficulty, places }: { readonly difficulty: Difficulty | null; readonly places: readonly number[] },
  suite: Answers,
  real: Answers,
  alpha: number,
): Crispness[] {
  const made = sharesByClass(suite, places);
  const found = sharesByClass(real, [...real.expected.keys()]);
  const common = [...made].filter(([name]) => found.has(name));
  const cases = common.reduce((sum, [, { of }]) => sum + of, 0);
  if (cases === 0) return [];
  const pairs = common.map(
    ([name, first]): SharePair => ({ weight: first.of / cases, first, second: found.get(name)! }),
  );
  const { value, low, high } = weightedShareDifference(pairs, alpha);
  return [{ difficulty, difference: value, low, high, tooCrisp: low > 0 }];
}

function sharesByClass({ expected, predicted }: Answers, places: readonly number[]): ReadonlyMap<string, Share> {
  const shares = new Map<string, Share>();
  for (const place of places) {
    const { hits, of } = shares.get(expected[place]) ?? { hits: 0, of: 0 };
    const passed = Number(predicted[place] === expected[place]);
    shares.set(expected[place], { hits: hits + passed, of: of + 1 });
  }
  return shares;
}
