import { checkpoint } from './checkpoint.ts';
import { type Context, forkContext } from './context.ts';

/** One step of an orchestration: takes the state, returns what it adds. */
export interface Stage<S> {
  readonly name: string;
  /** What a user reads while it runs. */
  readonly title: string;
  /** Runs also after an earlier stage stopped the run (writing the report). */
  readonly always?: boolean;
  run(state: S, ctx: Context): Promise<Partial<S> | undefined> | Partial<S> | undefined;
}

/** A state that can stop a run: stages after it are passed over unless they are `always`. */
export interface Stoppable {
  readonly stopped?: string | null;
}

/** What is told of each stage as it begins. */
export type OnStage<S> = (stage: Stage<S>, index: number, state: S) => void;

/** Runs stages in order; each has its own random stream, so adding a stage does not change what the others draw. */
export async function run<S extends Stoppable>(
  stages: readonly Stage<S>[],
  initial: S,
  ctx: Context,
  onStage: OnStage<S> = () => {},
): Promise<S> {
  let state = initial;
  for (const [index, stage] of stages.entries()) {
    await checkpoint(ctx.signal);
    if (state.stopped && !stage.always) continue;
    onStage(stage, index, state);
    const added = await stage.run(state, forkContext(ctx, `stage:${stage.name}`));
    state = { ...state, ...added };
  }
  return state;
}
