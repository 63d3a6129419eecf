import type { Finding, Json, Model, SampledBlock, Table } from '@verisim/core';

/** A table to make; `null` where only `-n` says how many rows. */
export interface TableOrder {
  readonly table: string;
  readonly rows: number | null;
  /** What the options of the generator are for this table beyond those of all. */
  readonly settings: Readonly<Record<string, Json>>;
}

/** What is held against what a generator promises of its rows while they are made. */
export interface RowAccount {
  /** Receives what the model notes, in any order. */
  note?(key: string, value: Json): void;
  /** Receives the blocks, in order. */
  add?(block: SampledBlock): void;
  findings(): readonly Finding[];
}

/** What belongs into files of its own where a folder is named. */
export interface RowFiles {
  /** Writes the files of some rows; the rows as they go into the table. */
  take(table: Table): Promise<Table>;
  /** Writes what is about all rows, and says so. */
  end(): Promise<readonly Finding[]>;
}

/** What `verisim generate` knows of a generator that learns from no rows. */
export interface NoDataEntry {
  /** The option that takes the text of the file that is named; its name goes into the option `file`. Left out: it reads none. */
  readonly textOption?: string;
  /** The option that takes the text of a small real sample, where a file is named. */
  readonly sampleOption?: string;
  /** The tables that the options ask for, those that others refer to first; one without a name when left out. */
  readonly tables?: (settings: Readonly<Record<string, Json>>) => Promise<readonly TableOrder[]>;
  /** Findings on the rows as a whole, such as a self-test, printed at the end; warnings and errors end in exit code 3. */
  readonly account?: (model: Model) => Promise<RowAccount>;
  /** Files that its rows hold, for a folder. */
  readonly files?: (folder: string) => Promise<RowFiles>;
}

/** A plugin of ours, known without loading it. */
export interface PluginEntry {
  readonly name: string;
  readonly kind: 'generator' | 'validator' | 'evaluator';
  /** Of generators: how they come to rows. */
  readonly family: 'model' | 'rule' | 'simulation' | null;
  readonly package: string;
  /** What worker threads import when it is less than the package. */
  readonly module?: string;
  /** The name under which the package exports it. */
  readonly export: string;
  /** Of generators that learn from no rows. */
  readonly noData?: NoDataEntry;
  /** It needs what no option can hold, such as an endpoint: the command that makes rows opens it. */
  readonly live?: true;
  load(): Promise<unknown>;
}

const tabular = () => import('@verisim/generator-tabular');
const simulations = () => import('@verisim/generator-simulation');
const checks = () => import('@verisim/validator-table');
const textChecks = () => import('@verisim/validator-text');

/** The first-party plugins. Nothing else is found by itself: other packages are named in a config. */
export const pluginTable: readonly PluginEntry[] = [
  // The default: without the other generators it starts sooner.
  {
    ...generator('trees', async () => (await import('@verisim/generator-tabular/trees')).trees),
    module: '@verisim/generator-tabular/trees',
  },
  generator('marginals', async () => (await tabular()).marginals),
  generator('copula', async () => (await tabular()).copula),
  generator('smote', async () => (await tabular()).smote),
  generator('bootstrap-jitter', async () => (await tabular()).bootstrapJitter, 'bootstrapJitter'),
  generator('dp-marginals', async () => (await tabular()).dpMarginals, 'dpMarginals'),
  {
    ...generator('ngram', async () => (await import('@verisim/generator-text')).ngram),
    package: '@verisim/generator-text',
  },
  {
    ...generator('llm', async () => (await import('@verisim/generator-text')).llm(null)),
    package: '@verisim/generator-text',
    live: true,
  },
  {
    ...generator('rules', async () => (await import('@verisim/generator-rules')).rules),
    family: 'rule',
    package: '@verisim/generator-rules',
    noData: {
      textOption: 'rules',
      tables: async (settings) => {
        const { rulesTables } = await import('@verisim/generator-rules');
        const tables = await rulesTables(settings as unknown as Parameters<typeof rulesTables>[0]);
        return tables.map(({ table, rows }) => ({ table, rows, settings: { table } }));
      },
      account: async (model) => (await import('@verisim/generator-rules')).grammarCoverage(model),
    },
  },
  rule('perturb', async () => (await import('@verisim/generator-rules')).perturb),
  rule('adversarial', async () => (await import('@verisim/generator-rules')).adversarial),
  { ...rule('boundary', async () => (await import('@verisim/generator-rules')).boundary), noData: {} },
  simulation('queue', async () => (await simulations()).queue),
  simulation('web-log', async () => (await simulations()).webLog, 'webLog'),
  simulation('sessions', async () => (await simulations()).sessions),
  simulation('sensors', async () => (await simulations()).sensors),
  simulation('payments', async () => (await simulations()).payments),
  simulation('dialogue', async () => (await simulations()).dialogue),
  withFiles(
    simulation('images', async () => (await simulations()).images),
    async (folder) => (await import('./write-images.ts')).writeImages(folder),
  ),
  validator('schema', async () => (await checks()).schemaValidator),
  validator('range', async () => (await checks()).rangeValidator),
  validator('key', async () => (await checks()).keyValidator),
  validator('constraint', async () => (await checks()).constraintValidator),
  validator('duplicate', async () => (await checks()).duplicateValidator),
  validator('copy', async () => (await checks()).copyValidator),
  validator('collision', async () => (await checks()).collisionValidator),
  textCheck('text-format', async () => (await textChecks()).formatValidator, 'formatValidator'),
  textCheck('length', async () => (await textChecks()).lengthValidator, 'lengthValidator'),
  textCheck('language', async () => (await textChecks()).languageValidator, 'languageValidator'),
  textCheck('contamination', async () => (await textChecks()).contaminationValidator, 'contaminationValidator'),
  textCheck('duplicate-text', async () => (await textChecks()).duplicateTextValidator, 'duplicateTextValidator'),
  textCheck('personal-data', async () => (await textChecks()).personalDataValidator, 'personalDataValidator'),
  textCheck('safety', async () => (await textChecks()).safetyValidator, 'safetyValidator'),
  textCheck('faithfulness', async () => (await textChecks()).faithfulnessValidator, 'faithfulnessValidator'),
  textCheck('difficulty', async () => (await textChecks()).difficultyValidator, 'difficultyValidator'),
  evaluator('fidelity', async () => (await import('@verisim/evaluator-fidelity')).fidelity),
  evaluator('utility', async () => (await import('@verisim/evaluator-utility')).utility),
  evaluator('privacy', async () => (await import('@verisim/evaluator-privacy')).privacy),
  {
    ...evaluator('attacks', async () => (await import('@verisim/evaluator-privacy')).attacks),
    package: '@verisim/evaluator-privacy',
  },
];

/** What is known of a generator that learns from no rows; nothing of one that a config names. */
export function noDataEntry(name: string): NoDataEntry {
  return pluginTable.find((entry) => entry.kind === 'generator' && entry.name === name)?.noData ?? {};
}

/** Whether a generator of that name, if it is one of ours, learns from a file of rows: then a project's rows are meant where none are named. */
export function learnsFromRows(name: unknown): boolean {
  return !pluginTable.some((entry) => entry.kind === 'generator' && entry.name === name && entry.noData);
}

function generator(name: string, load: PluginEntry['load'], exported: string = name): PluginEntry {
  return { name, kind: 'generator', family: 'model', package: '@verisim/generator-tabular', export: exported, load };
}

function rule(name: string, load: PluginEntry['load']): PluginEntry {
  return { ...generator(name, load), family: 'rule', package: '@verisim/generator-rules' };
}

function simulation(name: string, load: PluginEntry['load'], exported: string = name): PluginEntry {
  const noData: NoDataEntry = {
    sampleOption: 'like',
    account: async (model) => (await import('./self-test-account.ts')).selfTestAccount(model),
  };
  const place = { family: 'simulation', package: '@verisim/generator-simulation' } as const;
  return { ...generator(name, load, exported), ...place, noData };
}

function withFiles(entry: PluginEntry, files: NoDataEntry['files']): PluginEntry {
  return { ...entry, noData: { ...entry.noData, files } };
}

function validator(name: string, load: PluginEntry['load']): PluginEntry {
  const place = { package: '@verisim/validator-table', export: `${name}Validator` };
  return { name, kind: 'validator', family: null, ...place, load };
}

function textCheck(name: string, load: PluginEntry['load'], exported: string): PluginEntry {
  return { name, kind: 'validator', family: null, package: '@verisim/validator-text', export: exported, load };
}

function evaluator(name: string, load: PluginEntry['load']): PluginEntry {
  return { name, kind: 'evaluator', family: null, package: `@verisim/evaluator-${name}`, export: name, load };
}
