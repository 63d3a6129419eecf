import { type VerisimError, verisimError } from '@verisim/core';

/** `report/bad-chart`: a chart's Vega-Lite JSON cannot be drawn. */
export const badChart = (name: string, what: string, cause?: unknown): VerisimError =>
  verisimError(
    'report/bad-chart',
    `The chart "${name}" cannot be drawn: ${what}.`,
    'This is a fault of the plugin that made it: open its spec in a Vega-Lite editor, or report it to its authors.',
    { cause },
  );

/** `report/bad-report`: a report's JSON is damaged. */
export const badReport = (name: string, what: string, cause?: unknown): VerisimError =>
  verisimError(
    'report/bad-report',
    `${name} cannot be read as a report: ${what}.`,
    'Take the file that the run wrote, unchanged, or run again to write it anew.',
    { kind: 'usage', cause },
  );

/** `report/other-version`: a report's JSON says another version, or none. */
export const otherReportVersion = (name: string, found: unknown, known: string): VerisimError =>
  verisimError(
    'report/other-version',
    typeof found === 'string'
      ? `${name} says "$schema": ${JSON.stringify(found)}; this version reads ${JSON.stringify(known)}.`
      : `${name} does not say what it is: it has no "$schema", where ${JSON.stringify(known)} should stand.`,
    'Read it with the version of verisim that wrote it, or run again with this one.',
    { kind: 'usage' },
  );
