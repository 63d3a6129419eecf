/**
 * Keeps docs/errors.md equal to the docstrings of the packages' sources: every code an error is made with has an entry there.
 * `npm run check` fails when the page is stale; `npm run errors` writes it.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PAGE = join(ROOT, 'docs/errors.md');

const described = new Map<string, string>();
const made = new Set<string>();
for (const name of readdirSync(join(ROOT, 'packages'))) {
  const folder = join(ROOT, 'packages', name, 'src');
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!entry.endsWith('.ts')) continue;
    const text = readFileSync(join(folder, entry), 'utf8');
    for (const [, code] of text.matchAll(/verisimError\(\s*'([^']+)'/g)) made.add(code);
    for (const [, code, says] of text.matchAll(/\/\*\*\s*\*?\s*`([a-z-]+\/[a-z0-9-]+)`:\s([\s\S]*?)\*\//g)) {
      described.set(code, says.replace(/\s*\n\s*\*\s?/g, ' ').trim());
    }
  }
}

const undescribed = [...made].filter((code) => !described.has(code)).sort();
const sections = [...made].sort().map((code) => `### ${code}\n\n${sentence(described.get(code) ?? '')}\n`);
const page = `# Error codes

Every error has a stable code, says what happened and what to do next. This page is written from the docstrings of the
packages' sources by \`npm run errors\`.

${sections.join('\n')}`;

if (undescribed.length > 0) {
  console.error(`These codes have no docstring of the form "\`code\`: what": ${undescribed.join(', ')}`);
  process.exitCode = 1;
} else if (process.argv.includes('--write')) {
  writeFileSync(PAGE, page);
  console.log(`docs/errors.md: ${made.size} codes`);
} else if (!existsSync(PAGE) || readFileSync(PAGE, 'utf8') !== page) {
  console.error('docs/errors.md is stale. Run: npm run errors');
  process.exitCode = 1;
} else console.log(`docs/errors.md: ${made.size} codes, up to date`);

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
