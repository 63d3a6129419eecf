#!/usr/bin/env node
// The only file that runs before anything is installed: plain JavaScript for Node >= 18, no dependency.
// It finds or installs Node and pnpm inside .tools/, installs the workspace once per lock file, and runs one command.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodePackage, nodeProgram } from './node-package.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const TOOLS = join(ROOT, '.tools');
const NODE_WANTED = [22, 18];
const NODE_PACKAGE = nodePackage(process.platform, process.arch);
const NODE_PACKAGE_VERSION = '24';
const PNPM_VERSION = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).packageManager.split('@')[1];
const WINDOWS = process.platform === 'win32';

const commands = {
  setup: () => 0,
  verisim: (tools, args) => runVerisim(tools, args),
  demo: (tools, args) => runVerisim(tools, ['demo', ...args]),
  run: (tools, args) => runBinary(tools, args[0], args.slice(1)),
  build: (tools) => inOrder([() => runBinary(tools, 'tsc', ['-b']), () => runTool(tools, 'bundle')]),
  check: (tools) => inOrder(checkSteps(tools)),
  test: (tools, args) => inOrder([...checkSteps(tools), () => testTooling(tools), () => runTests(tools, args)]),
  errors: (tools) => runTool(tools, 'error-codes', ['--write']),
  kernels: (tools) => runTool(tools, 'kernels', ['--write']),
  bench: (tools, args) => runTool(tools, 'bench', args),
  'pack-check': (tools, args) => runTool(tools, 'pack-check', args),
  'node-matrix': (tools, args) => runTool(tools, 'node-matrix', args),
  'release:dry': (tools, args) => runTool(tools, 'release-dry', args),
};

/** Where the commands that this script starts come from. Their own programs run on the Node chosen here: no shell, no shims. */
const BINARIES = {
  tsc: '@typescript/native',
  biome: '@biomejs/biome',
  changeset: '@changesets/cli',
  turbo: 'turbo',
  vitest: 'vitest',
};

const FROM_SOURCE = ['--conditions=verisim-source', '--disable-warning=ExperimentalWarning'];

const [command, ...args] = process.argv.slice(2);
if (!Object.hasOwn(commands, command ?? '')) {
  console.error(`There is no command "${command ?? ''}". Commands: ${Object.keys(commands).join(', ')}.`);
  process.exit(2);
}
const tools = setUp();
process.exitCode = await commands[command](tools, args);

/** Installs whatever is missing, once, and says where the tools are. */
function setUp() {
  const node = findNode() ?? installNode();
  const path = [join(ROOT, 'node_modules/.bin'), join(TOOLS, 'bin'), dirname(node), process.env.PATH ?? ''].join(
    delimiter,
  );
  // A Node that we installed brings its own list of certificate authorities; behind a company's proxy only the system's list will do.
  const env = { NODE_USE_SYSTEM_CA: '1', ...process.env, PATH: path, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };
  // npm puts its own settings into the environment; passed on to pnpm they only cause warnings.
  // Windows calls it Path; two of them would leave the choice to the system.
  for (const name of Object.keys(env))
    if (/^npm_(config|package)_/i.test(name) || (name !== 'PATH' && /^path$/i.test(name))) delete env[name];
  installWorkspace(node, env);
  return { node, env };
}

function findNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > NODE_WANTED[0] || (major === NODE_WANTED[0] && minor >= NODE_WANTED[1])) return process.execPath;
  const installed = join(TOOLS, 'node_modules', NODE_PACKAGE, nodeProgram(process.platform));
  return existsSync(installed) ? installed : null;
}

function installNode() {
  say(
    `Node ${process.versions.node} is older than ${NODE_WANTED.join('.')}: installing Node ${NODE_PACKAGE_VERSION} into .tools/ (this folder only)`,
  );
  npmInstall(`${NODE_PACKAGE}@${NODE_PACKAGE_VERSION}`);
  const node = findNode();
  if (node === null)
    fail(
      `npm installed no Node for ${process.platform} ${process.arch}. Install Node ${NODE_WANTED.join('.')} or newer yourself and try again.`,
    );
  return node;
}

function installWorkspace(node, env) {
  const stampFile = join(TOOLS, 'installed');
  const wanted = fingerprint(node);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted && existsSync(join(ROOT, 'node_modules')))
    return;
  const pnpm = join(TOOLS, 'node_modules/pnpm/bin/pnpm.mjs');
  const manifest = join(TOOLS, 'node_modules/pnpm/package.json');
  if (!existsSync(manifest) || JSON.parse(readFileSync(manifest, 'utf8')).version !== PNPM_VERSION) {
    say(`installing pnpm ${PNPM_VERSION} into .tools/`);
    npmInstall(`pnpm@${PNPM_VERSION}`);
  }
  writeShim(node, pnpm);
  say('installing the packages (once; later runs skip this)');
  const install = ['install', '--frozen-lockfile', '--reporter=append-only'];
  const done = spawnSync(node, [pnpm, ...install], { cwd: ROOT, env, stdio: ['ignore', 2, 2] });
  if (done.status !== 0)
    fail('pnpm could not install the packages: its own message stands above. Is the npm registry reachable?');
  mkdirSync(TOOLS, { recursive: true });
  writeFileSync(stampFile, wanted);
}

/** A `pnpm` that turbo can start: without install scripts the package brings none. */
function writeShim(node, pnpm) {
  mkdirSync(join(TOOLS, 'bin'), { recursive: true });
  writeFileSync(join(TOOLS, 'bin/pnpm'), `#!/bin/sh\nexec "${node}" "${pnpm}" "$@"\n`, { mode: 0o755 });
  writeFileSync(join(TOOLS, 'bin/pnpm.cmd'), `@"${node}" "${pnpm}" %*\r\n`);
}

/** Changes when the lock file, a manifest or Node does. */
function fingerprint(node) {
  const hash = createHash('sha256').update(`${node} 2`);
  const folders = ['packages', 'apps'].filter((name) => existsSync(join(ROOT, name)));
  const manifests = folders.flatMap((name) =>
    readdirSync(join(ROOT, name)).map((child) => join(ROOT, name, child, 'package.json')),
  );
  for (const file of [
    join(ROOT, 'pnpm-lock.yaml'),
    join(ROOT, 'pnpm-workspace.yaml'),
    join(ROOT, 'package.json'),
    ...manifests,
  ]) {
    if (existsSync(file)) hash.update(readFileSync(file));
  }
  return hash.digest('hex');
}

function npmInstall(what) {
  mkdirSync(TOOLS, { recursive: true });
  writeFileSync(join(TOOLS, 'package.json'), '{ "private": true }\n');
  const direct = process.env.npm_execpath?.endsWith('.js');
  const npm = direct ? [process.execPath, process.env.npm_execpath] : [WINDOWS ? 'npm.cmd' : 'npm'];
  const flags = ['--no-save', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const kept = ['pnpm', NODE_PACKAGE].filter(
    (name) => existsSync(join(TOOLS, 'node_modules', name)) && !what.startsWith(`${name}@`),
  );
  const specs = [
    what,
    ...kept.map(
      (name) =>
        `${name}@${JSON.parse(readFileSync(join(TOOLS, 'node_modules', name, 'package.json'), 'utf8')).version}`,
    ),
  ];
  const done = spawnSync(npm[0], [...npm.slice(1), 'install', ...flags, ...specs], {
    cwd: TOOLS,
    stdio: ['ignore', 2, 2],
    // A .cmd file needs a shell, and a shell would cut "C:\\Program Files" in two.
    shell: WINDOWS && !direct,
  });
  if (done.status !== 0) {
    rmSync(join(TOOLS, 'installed'), { force: true });
    fail(`npm could not install ${what}: its own message stands above. Is the npm registry reachable?`);
  }
}

function runVerisim(tools, args) {
  // npm runs scripts in the repository's root; file names are meant from where the user stands.
  const started = process.env.npm_lifecycle_event === undefined ? undefined : process.env.INIT_CWD;
  const cwd = started !== undefined && existsSync(started) ? started : process.cwd();
  // What the command would else keep in the user's cache folder stays in this one.
  const env = { NODE_COMPILE_CACHE: join(TOOLS, 'compiled'), ...tools.env };
  return runNode({ ...tools, env }, [...FROM_SOURCE, join(ROOT, 'packages/cli/src/main.ts'), ...args], cwd);
}

function checkSteps(tools) {
  return [
    () => step('types', () => runBinary(tools, 'tsc', ['-b'])),
    () => step('types of tests and tooling', () => runBinary(tools, 'tsc', ['-p', 'tsconfig.test.json'])),
    () => step('lint', () => runBinary(tools, 'biome', ['check', '--error-on-warnings', '.'])),
    () => step('error codes', () => runTool(tools, 'error-codes')),
    () => step('kernels', () => runTool(tools, 'kernels')),
    () => step('structure', () => runTool(tools, 'structure')),
    () => step('changesets', () => runTool(tools, 'missing-changesets')),
  ];
}

function testTooling(tools) {
  return step('tests of the tooling', () => runBinary(tools, 'vitest', ['run', '--root', 'tooling', '--maxWorkers=2']));
}

function runTests(tools, args) {
  const turbo = [
    'run',
    'test',
    '--concurrency=2',
    '--output-logs=new-only',
    '--continue=dependencies-successful',
    ...args,
  ];
  return step('tests (packages whose files did not change are taken from the cache)', () =>
    runBinary(tools, 'turbo', turbo),
  );
}

async function inOrder(steps) {
  for (const next of steps) {
    const code = await next();
    if (code !== 0) return code;
  }
  return 0;
}

async function step(title, work) {
  say(title);
  const code = await work();
  if (code !== 0) say(`${title}: failed`);
  return code;
}

function runBinary(tools, name, args) {
  if (!Object.hasOwn(BINARIES, name ?? ''))
    fail(`There is no command "${name ?? ''}" to run. Commands: ${Object.keys(BINARIES).join(', ')}.`);
  const folder = join(ROOT, 'node_modules', BINARIES[name]);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return runNode(tools, [join(folder, typeof bin === 'string' ? bin : bin[name]), ...args], ROOT);
}

function runTool(tools, name, args = []) {
  return runNode(tools, [...FROM_SOURCE, join(ROOT, 'tooling', `${name}.ts`), ...args], ROOT);
}

function runNode(tools, args, cwd = ROOT) {
  return wait(spawn(tools.node, args, { cwd, env: tools.env, stdio: 'inherit' }));
}

/** Waits for a child and takes over its exit code. Ctrl-C reaches the child by itself; this process only waits for it. */
function wait(child) {
  const relay = (signal) => child.kill(signal);
  process.on('SIGINT', () => {});
  process.on('SIGTERM', relay);
  return new Promise((resolve) => {
    child.on('error', (error) => {
      console.error(String(error.message));
      resolve(1);
    });
    child.on('exit', (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}

function say(text) {
  console.error(`verisim set-up: ${text}`);
}

function fail(text) {
  console.error(text);
  process.exit(1);
}
