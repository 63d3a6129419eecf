import { badSample } from '../errors.ts';
import { readSample } from '../real-sample.ts';
import { type Counted, countBehaviour, noBehaviour } from './behaviour.ts';
import type { DialogueOptions } from './options.ts';
import { dialogueActs } from './turn.ts';

/**
 * The options with rates of real dialogues: CSV with `dialogue`, `speaker` (user or agent) and `act` (as this generator writes them), in order, and perhaps `text` and `meant`. Each
 * behaviour is the share of the times that it could have shown itself; one that never could stays as it is. No text is used again. Throws
 * `generator-simulation/bad-sample`.
 */
export function fitDialogue(options: DialogueOptions, csv: string): DialogueOptions {
  const sample = readSample('dialogue', csv, 10);
  const [speaker, act] = [sample.texts('speaker'), sample.texts('act')];
  const known: readonly string[] = dialogueActs;
  const strange = act.findIndex((one) => !known.includes(one));
  if (strange >= 0)
    throw badSample(
      'dialogue',
      `row ${strange + 2} has the act "${act[strange]}"`,
      `Name acts as ${known.join(', ')}.`,
    );
  const nobody = speaker.findIndex((one) => one !== 'user' && one !== 'agent');
  if (nobody >= 0)
    throw badSample(
      'dialogue',
      `row ${nobody + 2} has the speaker "${speaker[nobody]}"`,
      'Name speakers user and agent.',
    );
  const typed = sample.has('text') && sample.has('meant');
  const seen = noBehaviour();
  const [text, meant] = typed ? [sample.texts('text'), sample.texts('meant')] : [null, null];
  countBehaviour({ dialogue: sample.texts('dialogue'), speaker, act, text, meant }, seen);
  const share = ({ count, of }: Counted, otherwise: number) =>
    of === 0 ? otherwise : Number((count / of).toPrecision(4));
  return {
    ...options,
    cooperativeness: share(seen.cooperativeness, options.cooperativeness),
    impatience: share(seen.impatience, options.impatience),
    changes: share(seen.changes, options.changes),
    typos: share(seen.typos, options.typos),
  };
}
