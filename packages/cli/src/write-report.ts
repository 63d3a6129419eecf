import { rename, rm, writeFile } from 'node:fs/promises';
import { isVerisimError } from '@verisim/core';
import type { Report } from '@verisim/report';
import { cannotWriteReport, notHtml } from './errors.ts';
import { optional } from './settings.ts';

/** The file of `--html`, if one is asked for. Throws `cli/not-html`. */
export function htmlOption(options: Readonly<Record<string, unknown>>): string | undefined {
  const path = optional(options, 'html');
  if (path !== undefined && !/\.html?$/i.test(path)) throw notHtml(path);
  return path;
}

/** Writes a report as one HTML file, whole or not at all. */
export async function writeReport(report: Report, path: string): Promise<void> {
  const { renderHtml } = await import('@verisim/report');
  await writeWhole(path, await renderHtml(report));
}

/** Writes a text file whole or not at all. */
export function writeWhole(path: string, text: string): Promise<void> {
  return writeLines(path, [text]);
}

/** Writes texts one after another into a file, whole or not at all. What the texts throw goes through. */
export async function writeLines(path: string, lines: Iterable<string>): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, lines);
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw isVerisimError(cause) ? cause : cannotWriteReport(path, cause);
  }
}
