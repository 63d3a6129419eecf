import { rename, rm, writeFile } from 'node:fs/promises';
import { verisimError } from '@verisim/core';
import type { Report } from '@verisim/report';

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
    const reason = (cause as NodeJS.ErrnoException).code ?? String(cause);
    throw verisimError(
      'cli/cannot-write',
      `${path} cannot be written (${reason}).`,
      'Name a file in a folder that exists and that you may write to.',
      { cause },
    );
  }
}
