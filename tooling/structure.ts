/**
 * Fails on what the design forbids and prints how long files and functions are. Run by `npm test`; alone: `npm run check`; over
 * another tree: `node tooling/structure.ts FOLDER`. Rules: docs/architecture/structure.md.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { codeLines } from './code-lines.ts';
import { run } from './command.ts';
import { forbiddenText } from './forbidden-text.ts';

const ROOT = resolve(process.argv[2] ?? join(import.meta.dirname, '..'));

/** Which of our packages a package may import, by name or by prefix; first match wins. Tests may import anything. */
const DIRECTION: readonly (readonly [RegExp, RegExp])[] = [
  [/^random$/, /^$/],
  [/^core$/, /^random$/],
  [/^decision-trees$/, /^$/],
  [/^(nearest-neighbours|statistics|text-measures)$/, /^$/],
  [/^(generator|validator|evaluator)-/, /^(core|decision-trees|nearest-neighbours|statistics|text-measures)$/],
  [/^(conformance|io|report|schema|workers)$/, /^core$/],
  [/^workspace$/, /^(core|io)$/],
  [
    /^plays$/,
    /^(core|io|report|workspace|workers|decision-trees|nearest-neighbours|statistics|text-measures|(validator|evaluator)-.*)$/,
  ],
  [/^cli$/, /./],
];

/** Packages that must run anywhere and touch the outside only through their context. */
const PURE =
  /^(random|core|conformance|schema|decision-trees|nearest-neighbours|statistics|text-measures|(generator|validator|evaluator)-.*)$/;

/** Files and folders where a pure package may use Node after all, and why. */
const NODE_ALLOWED: Readonly<Record<string, string>> = {
  'packages/evaluator-utility/src/node-platform.ts': 'TensorFlow.js must be told where its wasm files lie',
  'packages/conformance/src/openai/': 'a server, behind an entry point of its own',
};

const mayUseNode = (place: string) => Object.keys(NODE_ALLOWED).some((allowed) => place.startsWith(allowed));

const BANNED_MEMBERS: Readonly<Record<string, readonly string[]>> = {
  Math: ['random'],
  Date: ['now'],
  performance: ['now'],
};
const BANNED_NAMES = ['console', 'process', 'fetch', 'XMLHttpRequest', 'WebSocket'];

const MOST_FILE_LINES = 400;
const MOST_FUNCTION_LINES = 60;

/** The most lines of code, without comments and blank lines, that a package should have: more is a warning. */
const MOST_CODE_LINES: Readonly<Record<string, number>> = { core: 1500 };

interface Length {
  readonly place: string;
  readonly lines: number;
}

const problems: string[] = [];
const warnings: string[] = [];
const packages = readdirSync(join(ROOT, 'packages')).sort();
for (const name of packages) checkPackage(name);
for (const file of trackedFiles()) checkText(file);
for (const warning of warnings) console.warn(`warning: ${warning}`);
if (problems.length > 0) {
  console.error(
    `\n${problems.length} problem(s) of structure:\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
  );
  process.exitCode = 1;
} else {
  console.log('\nstructure: directions, dependencies, purity, lengths and tracked files are in order');
}

function checkPackage(name: string): void {
  const folder = join(ROOT, 'packages', name);
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const declared = new Set(
    Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies, ...manifest.optionalDependencies }),
  );
  const files: Length[] = [];
  const functions: Length[] = [];
  const named = new Set<string>();
  let code = 0;
  for (const file of sourceFiles(join(folder, 'src'))) {
    const place = relative(ROOT, file);
    const text = readFileSync(file, 'utf8');
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
    files.push({ place, lines: text.split('\n').length - 1 });
    checkImports(name, place, source, declared);
    if (PURE.test(name)) checkPurity(place, source);
    functions.push(...functionLengths(place, source));
    visit(source, (node) => void (ts.isStringLiteralLike(node) && named.add(packageOf(node.text))));
    code += codeLines(source);
  }
  for (const dependency of Object.keys(manifest.dependencies ?? {})) {
    if (!named.has(dependency)) warnings.push(`packages/${name}: declares ${dependency} and no source names it`);
  }
  checkLengths(name, files, code);
  printLengths(name, files, functions);
}

function checkLengths(name: string, files: readonly Length[], code: number): void {
  for (const { place, lines } of files) {
    if (lines > MOST_FILE_LINES) problems.push(`${place}: ${lines} lines, more than ${MOST_FILE_LINES}`);
  }
  if (!Object.hasOwn(MOST_CODE_LINES, name)) return;
  const most = MOST_CODE_LINES[name] ?? 0;
  const without = 'lines of code, comments and blank lines left out';
  console.log(
    `${name.padEnd(19)} ${String(code).padStart(5)} ${without}, of at most ${most}${code > most ? ' OVER' : ''}`,
  );
  if (code > most) warnings.push(`packages/${name}: ${code} ${without}, more than ${most}`);
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs|js)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

function checkImports(name: string, place: string, source: ts.SourceFile, declared: ReadonlySet<string>): void {
  const allowed = DIRECTION.find(([who]) => who.test(name))?.[1];
  if (!allowed) {
    problems.push(`packages/${name}: tooling/structure.ts does not say what it may import`);
    return;
  }
  visit(source, (node) => {
    const specifier = importedModule(node);
    if (specifier === null || specifier.startsWith('.')) return;
    if (specifier.startsWith('node:')) {
      if (PURE.test(name) && !mayUseNode(place))
        problems.push(`${place}: imports ${specifier}; ${name} must run without Node`);
      return;
    }
    const root = packageOf(specifier);
    const own = root === 'verisim' ? 'cli' : /^@verisim\/(.*)$/.exec(root)?.[1];
    if (own !== undefined && own !== name && !allowed.test(own))
      problems.push(`${place}: ${name} may not import ${root}`);
    if (!declared.has(root))
      problems.push(`${place}: imports ${root}, which packages/${name}/package.json does not declare`);
  });
}

/** `@scope/name` of `@scope/name/part`. */
function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function importedModule(node: ts.Node): string | null {
  if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) {
    return (node.moduleSpecifier as ts.StringLiteral).text;
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [argument] = node.arguments;
    return argument && ts.isStringLiteral(argument) ? argument.text : null;
  }
  return null;
}

function checkPurity(place: string, source: ts.SourceFile): void {
  const report = (node: ts.Node, what: string) => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    problems.push(`${place}:${line + 1}: uses ${what}; chance, time and output come through the context`);
  };
  visit(source, (node) => {
    if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
      if (BANNED_MEMBERS[node.expression.text]?.includes(node.name.text)) report(node, node.getText());
    }
    if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length)
      report(node, 'new Date()');
    if (!ts.isIdentifier(node) || !BANNED_NAMES.includes(node.text) || mayUseNode(place)) return;
    const { parent } = node;
    const isOwnName =
      (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
      ((ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent) || ts.isMethodSignature(parent)) &&
        parent.name === node);
    if (!isOwnName) report(node, node.text);
  });
}

function functionLengths(place: string, source: ts.SourceFile): Length[] {
  const lengths: Length[] = [];
  visit(source, (node) => {
    if (!ts.isFunctionLike(node) || !('body' in node) || !node.body) return;
    const start = source.getLineAndCharacterOfPosition(node.getStart()).line;
    const end = source.getLineAndCharacterOfPosition(node.end).line;
    const named =
      (node as ts.FunctionDeclaration).name?.getText() ??
      (ts.isVariableDeclaration(node.parent) ? node.parent.name.getText() : 'function');
    lengths.push({ place: `${place}:${start + 1} ${named}`, lines: end - start + 1 });
  });
  return lengths;
}

function visit(node: ts.Node, on: (node: ts.Node) => void): void {
  on(node);
  ts.forEachChild(node, (child) => visit(child, on));
}

function printLengths(name: string, files: readonly Length[], functions: readonly Length[]): void {
  const worstFile = worst(files);
  const worstFunction = worst(functions);
  const total = files.reduce((sum, file) => sum + file.lines, 0);
  console.log(
    `${name.padEnd(19)} ${String(total).padStart(5)} lines | files: median ${median(files)}, worst ${describe(worstFile, MOST_FILE_LINES)}` +
      ` | functions: median ${median(functions)}, worst ${describe(worstFunction, MOST_FUNCTION_LINES)}`,
  );
}

function worst(lengths: readonly Length[]): Length | null {
  return lengths.reduce<Length | null>(
    (most, length) => (most === null || length.lines > most.lines ? length : most),
    null,
  );
}

function median(lengths: readonly Length[]): number {
  const sorted = lengths.map((length) => length.lines).sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

function describe(length: Length | null, most: number): string {
  if (length === null) return 'none';
  return `${length.lines} (${length.place.replace(/^packages\/[^/]+\//, '')})${length.lines > most ? ` OVER ${most}` : ''}`;
}

function trackedFiles(): string[] {
  const { status, stdout } = run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], ROOT);
  if (status === 0) return stdout.split('\0').filter((file) => file !== '' && existsSync(join(ROOT, file)));
  console.warn('structure: git cannot list the tracked files, so hosts, absolute paths and keys are not checked');
  return [];
}

function checkText(file: string): void {
  for (const what of forbiddenText(readFileSync(join(ROOT, file), 'utf8'))) problems.push(`${file}: ${what}`);
}
