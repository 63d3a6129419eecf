import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.ts';
import type { ProgramFile } from './consumer-program.ts';

/** The two ways in which consumers of an ES module package resolve modules. */
const RESOLUTIONS = [
  { module: 'nodenext', moduleResolution: 'nodenext' },
  { module: 'esnext', moduleResolution: 'bundler' },
];

/**
 * Type-checks programs in a project against the declarations installed there: strict, `skipLibCheck` off, and with nothing
 * global but ECMAScript and `ambient`. Gives what the compiler said, one text for each resolution that failed.
 */
export function checkTypes(
  compiler: string,
  project: string,
  programs: readonly ProgramFile[],
  ambient: { readonly types: readonly string[]; readonly lib: readonly string[] },
): readonly string[] {
  for (const { name, text } of programs) writeFileSync(join(project, name), text);
  return RESOLUTIONS.flatMap((resolution) => {
    const globals = { lib: ['es2024', ...ambient.lib], types: ambient.types };
    const strictness = { strict: true, skipLibCheck: false, noEmit: true };
    const compilerOptions = { ...resolution, ...globals, ...strictness, target: 'es2024' };
    const config = { compilerOptions, files: programs.map(({ name }) => name) };
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(config, null, 2));
    const { status, output } = run(process.execPath, [compiler, '-p', '.'], project);
    return status === 0 ? [] : [`${resolution.moduleResolution}: ${output}`];
  });
}
