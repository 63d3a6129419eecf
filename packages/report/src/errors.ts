import { type VerisimError, verisimError } from '@verisim/core';

/** `report/bad-chart`: a chart's Vega-Lite JSON cannot be drawn. */
export const badChart = (name: string, what: string, cause?: unknown): VerisimError =>
  verisimError(
    'report/bad-chart',
    `The chart "${name}" cannot be drawn: ${what}.`,
    'This is a fault of the plugin that made it: open its spec in a Vega-Lite editor, or report it to its authors.',
    { cause },
  );
