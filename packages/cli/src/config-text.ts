import type { ProjectConfig } from './define-project.ts';

/** What each entry says, for whoever opens the file next. */
const NOTES: Readonly<Partial<Record<keyof ProjectConfig, string>>> = {
  data: 'The real rows.',
  gap: 'Which rows are too few, and why that matters.',
  where: 'Those rows, as a condition.',
  target: 'The column to predict.',
  metric: 'What lift is measured in: roc-auc, average-precision, macro-f1 or log-loss.',
  threshold: 'The smallest lift worth having. Decided beforehand; changing it later changes the question.',
  requirement: 'What a model must reach on the metric to be of use at all.',
  owners: 'Who answers for the data and for the decision.',
  read: 'How the files are read where the reader should not decide by itself.',
};

/** A project as `verisim.config.ts`. */
export function configTypescript(project: ProjectConfig): string {
  const entries = Object.entries(project).map(([key, value]) => {
    const note = NOTES[key as keyof ProjectConfig];
    return `${note ? `  // ${note}\n` : ''}  ${key}: ${literal(value, '  ')},\n`;
  });
  return `import { defineProject } from 'verisim';\n\nexport default defineProject({\n${entries.join('')}});\n`;
}

/** A project as `verisim.config.json`. */
export function configJson(project: ProjectConfig): string {
  return `${JSON.stringify(project, null, 2)}\n`;
}

function literal(value: unknown, indent: string): string {
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `[${value.map((item) => literal(item, indent)).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const inner = `${indent}  `;
  const entries = Object.entries(value).map(([key, item]) => `${inner}${nameOf(key)}: ${literal(item, inner)},\n`);
  return `{\n${entries.join('')}${indent}}`;
}

/** `['__proto__']` is a key like any other; `__proto__:` would be the prototype. */
function nameOf(key: string): string {
  if (key === '__proto__') return `['__proto__']`;
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : quoted(key);
}

/** A string literal that holds no control, direction or line-separator character as such. */
function quoted(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text
    .replace(mark === '"' ? /\\/g : /[\\']/g, '\\$&')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (sign) =>
      Array.from({ length: sign.length }, (_, i) => `\\u${sign.charCodeAt(i).toString(16).padStart(4, '0')}`).join(''),
    );
  return mark + escaped + mark;
}
