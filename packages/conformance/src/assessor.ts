import type { ContextParts, Table } from '@verisim/core';
import { copyTable } from './copy-table.ts';
import type { Tested } from './demand.ts';

/** A validator or an evaluator under test: something that is given tables and answers. */
export interface Assessor<I, A> extends Tested {
  /** What it is asked of most often, and something else of another size. */
  readonly input: I;
  readonly other: I;
  /** Whether it may refuse tables that it cannot judge, with an error that says so. */
  readonly refuses: boolean;
  /** Asks the plugin, not through the core, which would catch some faults itself; with these very tables. */
  askStraight(input: I, parts?: ContextParts): Promise<A>;
  /** The input with each of its tables changed. */
  eachTable(input: I, change: (table: Table) => Table): I;
  /** The input under other column names. */
  rename(input: I, names: ReadonlyMap<string, string>): I;
  /** An input of one awkward table. */
  inputFrom(table: Table): I;
  /** Inputs that an answer may be refused for, each under what is wrong with it. */
  readonly hostile: ReadonlyMap<string, I>;
  /** Inputs without some of the evidence, which are answered, each under what it lacks. */
  readonly lacking: ReadonlyMap<string, I>;
  /** Where two answers differ, as a phrase, or `null`. */
  difference(a: A, b: A): string | null;
  /** The same of two answers to tables that mean the same under other names, levels or codes. */
  differenceInMeaning(a: A, b: A): string | null;
  /** What is wrong with the form of an answer, as a phrase, or `null`. */
  fault(answer: A, input: I): string | null;
  /** The input with values of their own planted in what a reader must not see, and the answer as a text to look for them in. */
  plant(input: I, change: (table: Table) => Table): I;
  written(answer: A): string;
}

/** The tables of an input. */
export function tablesOf<I, A>(subject: Assessor<I, A>, input: I): Table[] {
  const tables: Table[] = [];
  subject.eachTable(input, (table) => {
    tables.push(table);
    return table;
  });
  return tables;
}

/** Asks the plugin with copies of the tables, so that what it does to them is seen by one check alone. */
export function ask<I, A>(subject: Assessor<I, A>, input: I, parts?: ContextParts): Promise<A> {
  return subject.askStraight(subject.eachTable(input, copyTable), parts);
}

/** The answer to the usual input, or `null` when a second one differs: then comparing answers would blame the wrong thing. */
export async function steadyAnswer<I, A>(subject: Assessor<I, A>): Promise<A | null> {
  const [first, second] = [await ask(subject, subject.input), await ask(subject, subject.input)];
  return subject.difference(first, second) === null ? first : null;
}
