import type { SuiteManifest } from '@verisim/plays';
import { openWorkspace } from '@verisim/workspace';
import type { Call } from '../call.ts';
import { missingOption, unknownChoice } from '../errors.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { requireWorkspace } from '../locks.ts';
import { plain } from '../printable.ts';
import { sayTable } from '../say-table.ts';
import { addedSuite } from '../suite-cases.ts';
import { runSuite } from '../suite-run.ts';
import { printJson, type Terminal } from '../terminal.ts';

const ACTIONS = ['add', 'list', 'run'];

/** `verisim suite`: synthetic evaluation suites, kept apart from everything real. */
export async function run(call: Call): Promise<ExitCode> {
  const {
    arguments: [action, name, file],
    options,
    terminal,
  } = call;
  if (action === 'list') return list(terminal);
  if (!ACTIONS.includes(action)) throw unknownChoice('suite', action, ACTIONS);
  if (name === undefined) throw missingOption(`the name of a suite (verisim suite ${action} NAME)`, 'suite');
  if (action === 'run') return runSuite(name, file, call);
  if (file === undefined) throw missingOption('a file of cases', 'suite');
  const manifest = await addedSuite(await openWorkspace('.'), { name, file, options });
  if (terminal.json) printJson(manifest);
  else {
    terminal.say(plain(`${name}: ${manifest.rows} cases, ${counts(manifest)}, made by ${manifest.madeBy.join(', ')}`));
    terminal.say(`Kept apart in .verisim/suites/${name}. Put a model to it with verisim suite run ${name}.`);
  }
  return exitCodes.done;
}

async function list(terminal: Terminal): Promise<ExitCode> {
  const { listSuites } = await import('@verisim/plays');
  const suites = await listSuites(await requireWorkspace('.', 'suite'));
  if (terminal.json) printJson({ suites });
  else if (suites.length === 0) terminal.say('No suite was added yet: verisim suite add NAME FILE.');
  else {
    const rows = suites.map(({ manifest, state }) => [
      manifest.name,
      manifest.rows,
      counts(manifest),
      manifest.madeBy.join(', '),
      manifest.added,
      state,
    ]);
    const columns = ['suite', 'cases', 'of which', 'made by', 'added', 'state'];
    sayTable({ caption: 'Synthetic suites: unit tests, never part of a verdict', columns, rows }, terminal);
  }
  return suites.some(({ state }) => state === 'changed') ? exitCodes.attention : exitCodes.done;
}

function counts({ cases }: SuiteManifest): string {
  const { easy, medium, hard, adversarial } = cases;
  return Object.entries({ easy, medium, hard, adversarial })
    .filter(([, count]) => count > 0)
    .map(([difficulty, count]) => `${count} ${difficulty}`)
    .join(', ');
}
