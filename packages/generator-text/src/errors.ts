import { type VerisimError, verisimError } from '@verisim/core';

/** `generator-text/no-price`: a call whose cost is not known. */
export const noPrice = (model: string, known: readonly string[]): VerisimError =>
  verisimError(
    'generator-text/no-price',
    `What the model "${model}" costs is not known${known.length > 0 ? ` (prices given: ${known.join(', ')})` : ''}, and it is not guessed.`,
    `Give its price per million tokens: prices={"${model}":{"input":0.15,"output":0.6}}, or 0 and 0 for a server of your own.`,
    { kind: 'usage' },
  );

/** `generator-text/bad-price`: a price that is not one. */
export const badPrice = (model: string, value: number): VerisimError =>
  verisimError(
    'generator-text/bad-price',
    `The price ${value} of the model "${model}" is not between 0 and 1,000,000 per million tokens.`,
    'Give prices per million tokens, in the currency of the budget.',
    { kind: 'usage' },
  );

/** `generator-text/no-token-limit`: a call whose cost has no bound. */
export const noTokenLimit = (task: string): VerisimError =>
  verisimError(
    'generator-text/no-token-limit',
    `The task "${task}" asks without a limit on the answer, so its cost has none.`,
    'Give max_tokens or max_completion_tokens, leave n at 1 and do not stream.',
    { kind: 'usage' },
  );

/** An amount that a budget is about. */
interface Spending {
  readonly money: number;
  readonly tokens: number;
}

/** `generator-text/budget-reached`: the next call could pass the budget. */
export const budgetReached = (
  spent: Spending,
  next: Spending,
  limits: { readonly money: number | null; readonly tokens: number | null },
): VerisimError => {
  const money = limits.money !== null && spent.money + next.money > limits.money;
  const [used, worst, limit] = money
    ? [written(spent.money), written(next.money), written(limits.money ?? 0)]
    : [spent.tokens, next.tokens, limits.tokens];
  const what = money ? 'money' : 'tokens';
  return verisimError(
    'generator-text/budget-reached',
    `The budget of ${limit} (${what}) is reached: ${used} spent, and the next call may cost up to ${worst}.`,
    'Raise the budget and run the same command: the answers bought so far are kept and not bought again.',
  );
};

/** `generator-text/key-refused`: the server does not take the key. */
export const keyRefused = (endpoint: string, status: number): VerisimError =>
  verisimError(
    'generator-text/key-refused',
    `${endpoint} refuses the API key (HTTP ${status}).`,
    'Set the right key and run the same command: the answers bought so far are kept.',
  );

/** `generator-text/quota-exhausted`: the account has no money left. */
export const quotaExhausted = (endpoint: string, message: string): VerisimError =>
  verisimError(
    'generator-text/quota-exhausted',
    `The account at ${endpoint} is used up: ${message}`,
    'Top it up and run the same command: the answers bought so far are kept.',
  );

/** `generator-text/request-refused`: the server does not take requests of this form. */
export const requestRefused = (endpoint: string, model: string, status: number, message: string): VerisimError =>
  verisimError(
    'generator-text/request-refused',
    `${endpoint} refuses the request to "${model}" (HTTP ${status}): ${message}`,
    'Check the name of the model and the parameters; nothing was paid for this request.',
  );

/** `generator-text/redirected`: the endpoint sends requests elsewhere. */
export const redirected = (endpoint: string): VerisimError =>
  verisimError(
    'generator-text/redirected',
    `${endpoint} redirects to another address, and prompts are not sent after it.`,
    'If the new address is the right one, give it as the base URL.',
  );

/** `generator-text/endpoint-unavailable`: no good answer for as long as is waited. */
export const endpointUnavailable = (endpoint: string, ms: number, what: string): VerisimError =>
  verisimError(
    'generator-text/endpoint-unavailable',
    `${endpoint} gave no good answer for ${Math.round(ms / 1000)} s; the last was: ${what}.`,
    'Run the same command later: the answers bought so far are kept.',
  );

/** `generator-text/answers-malformed`: answers are paid for and cannot be read. */
export const answersMalformed = (endpoint: string, count: number, why: string): VerisimError =>
  verisimError(
    'generator-text/answers-malformed',
    `${count} answers in a row from ${endpoint} are not what the API promises; in the last ${why}.`,
    'Check the base URL (it often ends in /v1). The raw answers are in the journal.',
  );

/** `generator-text/limit-not-kept`: the server used more tokens than it was allowed. */
export const limitNotKept = (model: string, tokens: number, worst: number): VerisimError =>
  verisimError(
    'generator-text/limit-not-kept',
    `"${model}" used ${tokens} tokens where at most ${worst} were allowed, so the budget cannot be promised.`,
    'The server does not keep max_tokens: try max_completion_tokens, or run without a budget if it costs nothing.',
  );

/** `generator-text/unknown-record`: a journal written by something newer. */
export const unknownRecord = (type: string): VerisimError =>
  verisimError(
    'generator-text/unknown-record',
    `The journal of answers holds a record of the unknown type "${type}".`,
    'Use the version of verisim that wrote it, or a newer one.',
  );

/** `generator-text/batch-failed`: the server could not do a batch. */
export const batchFailed = (id: string, status: string, why: string): VerisimError =>
  verisimError(
    'generator-text/batch-failed',
    `The batch ${id} ended as "${status}"${why === '' ? '' : `: ${why}`}.`,
    'Run the same command to ask again what it did not answer; what it did answer is kept.',
  );

/** `generator-text/batch-under-way`: a question that is being answered in a batch. */
export const batchUnderWay = (name: string): VerisimError =>
  verisimError(
    'generator-text/batch-under-way',
    `This question is part of the batch "${name}", which is not finished: asked singly it would be paid for twice.`,
    'Run the same command in batch mode: it waits for the batch and takes its answers.',
    { kind: 'usage' },
  );

function written(micro: number): string {
  return (micro / 1e6).toFixed(6).replace(/0{1,4}$/, '');
}

/** `generator-text/grid-too-large`: more cells than anyone fills. */
export const gridTooLarge = (cells: number, most: number): VerisimError =>
  verisimError(
    'generator-text/grid-too-large',
    `The grid of topics and attributes has ${cells} cells, more than ${most}.`,
    'Give fewer topics, attributes or values: every combination is a cell.',
    { kind: 'usage' },
  );

/** `generator-text/no-client`: a model that has no endpoint to ask. */
export const noClient = (): VerisimError =>
  verisimError(
    'generator-text/no-client',
    'The generator "llm" was not given an endpoint to ask.',
    'Make it with llm({ calls }), or use verisim generate -g llm, which opens them.',
    { kind: 'usage' },
  );

/** `generator-text/unknown-task`: no task of that name. */
export const unknownTask = (name: string, known: readonly string[]): VerisimError =>
  verisimError('generator-text/unknown-task', `There is no task "${name}".`, `Tasks: ${known.join(', ')}.`, {
    kind: 'usage',
  });

/** `generator-text/no-labels`: a task about labels, and nothing says what they are. */
export const noLabels = (task: string, why: 'no target' | 'one label' | 'not given'): VerisimError =>
  verisimError(
    'generator-text/no-labels',
    {
      'no target': `The task "${task}" writes texts of labels, and no column of the seeds is the target.`,
      'one label': `The task "${task}" needs two labels or more.`,
      'not given': `The task "${task}" needs labels to choose from.`,
    }[why],
    why === 'not given'
      ? `Name them, --set 'task={"name":"${task}","labels":["first","second"]}', or name the column that has them: --target label.`
      : 'Name the column of labels, which needs two of them: --target label.',
    { kind: 'usage' },
  );

/** `generator-text/no-fields`: nothing to take out of texts. */
export const noFields = (): VerisimError =>
  verisimError(
    'generator-text/no-fields',
    'The task "extraction" needs the fields that are to be taken out of texts.',
    `Name them: --set 'task={"name":"extraction","fields":["order number","date"]}'.`,
    { kind: 'usage' },
  );

/** `generator-text/no-seeds`: there is nothing to start from. */
export const noSeeds = (what: string): VerisimError =>
  verisimError(
    'generator-text/no-seeds',
    `There are no seeds ${what}.`,
    'Give real rows with texts: a handful for each label is enough to begin with.',
    { kind: 'usage' },
  );

/** `generator-text/shortfall`: the rows asked for cannot be had. */
export const shortfall = (rows: number, wanted: number, dropped: string): VerisimError =>
  verisimError(
    'generator-text/shortfall',
    `${rows} of ${wanted} rows could be had${dropped === '' ? '' : `; dropped: ${dropped}`}.`,
    'Look at why rows were dropped. More seeds, topics or personas make answers differ more; a better model makes fewer bad ones.',
  );

/** `generator-text/estimate-over-budget`: a run that cannot end within its budget. */
export const estimateOverBudget = (low: string, high: string, budget: string): VerisimError =>
  verisimError(
    'generator-text/estimate-over-budget',
    `The run is expected to cost ${low} to ${high}, and the budget is ${budget}.`,
    'Ask for fewer rows (-n) or raise the budget; the answers of the pilot are kept and not bought again.',
  );

/** `generator-text/no-texts`: a table without a column of texts. */
export const noTexts = (columns: readonly string[]): VerisimError =>
  verisimError(
    'generator-text/no-texts',
    `No column holds free text; there are ${columns.slice(0, 20).join(', ') || 'none at all'}.`,
    'If one of them does, declare it: --kinds NAME=text. Tables without text are for trees, copula or marginals.',
    { kind: 'usage' },
  );

/** `generator-text/which-text`: several columns of texts. */
export const whichText = (names: readonly string[], setting: string = `text=${names[0]}`): VerisimError =>
  verisimError(
    'generator-text/which-text',
    `${names.length} columns hold free text: ${names.slice(0, 20).join(', ')}.`,
    `Say which one to make: --set ${setting}. The others stay empty.`,
    { kind: 'usage' },
  );

/** `generator-text/no-such-text`: the column that was named holds no text, or is not there. */
export const noSuchText = (name: string, kind: string | undefined, texts: readonly string[]): VerisimError =>
  verisimError(
    'generator-text/no-such-text',
    kind === undefined ? `There is no column "${name}".` : `The column "${name}" is ${kind}, not free text.`,
    texts.length > 0 ? `Columns of text: ${texts.slice(0, 20).join(', ')}.` : `Declare it: --kinds ${name}=text.`,
    { kind: 'usage' },
  );

/** `generator-text/label-not-classes`: a target that is no label. */
export const labelNotClasses = (name: string, kind: string): VerisimError =>
  verisimError(
    'generator-text/label-not-classes',
    `The target "${name}" is ${kind}, not a label.`,
    `If its values are labels, declare it: --kinds ${name}=category.`,
    { kind: 'usage' },
  );

/** `generator-text/unknown-label`: quotas for labels that do not occur. */
export const unknownLabel = (label: string, known: readonly string[]): VerisimError =>
  verisimError(
    'generator-text/unknown-label',
    `The quotas name the label "${label}", which no text has.`,
    `Labels with texts: ${known.slice(0, 20).join(', ')}${known.length > 20 ? ` and ${known.length - 20} more` : ''}.`,
    { kind: 'usage' },
  );

/** `generator-text/empty-texts`: nothing to learn from. */
export const emptyTexts = (name: string): VerisimError =>
  verisimError(
    'generator-text/empty-texts',
    `No row has both a text in "${name}" and a label.`,
    'Give at least one; some 15 of each label make texts worth having.',
    { kind: 'usage' },
  );

/** `generator-text/texts-short`: fewer texts than were asked for could be made. */
export const textsShort = (label: string, had: number, rows: number, refused: number): VerisimError =>
  verisimError(
    'generator-text/texts-short',
    `Only ${had} of ${rows} texts of "${label}" could be made: of the other drafts ${refused} were taken for another label by the judge.`,
    'Give more texts of it, check whether its texts differ from those of the other labels, or use --set judge=off.',
  );

/** `generator-text/bad-state`: a saved model that another generator or version made. */
export const badState = (generator: string, found: string): VerisimError =>
  verisimError(
    'generator-text/bad-state',
    `This saved model was made by ${found}; ${generator} cannot load it.`,
    'Load it with the generator and version that saved it, or fit again.',
  );

const PREFERENCE: readonly string[] = ['prompt', 'chosen', 'rejected'];

/** `generator-text/cannot-export`: no columns to make conversations of. */
export const cannotExport = (missing: string | null, names: readonly string[]): VerisimError =>
  verisimError(
    'generator-text/cannot-export',
    missing === null
      ? `The rows hold no conversation that is known by its columns: ${names.slice(0, 20).join(', ')}.`
      : `The rows have no column "${missing}": ${names.slice(0, 20).join(', ')}.`,
    PREFERENCE.includes(missing ?? '')
      ? 'Preferences are rows with the columns prompt, chosen and rejected, as the task "preference" makes them.'
      : 'Name the columns of what the user says and of what the assistant answers: --user text --assistant label.',
    { kind: 'usage' },
  );

/** `generator-text/bad-conversation`: a row that no training would take. */
export const badConversation = (row: number, why: string): VerisimError =>
  verisimError(
    'generator-text/bad-conversation',
    `Row ${row + 1} cannot be exported: ${why}.`,
    'Mend or drop the row, or name other columns with --user and --assistant.',
    { kind: 'usage' },
  );

/** `generator-text/too-few-examples`: fewer rows than fine-tuning takes. */
export const tooFewExamples = (rows: number, least: number): VerisimError =>
  verisimError(
    'generator-text/too-few-examples',
    `There are ${rows} rows, and fine-tuning takes no fewer than ${least} examples.`,
    'Make more rows, or export them in another format.',
    { kind: 'usage' },
  );
