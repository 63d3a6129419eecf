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
  const goal = Object.fromEntries(task.slots.map(({ name, values }) => [name, pick(values, chance.goal)]));
  const mind: Mind = { task, settings, chance, told: new Set(), goal, changed: false };
  return {
    get goal() {
      return mind.goal;
    },
    open() {
      const first = pick(task.slots, chance.wording);
      const words = `${pick(task.openings, chance.wording)} ${telling(mind, first)}`;
      return say(mind, { act: 'open', cause: 'goal', slot: first.name, words });
    },
    answer: (reply, again) => answer(mind, reply, again),
  };
}

/** What a user remembers. */
interface Mind {
  readonly task: Task;
  readonly settings: DialogueSettings;
  readonly chance: UserChance;
  /** Slots that it spoke of. */
  readonly told: Set<string>;
  goal: Goal;
  changed: boolean;
}

const pick = <T>(values: readonly T[], random: Draws): T => values[Math.floor(random.next() * values.length)];

function say({ settings, chance, goal }: Mind, { act, cause, slot = null, words }: Said): Turn {
  const text = mistype(words, settings.typos, chance.typos);
  return { speaker: 'user', act, slot, text, meant: words, cause, claims: null, goal };
}

/** A sentence that tells the value of a slot. */
function telling({ told, goal, chance }: Mind, slot: Slot): string {
  told.add(slot.name);
  const words = pick(slot.says, chance.wording).replace('VALUE', goal[slot.name]);
  return `${words[0].toUpperCase()}${words.slice(1)}.`;
}

function answer(mind: Mind, { asks, claims, done }: ReadReply, again: boolean): Turn {
  const { task, settings, chance, told } = mind;
  const short = (act: DialogueAct, cause: DialogueCause, from: readonly string[], slot?: string) =>
    say(mind, { act, cause, slot: slot ?? null, words: pick(from, chance.wording) });
  if (done) return short('thank', 'goal', farewells);
  if (again && chance.patience.next() < settings.impatience) return short('leave', 'impatience', departures);
  if (!mind.changed && chance.change.next() < settings.changes) return change(mind);
  const asked = task.slots.find(({ name }) => name === asks);
  if (asked === undefined && Object.keys(claims).length === task.slots.length) return judge(mind, claims);
  const wanted = asked ?? task.slots.find(({ name }) => !told.has(name));
  if (wanted === undefined) return short('remind', 'goal', reminders);
  if (chance.cooperation.next() >= settings.cooperativeness)
    return short('refuse', 'uncooperative', refusals, wanted.name);
  return say(mind, { act: 'inform', cause: 'goal', slot: wanted.name, words: telling(mind, wanted) });
}

/** Wants something else for a slot that it spoke of. */
function change(mind: Mind): Turn {
  const { task, told, chance, goal } = mind;
  const known = task.slots.filter(({ name }) => told.has(name));
  const { name, values } = pick(known, chance.change);
  const others = values.filter((value) => value !== goal[name]);
  const value = pick(others, chance.change);
  mind.changed = true;
  mind.goal = { ...goal, [name]: value };
  const words = pick(changes, chance.wording).replace('VALUE', value);
  return say(mind, { act: 'change', cause: 'changed-mind', slot: name, words });
}

/** Agrees to what an agent understood, or notices that it is wrong. */
function judge(mind: Mind, claims: Goal): Turn {
  const { task, told, chance, settings, goal } = mind;
  const wrong = task.slots.find(({ name }) => claims[name] !== goal[name]);
  const notices = chance.cooperation.next() < settings.cooperativeness;
  if (wrong === undefined || !notices) {
    const cause = wrong === undefined ? 'goal' : 'careless';
    return say(mind, { act: 'affirm', cause, words: pick(agreements, chance.wording) });
  }
  told.add(wrong.name);
  const words = pick(corrections, chance.wording).replace('VALUE', goal[wrong.name]);
  return say(mind, { act: 'correct', cause: 'goal', slot: wrong.name, words });
}
