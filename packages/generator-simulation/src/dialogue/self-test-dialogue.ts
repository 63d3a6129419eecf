import { type CodedColumn, columnOf, type Measurement, type Table, type TextColumn } from '@verisim/core';
import { clopperPearson } from '@verisim/statistics';
import { heldAgainst, type SelfTest } from '../self-test.ts';
import { countBehaviour, noBehaviour } from './behaviour.ts';
import type { DialogueSettings } from './options.ts';

/** What a user does who names a value. */
const TELLING: ReadonlySet<string> = new Set(['open', 'inform', 'change', 'correct']);

/**
 * Holds turns against the options: each behaviour as a share of the times that it could have shown itself, with exact binomial intervals. The agent's mistakes are counted where what it
 * was told was typed as meant; those of an agent of the caller's are no parameter.
 */
export function selfTestDialogue(settings: DialogueSettings, scripted: boolean): SelfTest {
  const seen = noBehaviour();
  const names = ['cooperativeness', 'impatience', 'changes', 'typos', ...(scripted ? ['mistakes'] : [])] as (
    | 'cooperativeness'
    | 'impatience'
    | 'changes'
    | 'typos'
    | 'mistakes'
  )[];
  const mistakes = { count: 0, of: 0 };
  const texts = (block: Table, name: string) => (columnOf(block, name) as TextColumn).values as readonly string[];
  const levels = (block: Table, name: string) => {
    const { codes, levels } = columnOf(block, name) as CodedColumn;
    return Array.from(codes, (code) => levels[code]);
  };
  return {
    add(block) {
      const [speaker, act] = [levels(block, 'speaker'), levels(block, 'act')];
      const [dialogue, text, meant] = [texts(block, 'dialogue'), texts(block, 'text'), texts(block, 'meant')];
      countBehaviour({ dialogue, speaker, act, text, meant }, seen);
      const [slot, claims, wish] = [texts(block, 'slot'), texts(block, 'claims'), texts(block, 'wish')];
      for (let row = 0; row + 1 < block.rows; row++) {
        if (!TELLING.has(act[row]) || text[row] !== meant[row] || dialogue[row + 1] !== dialogue[row]) continue;
        const [claimed, wanted] = [claims[row + 1], wish[row]].map((json) => JSON.parse(json)[slot[row]]);
        if (claimed === undefined) continue;
        mistakes.of++;
        if (claimed !== wanted) mistakes.count++;
      }
    },
    measurements: () =>
      names.map((name): Measurement => {
        const { count, of } = { ...seen, mistakes }[name];
        return heldAgainst(name, of === 0 ? null : { value: count / of, ...clopperPearson(count, of) }, settings[name]);
      }),
  };
}
