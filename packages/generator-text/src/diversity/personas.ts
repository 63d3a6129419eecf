/** Who may write where no personas are given: people who differ in how they write, not in who they are. */
export const PERSONAS: readonly string[] = [
  'someone in a hurry who writes in fragments',
  'someone who explains everything from the beginning',
  'someone who is polite and formal',
  'someone who is annoyed and has asked before',
  'someone who writes on a phone with typing errors',
  'someone who is not sure of the right words',
  'someone who knows the technical terms',
  'someone who asks on behalf of another person',
  'someone whose first language is another one',
  'someone who is cheerful and chatty',
  'someone who mentions what they have tried already',
  'someone who buries the point in a side remark',
  'someone who asks a direct question and no more',
  'someone who tells what happened in the order it happened',
  'someone who is worried and asks for reassurance',
  'someone who writes in long, careful sentences',
];
