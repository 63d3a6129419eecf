/** Something that must be known before a task can be done. */
export interface Slot {
  readonly name: string;
  /** Words by which a question after it is known. */
  readonly words: readonly string[];
  /** What it can be: no value stands in two slots of a task. */
  readonly values: readonly string[];
  /** How an agent asks for it. */
  readonly asks: readonly string[];
  /** How a user says it; VALUE is the value. */
  readonly says: readonly string[];
}

/** What users want done. */
export interface Task {
  readonly name: string;
  readonly openings: readonly string[];
  readonly slots: readonly Slot[];
}

const slot = (
  name: string,
  words: readonly string[],
  values: string,
  asks: readonly string[],
  says: readonly string[],
): Slot => ({ name, words: [name, ...words], values: values.split(' '), asks, says });

const day = slot(
  'day',
  ['when', 'date'],
  'monday tuesday wednesday thursday friday saturday sunday',
  ['Which day would you like?', 'For what day is it?'],
  ['on VALUE', 'VALUE please', 'it is for VALUE'],
);

/** The tasks there are, as examples: their contents are made up. */
export const tasks: readonly Task[] = [
  {
    name: 'table',
    openings: ['Hello, I would like to book a table.', 'Hi, can I reserve a table?', 'I need a table at a restaurant.'],
    slots: [
      slot(
        'food',
        ['cuisine', 'kitchen'],
        'italian indian mexican japanese greek',
        ['What kind of food would you like?', 'Which cuisine do you have in mind?'],
        ['VALUE food please', 'we fancy something VALUE', 'VALUE'],
      ),
      day,
      slot(
        'time',
        ['hour', 'clock'],
        '18:00 18:30 19:00 19:30 20:00 20:30 21:00',
        ['At what time?', 'What time suits you?'],
        ['at VALUE', 'around VALUE would be good', 'VALUE'],
      ),
      slot(
        'people',
        ['many', 'guests', 'party'],
        'two three four five six seven eight',
        ['For how many people?', 'How many guests will there be?'],
        ['we are VALUE', 'a table for VALUE', 'VALUE of us'],
      ),
      slot(
        'area',
        ['where', 'part'],
        'centre north south east west harbour',
        ['In which area of town?', 'Which part of town should it be in?'],
        ['in the VALUE', 'somewhere near the VALUE', 'VALUE'],
      ),
    ],
  },
  {
    name: 'train',
    openings: [
      'I want to buy a train ticket.',
      'Hello, I need a ticket for the train.',
      'Hi, one train ticket please.',
    ],
    slots: [
      slot(
        'destination',
        ['where', 'city', 'go'],
        'london leeds york bristol cardiff oxford bath',
        ['Where do you want to go?', 'What is your destination?'],
        ['to VALUE', 'I am going to VALUE', 'VALUE'],
      ),
      day,
      slot(
        'departure',
        ['time', 'leave', 'hour'],
        '06:45 08:15 09:40 11:05 13:30 16:20 18:55',
        ['At what time do you want to leave?', 'Which departure suits you?'],
        ['the one at VALUE', 'at VALUE', 'VALUE'],
      ),
      slot(
        'class',
        ['category'],
        'standard first',
        ['Standard or first class?', 'In which class?'],
        ['VALUE class', 'VALUE please'],
      ),
      slot(
        'seat',
        ['sit'],
        'window aisle',
        ['Which seat do you prefer?', 'Where would you like to sit, window or aisle?'],
        ['a VALUE seat', 'VALUE please'],
      ),
    ],
  },
  {
    name: 'complaint',
    openings: [
      'I have a problem with my order.',
      'Hello, something is not right with what I bought.',
      'I want to complain.',
    ],
    slots: [
      slot(
        'item',
        ['product', 'article', 'bought'],
        'headphones kettle jacket keyboard lamp backpack toaster',
        ['Which item is it about?', 'What product did you buy?'],
        ['it is the VALUE', 'my VALUE', 'VALUE'],
      ),
      slot(
        'problem',
        ['wrong', 'happened'],
        'broken late scratched missing faulty',
        ['What is the problem with it?', 'What happened to it?'],
        ['it is VALUE', 'VALUE', 'it arrived VALUE'],
      ),
      slot(
        'remedy',
        ['solution', 'instead'],
        'refund replacement voucher repair',
        ['What remedy would you like?', 'Which solution would you prefer?'],
        ['I want a VALUE', 'a VALUE please', 'VALUE'],
      ),
      slot(
        'contact',
        ['reach', 'answer'],
        'email phone letter',
        ['How can we contact you?', 'How should we reach you?'],
        ['by VALUE', 'VALUE is best', 'VALUE please'],
      ),
    ],
  },
];
