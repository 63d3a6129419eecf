import { type Context, createContext, type Model, resolveOptions } from '@verisim/core';
import { demand } from './demand.ts';
import type { GeneratorCheck } from './generator-check.ts';
import { copySource, drawFrom, fitSubject, type GeneratorSubject } from './generator-subject.ts';
import { tableDifference } from './table-difference.ts';

const fitParts: GeneratorCheck = {
  name: 'fit-parts',
  title: 'fits the same model when threads share its parts, if it offers parts',
  async run(subject) {
    if (!subject.plugin.fitPart || !subject.plugin.traits.reproducible) return;
    const alone = await drawFrom(subject, await fitSubject(subject));
    // Two fits that differ in one thread are the business of the check `deterministic`.
    if (tableDifference(alone, await drawFrom(subject, await fitSubject(subject))) !== null) return;
    const difference = tableDifference(alone, await drawFrom(subject, await fitApart(subject)));
    demand(subject, difference === null, `samples otherwise when its parts are fitted apart: ${difference}`);
  },
};

/** Fits each part from copies of its own, the last first, as threads might. */
async function fitApart(subject: GeneratorSubject): Promise<Model> {
  const { plugin } = subject;
  const fitParts: Context['fitParts'] = async (shared, parts) => {
    const answers: unknown[] = new Array(parts);
    for (let part = parts - 1; part >= 0; part--) {
      answers[part] = travel(subject, plugin.fitPart!(travel(subject, shared), part));
      await Promise.resolve();
    }
    return answers;
  };
  const ctx = { ...createContext({ seed: 'conformance' }), fitParts };
  return plugin.fit(copySource(subject.source), resolveOptions(plugin, subject.options), ctx);
}

function travel(subject: GeneratorSubject, data: unknown): unknown {
  try {
    return structuredClone(data);
  } catch (error) {
    demand(subject, false, `gives a part what cannot be sent to another thread: ${(error as Error).message}`);
    throw error;
  }
}

/** How a fit is shared. */
export const fitPartsChecks: readonly GeneratorCheck[] = [fitParts];
