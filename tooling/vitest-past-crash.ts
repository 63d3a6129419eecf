/**
 * Runs vitest with the given arguments, and once more when V8 itself died (SIGTRAP) and no test failed. Node 24 now and then dies so
 * when threads are ended under load. A test that fails is a failure at once.
 */
import { spawnSync } from 'node:child_process';

process.exitCode = runOnce() ?? runOnce() ?? 1;

/** The exit code, `null` when V8 died. */
function runOnce(): number | null {
  const { status, stdout, stderr } = spawnSync('vitest', ['run', ...process.argv.slice(2)], { encoding: 'utf8' });
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  const said = stdout + stderr;
  const died = status !== 0 && said.includes('unexpectedly with signal SIGTRAP') && !/\bFAIL\b/.test(said);
  if (died) console.error('V8 died with SIGTRAP while no test failed');
  return died ? null : (status ?? 1);
}
