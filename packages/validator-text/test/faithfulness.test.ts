import { describe, expect, it } from 'vitest';
import { citationForm, citationsIn, faithfulnessValidator, unsupportedFacts, verbatimSpan } from '../src/index.ts';
import { quiet, textTable } from './tables.ts';

const passage = `A refund takes three to five business days. The “Gold” card costs 1,250.50 EUR — billed by Acme Bank in Zürich since 1998. Party guests pay nothing.`;

describe('verbatimSpan', () => {
  const form = citationForm(passage);
  const cited = (citation: string) => {
    const span = verbatimSpan(citation, form);
    return span && form.slice(...span);
  };

  it.each([
    ['A refund takes three to five business days.', 'a refund takes three to five business days'],
    ['  the "gold"  CARD costs', 'the "gold" card costs'],
    ['“1,250.50 EUR - billed by Acme Bank”', '1,250.50 eur - billed by acme bank'],
    ['A refund takes ... business days', 'a refund takes three to five business days'],
    ['Zu\u0308rich since 1998', 'zürich since 1998'],
  ])('%j stands in the passage', (citation, found) => {
    expect(cited(citation)).toBe(found);
  });

  it.each([
    'A refund takes two days',
    'art',
    'business days ... a refund',
    '',
    '...',
    '50.50 EUR billed',
    'five business day',
  ])('%j does not', (citation) => {
    expect(cited(citation)).toBeNull();
  });

  it('knows no word edges in scripts without spaces', () => {
    expect(verbatimSpan('注文', citationForm('二週間前に注文したカード'))).toEqual([5, 7]);
  });
});

describe('unsupportedFacts', () => {
  const facts = (answer: string, question = '') => unsupportedFacts(answer, [passage, question]);

  it.each([
    ['It takes 3 to 5 days.', [], []],
    ['It takes 7 days and costs 1250.50 EUR.', ['7'], []],
    ['It costs 1.250,50 EUR since 1998.', [], []],
    ['It takes seven days.', ['seven'], []],
    ['One refund, first of all, is fine.', [], []],
    ["Acme Bank's card comes from Zurich.", [], []],
    ['The card is issued by Globex in Zürich.', [], ['Globex']],
    ['Globex Bank issues it. However, refunds are slow.', [], ['Globex Bank']],
    ['Ask Mary Jones or Acme.', [], ['Mary Jones']],
    ['I think it is OK.', [], []],
  ])('%j', (answer, numbers, names) => {
    expect(facts(answer)).toEqual({ numbers, names });
  });

  it('what the question brings is supported', () => {
    expect(facts('Mary pays 99 EUR.', 'Does Mary pay 99?')).toEqual({ numbers: [], names: [] });
  });
});

describe('citationsIn', () => {
  it('reads lists of texts, of objects, and plain text', () => {
    expect(citationsIn('["a", {"quote": "b"}, {"text": "c"}, 4]')).toEqual(['a', 'b', 'c', '']);
    expect(citationsIn('"a"')).toEqual(['a']);
    expect(citationsIn('not [json')).toEqual(['not [json']);
    expect(citationsIn('12')).toEqual(['12']);
    expect(citationsIn(null)).toEqual([]);
  });
});

describe('the validator', () => {
  const options = {
    source: 'source',
    citations: 'citations',
    answer: 'answer',
    question: 'question',
    requireCitation: true,
    dropUnsupported: false,
  };
  const batch = textTable({
    source: [passage, passage, passage, null, passage],
    question: ['How long?', 'How long?', 'How long?', 'How long?', 'Who?'],
    answer: ['Three days.', '9 days.', 'Three days.', 'Three days.', 'By Globex, of course.'],
    citations: ['["three to five business days"]', '["nine days"]', null, '["x"]', 'billed by Acme Bank'],
  });

  it('drops rows whose citations are not verbatim, flags unsupported facts', async () => {
    const { keep, findings } = await faithfulnessValidator.check(batch, options, {}, quiet);
    expect([...keep]).toEqual([1, 0, 0, 0, 1]);
    expect(findings.map(({ rule, rows, drops }) => [rule, drops, ...rows])).toEqual([
      ['no-source', true, 3],
      ['citation-not-verbatim', true, 1],
      ['no-citation', true, 2],
      ['unsupported-number', false, 1],
      ['unsupported-name', false, 4],
    ]);
  });

  it('drops what is unsupported on demand, and says when there is nothing to hold against', async () => {
    const strict = await faithfulnessValidator.check(
      batch,
      { ...options, requireCitation: false, dropUnsupported: true },
      {},
      quiet,
    );
    expect([...strict.keep]).toEqual([1, 0, 1, 0, 0]);
    const lacking = await faithfulnessValidator.check(textTable({ answer: ['x'] }), options, {}, quiet);
    expect(lacking.findings).toMatchObject([{ rule: 'faithfulness-unchecked', level: 'info' }]);
  });
});
