import { rename, rm, writeFile } from 'node:fs/promises';
import type { Report } from '@verisim/report';
import { cannotWriteReport } from './errors.ts';

/** Writes a report as one HTML file, whole or not at all. */
export async function writeReport(report: Report, path: string): Promise<void> {
  const { renderHtml } = await import('@verisim/report');
  await writeWhole(path, await renderHtml(report));
}

/** Writes a text file whole or not at all. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, text);
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw cannotWriteReport(path, cause);
  }
}
