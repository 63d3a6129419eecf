import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Json } from '@verisim/core';
import type { AskedSweep } from '@verisim/plays';
import { openWorkspace } from '@verisim/workspace';
import type { Call } from '../call.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { findGenerator } from '../generators.ts';
import { plain } from '../printable.ts';
import { sayTable } from '../say-table.ts';
import { optional } from '../settings.ts';
import { printJson } from '../terminal.ts';

/** `verisim status`: the seven steps, what there is of each, what comes next, and why to stop. */
export async function run({ options, terminal, project }: Call): Promise<ExitCode> {
  const folder = optional(options, 'folder') ?? '.';
  const begun = await stat(join(folder, '.verisim')).catch(() => null);
  if (begun === null) {
    if (terminal.json) printJson({ steps: [], stops: [], next: 'verisim init' });
    else terminal.say('Nothing has begun here. Next: verisim init, or verisim lock FILE.');
    return exitCodes.attention;
  }
  const workspace = await openWorkspace(folder);
  const { projectState, signOffs, stopRules } = await import('@verisim/plays');
  const stops = await stopRules(workspace);
  const damaged = stops.some(({ rule }) => rule === 'ledger-damaged');
  const sweep = damaged ? undefined : await askedSweep(project);
  const steps = damaged ? [] : await projectState(workspace, { gap: project?.config.gap ?? null, sweep });
  const next = steps.find(({ next }) => next !== null)?.next ?? null;
  if (terminal.json) {
    printJson({ steps, stops, next, signatures: damaged ? [] : await signOffs(workspace) });
    return stops.length > 0 ? exitCodes.attention : exitCodes.done;
  }
  const rows = steps.map(({ step, state, what, next }, i) => [i + 1, step, state, what, next ?? '']);
  if (rows.length > 0)
    sayTable({ caption: 'The seven steps', columns: ['', 'step', 'state', 'what there is', 'next'], rows }, terminal);
  for (const { message } of stops) terminal.say(`\n${plain(message)}`);
  if (next !== null) terminal.say(`\nNext: ${plain(next)}`);
  return stops.length > 0 ? exitCodes.attention : exitCodes.done;
}

/** What the config asks of a sweep. */
async function askedSweep(project: Call['project']): Promise<AskedSweep> {
  if (project === null) return {};
  const { target, where, metric, generator: name = 'trees', options = {}, plugins } = project.config;
  const { parseWhere } = await import('@verisim/plays/draw');
  const { generator } = await findGenerator(name, plugins);
  return {
    generator: { name: generator.name, version: generator.version, options },
    task: { target, ...(where && { where: parseWhere(where) as unknown as Json }), ...(metric && { metric }) },
  };
}
