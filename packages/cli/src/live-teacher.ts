import { columnOf, createContext, type Table } from '@verisim/core';
import { type LlmOptions, taskOptions, teachTexts } from '@verisim/generator-text';
import type { Teacher } from '@verisim/plays';
import { whichTaughtText } from './errors.ts';
import type { LivePlay } from './live-play.ts';

/** Texts that are asked about first, to tell what all will cost. */
const PILOT = 8;

/** Rows to be labelled. */
interface Work {
  readonly seed: string;
  readonly signal: AbortSignal;
  /** The column of texts. */
  readonly text: string;
  /** Rows that the play will ask about in all. */
  readonly rows: number;
}

/**
 * A language model as a teacher of texts: asked `task.samples` times about each, with the labels in another order every time. A text is asked about once however often it
 * comes. Eight of the first rows are asked about beforehand, to say what all will cost.
 */
export function liveTeacher(live: LivePlay, { seed, signal, text, rows }: Work): Teacher {
  // One stream of chance for all rows: the same text makes the same questions, whose answers are found again.
  const own = createContext({ seed, signal });
  let said = false;
  return {
    name: live.options.model,
    async label(table, classes) {
      const texts = textsIn(table, text);
      const ask = (some: typeof texts) => teachTexts(live.calls, live.options, { texts: some, labels: classes }, own);
      if (!said) {
        const chosen = Array.from({ length: Math.min(PILOT, texts.length) }, (_, i) =>
          Math.floor((i * texts.length) / PILOT),
        );
        await ask(chosen.map((row) => texts[row]));
        live.sayEstimate(rows / Math.max(1, chosen.length));
        said = true;
      }
      const answers = await ask(texts);
      live.quiet();
      const places = new Map(classes.map((level, place) => [level, place]));
      return {
        samples: answers.map((sample) => Int32Array.from(sample, (label) => places.get(label ?? '') ?? -1)),
        confidence: null,
      };
    },
  };
}

/** The column that the teacher reads: the one of the task, else the only text among the features. Throws `cli/which-taught-text`. */
export function taughtText(options: LlmOptions, texts: readonly string[]): string {
  const { text } = taskOptions(options);
  if (text !== undefined && texts.includes(text)) return text;
  if (text !== undefined || texts.length !== 1) throw whichTaughtText(text, texts);
  return texts[0];
}

function textsIn(table: Table, name: string): readonly (string | null)[] {
  const column = columnOf(table, name);
  return column.storage === 'text' ? column.values : [];
}
