import { spawnSync } from 'node:child_process';

export interface Finished {
  readonly status: number;
  readonly stdout: string;
  /** Both streams, standard output first. */
  readonly output: string;
}

/** Runs a command to its end. `environment` is laid over this process's own; a command that cannot start has status 127. */
export function run(
  command: string,
  args: readonly string[],
  folder: string,
  environment: NodeJS.ProcessEnv = {},
): Finished {
  const done = spawnSync(command, args, {
    cwd: folder,
    env: { ...process.env, ...environment },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const stdout = done.stdout ?? '';
  const stderr = done.error ? done.error.message : (done.stderr ?? '');
  return { status: done.status ?? 127, stdout, output: `${stdout}${stderr}`.trim() };
}

/** The same, but a status other than 0 is an error that shows the end of what the command printed. Gives its standard output. */
export function must(
  command: string,
  args: readonly string[],
  folder: string,
  environment: NodeJS.ProcessEnv = {},
): string {
  const { status, stdout, output } = run(command, args, folder, environment);
  if (status === 0) return stdout;
  throw new Error(`"${[command, ...args].join(' ')}" ended with ${status}:\n${output.slice(-4000)}`);
}
