import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import type { Report } from '@verisim/report';
import type { Call } from '../call.ts';
import { missingOption, unknownChoice } from '../errors.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { notAReport, unknownRun } from '../project-errors.ts';
import { optional } from '../settings.ts';
import { printJson, type Terminal } from '../terminal.ts';
import { writeWhole } from '../write-report.ts';

const FORMATS = ['html', 'markdown', 'json', 'terminal'] as const;

type Format = (typeof FORMATS)[number];

const EXTENSIONS: Readonly<Record<string, Format>> = {
  '.html': 'html',
  '.htm': 'html',
  '.md': 'markdown',
  '.markdown': 'markdown',
  '.json': 'json',
  '.txt': 'terminal',
};

/** `verisim report`: a finished run, or a report.json, rendered again. */
export async function run({ arguments: [name], options, terminal }: Call): Promise<ExitCode> {
  const output = optional(options, 'output');
  const format = formatOf(optional(options, 'format'), output, terminal);
  const folder = optional(options, 'folder') ?? '.';
  const runs = await finishedRuns(folder);
  const wanted = name ?? runs.at(-1);
  if (wanted === undefined) throw missingOption('a run or a report.json (this folder has no finished run)', 'report');
  const file = await reportFile(folder, wanted, runs);
  const text = await render(
    await signed(await readReport(file), file, folder),
    format,
    output === undefined ? terminal : null,
  );
  if (output !== undefined) {
    await writeWhole(output, text);
    if (terminal.json) printJson({ source: file, output, format });
    else terminal.say(`${output}: the report of ${name ?? wanted}, as ${format}`);
  } else if (format === 'terminal') terminal.say(text.trimEnd());
  else process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
  return exitCodes.done;
}

function formatOf(given: string | undefined, output: string | undefined, { json }: Terminal): Format {
  if (given !== undefined) {
    const known = FORMATS.find((format) => format === given);
    if (known === undefined) throw unknownChoice('--format', given, FORMATS);
    if (json && output === undefined && known !== 'json') throw missingOption('-o (with --json)', 'report');
    return known;
  }
  const extension = extname(output ?? '').toLowerCase();
  if (output === undefined) return json ? 'json' : 'terminal';
  if (!Object.hasOwn(EXTENSIONS, extension)) throw missingOption(`--format (${output} does not tell it)`, 'report');
  return EXTENSIONS[extension];
}

/** The finished runs of a folder that hold a report, the oldest first. */
async function finishedRuns(folder: string): Promise<readonly string[]> {
  const inside = join(folder, '.verisim/runs');
  const names = await readdir(inside).catch(() => []);
  const found = await Promise.all(
    names.map(async (name) => {
      const times = await stat(join(inside, name, 'report.json')).catch(() => null);
      return times ? [{ name, time: times.mtimeMs }] : [];
    }),
  );
  return found
    .flat()
    .sort((a, b) => a.time - b.time || (a.name < b.name ? -1 : 1))
    .map(({ name }) => name);
}

/** A run's place or how it begins (the last such run), a folder that holds a report.json, or such a file. */
async function reportFile(folder: string, name: string, runs: readonly string[]): Promise<string> {
  const found = runs.includes(name) ? null : await stat(name).catch(() => null);
  const run = runs.includes(name) ? name : found ? undefined : runs.findLast((place) => place.startsWith(name));
  if (run !== undefined) return join(folder, '.verisim/runs', run, 'report.json');
  if (found === null) throw unknownRun(name, runs);
  return found.isDirectory() ? join(name, 'report.json') : name;
}

/** A report from the JSON of a run. Throws `cli/not-a-report`. */
export async function readReport(file: string): Promise<Report> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw notAReport(file, `it cannot be read (${error.code})`);
  });
  const { parseReport, reportFormat } = await import('@verisim/report');
  return parseReport(named(text, reportFormat), file);
}

/** The report of a run of this folder says who has signed it by now. */
async function signed(report: Report, file: string, folder: string): Promise<Report> {
  const place = basename(dirname(file));
  if (join(folder, '.verisim/runs', place, 'report.json') !== file) return report;
  const { withSignatures } = await import('@verisim/plays');
  const { openWorkspace } = await import('@verisim/workspace');
  return withSignatures(report, await openWorkspace(folder), place);
}

/** A report that was kept without its format's name is of this one; what is no JSON object stays as it is. */
function named(text: string, format: string): string {
  try {
    const document: unknown = JSON.parse(text);
    const bare = typeof document === 'object' && document !== null && 'title' in document && !('$schema' in document);
    return bare ? JSON.stringify({ ...document, $schema: format }) : text;
  } catch {
    return text;
  }
}

async function render(report: Report, format: Format, terminal: Terminal | null): Promise<string> {
  const { renderHtml, renderJson, renderMarkdown, renderTerminal } = await import('@verisim/report');
  if (format === 'html') return renderHtml(report);
  if (format === 'markdown') return renderMarkdown(report);
  if (format === 'json') return renderJson(report);
  return renderTerminal(report, { width: terminal?.width ?? 100, color: terminal?.color ?? false });
}
