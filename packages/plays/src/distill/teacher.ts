import type { Classifier, Context, Table } from '@verisim/core';

/** What a teacher said of rows. */
export interface TeacherLabels {
  /** One array per answer asked for: a place among the classes per row, -1 where there is no answer. */
  readonly samples: readonly Int32Array[];
  /** How sure the teacher says it is, in [0, 1] per row, `NaN` where it does not say; `null` when it never does. */
  readonly confidence: Float64Array | null;
}

/** Anything that labels rows: a larger model, a language model's answers in a file, rules, people. */
export interface Teacher {
  readonly name: string;
  /** Labels rows. `classes` gives the places that answers are. The target of `table`, if it has one, must not be looked at. */
  label(table: Table, classes: readonly string[], ctx: Context): Promise<TeacherLabels> | TeacherLabels;
}

/** A trained classifier as a teacher: each answer is drawn from its probabilities, and its confidence is that of its most probable class. */
export function classifierTeacher(name: string, classifier: Classifier, answers: number): Teacher {
  return {
    name,
    label(table, classes, ctx) {
      const width = classifier.classes.length;
      const places = classifier.classes.map((level) => classes.indexOf(level));
      const found = classifier.predict(table);
      const of = (row: number) => found.subarray(row * width, (row + 1) * width);
      const samples = Array.from({ length: answers }, (_, i) => {
        const random = ctx.random.fork(`answer:${i}`);
        return Int32Array.from({ length: table.rows }, (_, row) => places[drawn(of(row), random.next())]);
      });
      return { samples, confidence: Float64Array.from({ length: table.rows }, (_, row) => Math.max(...of(row))) };
    },
  };
}

function drawn(probabilities: Float64Array, at: number): number {
  let rest = at;
  for (let k = 0; k < probabilities.length - 1; k++) {
    rest -= probabilities[k];
    if (rest < 0) return k;
  }
  return probabilities.length - 1;
}
