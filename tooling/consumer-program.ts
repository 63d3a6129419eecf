import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file of a small program that uses the installed packages. */
export interface ProgramFile {
  readonly name: string;
  readonly text: string;
}

/** Imports every package whole, so that each declaration file is read. */
export function importEverything(names: readonly string[]): ProgramFile {
  const lines = names.map((name, index) => `import * as package${index} from '${name}';`);
  const uses = `export default [${names.map((_, index) => `package${index}`).join(', ')}];`;
  return { name: 'import-everything.ts', text: `${lines.join('\n')}\n${uses}\n` };
}

/** The `ts` blocks of a folder's README.md: what users copy first. */
export function readmePrograms(folder: string, prefix: string): readonly ProgramFile[] {
  const page = join(folder, 'README.md');
  if (!existsSync(page)) return [];
  return [...readFileSync(page, 'utf8').matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, text], index) => ({
    name: `${prefix}-${index + 1}.ts`,
    text: `${text}\nexport {};\n`,
  }));
}

/** The packages that a program imports, without those of Node itself. */
export function importedNames(text: string): readonly string[] {
  return [...text.matchAll(/\bfrom '([^'.][^']*)'/g)]
    .map(([, specifier]) => specifier ?? '')
    .filter((specifier) => !specifier.startsWith('node:'))
    .map((specifier) =>
      specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/'),
    );
}
