import type { Draws } from '../kernel/entity-random.ts';
import type { DialogueSettings } from './options.ts';
import type { Slot, Task } from './tasks.ts';
import type { DialogueAct, DialogueCause, Goal, Turn } from './turn.ts';
import { mistype } from './typos.ts';
import type { ReadReply } from './understand.ts';

/** Chance by what it decides, so that changing one option leaves what others decide as it is. */
export type UserChance = Readonly<Record<'goal' | 'wording' | 'cooperation' | 'patience' | 'change' | 'typos', Draws>>;

/** Somebody with a goal. */
export interface MockUser {
  readonly goal: Goal;
  open(): Turn;
  /** Answers an agent; `again` says that it asked for the same before. */
  answer(reply: ReadReply, again: boolean): Turn;
}

interface Said {
  readonly act: DialogueAct;
  readonly cause: DialogueCause;
  readonly slot?: string | null;
  readonly words: string;
}

const refusals = [
  'Whatever you think is best.',
  'Why do you need to know that?',
  'I do not know yet.',
  'Is that really necessary?',
  'The weather is awful today, by the way.',
  'Can you not just do it?',
];
const changes = [
  'Actually, make it VALUE instead.',
  'Sorry, I changed my mind, VALUE would be better.',
  'Wait, rather VALUE.',
];
const corrections = ['No, I said VALUE.', 'No, that is wrong, it should be VALUE.', 'Not quite, VALUE please.'];
const agreements = ['Yes, that is right.', 'Yes please.', 'Yes, correct.'];
const farewells = ['Thank you, goodbye.', 'Great, thanks.', 'Thanks a lot.'];
const departures = ['You already asked me that, forget it.', 'This is going nowhere, bye.', 'I give up, goodbye.'];
const reminders = ['So, can you do it now?', 'Is it done?', 'Well?'];

/**
 * A user with a goal as slots and values, told as questions come (agenda-based, Schatzmann et al. 2007, in its simplest form). How cooperative it is, is an option: users played
 * by language models answer too well (see the guide).
 */
export function createMockUser(task: Task, settings: DialogueSettings, chance: UserChance): MockUser {
  const pick = <T>(values: readonly T[], random: Draws = chance.wording): T =>
    values[Math.floor(random.next() * values.length)];
  let goal: Goal = Object.fromEntries(task.slots.map(({ name, values }) => [name, pick(values, chance.goal)]));
  const told = new Set<string>();
  let changed = false;
  const slotOf = (name: string | undefined) => task.slots.find((slot) => slot.name === name);
  const say = ({ act, cause, slot = null, words }: Said): Turn => {
    const text = mistype(words, settings.typos, chance.typos);
    return { speaker: 'user', act, slot, text, meant: words, cause, claims: null, goal };
  };
  const phrase = (slot: Slot) => {
    told.add(slot.name);
    return pick(slot.says).replace('VALUE', goal[slot.name]);
  };
  const inform = (slot: Slot) => say({ act: 'inform', cause: 'goal', slot: slot.name, words: sentence(phrase(slot)) });
  const change = () => {
    const slot = pick(
      task.slots.filter(({ name }) => told.has(name)),
      chance.change,
    );
    const value = pick(
      slot.values.filter((value) => value !== goal[slot.name]),
      chance.change,
    );
    changed = true;
    goal = { ...goal, [slot.name]: value };
    return say({ act: 'change', cause: 'changed-mind', slot: slot.name, words: pick(changes).replace('VALUE', value) });
  };
  const judge = (claims: Goal) => {
    const wrong = task.slots.find(({ name }) => claims[name] !== goal[name]);
    const notices = chance.cooperation.next() < settings.cooperativeness;
    if (wrong === undefined || !notices)
      return say({ act: 'affirm', cause: wrong === undefined ? 'goal' : 'careless', words: pick(agreements) });
    told.add(wrong.name);
    return say({
      act: 'correct',
      cause: 'goal',
      slot: wrong.name,
      words: pick(corrections).replace('VALUE', goal[wrong.name]),
    });
  };
  return {
    get goal() {
      return goal;
    },
    open() {
      const first = pick(task.slots);
      const words = `${pick(task.openings)} ${sentence(phrase(first))}`;
      return say({ act: 'open', cause: 'goal', slot: first.name, words });
    },
    answer({ asks, claims, done }, again) {
      if (done) return say({ act: 'thank', cause: 'goal', words: pick(farewells) });
      if (again && chance.patience.next() < settings.impatience)
        return say({ act: 'leave', cause: 'impatience', words: pick(departures) });
      if (!changed && chance.change.next() < settings.changes) return change();
      const asked = slotOf(asks);
      if (asked === undefined && Object.keys(claims).length === task.slots.length) return judge(claims);
      const wanted = asked ?? task.slots.find(({ name }) => !told.has(name));
      if (wanted === undefined) return say({ act: 'remind', cause: 'goal', words: pick(reminders) });
      if (chance.cooperation.next() < settings.cooperativeness) return inform(wanted);
      return say({ act: 'refuse', cause: 'uncooperative', slot: wanted.name, words: pick(refusals) });
    },
  };
}

const sentence = (words: string): string => `${words[0].toUpperCase()}${words.slice(1)}.`;
