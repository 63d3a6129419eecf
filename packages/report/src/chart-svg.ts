import { type Chart, canonicalJson, type Json } from '@verisim/core';
import { withCellNumbers } from './chart-cells.ts';
import { withSeriesColors } from './chart-colors.ts';
import { chartConfig, chartFontSize } from './chart-config.ts';
import { chartDescription } from './chart-description.ts';
import { isObject, type JsonObject, specObjects } from './chart-json.ts';
import { withShortLabels } from './chart-labels.ts';
import { withSeriesMarks } from './chart-marks.ts';
import { sizedSpec } from './chart-size.ts';
import { withUtcTime } from './chart-time.ts';
import { badChart } from './errors.ts';
import { escapeHtml } from './escape-html.ts';
import { named } from './named.ts';
import { measureText } from './text-measure.ts';
import { tidySvg } from './tidy-svg.ts';

/** How a chart is drawn. */
export interface ChartOptions {
  /** Pixels, axes included; 560 unless told. */
  readonly width?: number;
  /** What the ids inside begin with; charts of one document need different ones. The chart's name unless told. */
  readonly idPrefix?: string;
}

/**
 * A chart as an SVG document with its title and a description, drawn without a DOM and without a request: equal charts give
 * the same bytes.
 * Vega is loaded on the first call. Throws `report/bad-chart` when the spec cannot be drawn or wants data from elsewhere.
 */
export async function chartSvg(chart: Chart, options: ChartOptions = {}): Promise<string> {
  if (!isObject(chart.spec)) throw badChart(chart.name, 'its spec is not an object');
  if (specObjects(chart.spec).some((part) => isObject(part.data) && part.data.url !== undefined))
    throw badChart(chart.name, 'its data lies at a URL, and a report makes no request');
  try {
    const svg = await draw(chart.spec, options.width ?? 560);
    return labelled(svg, chart, options.idPrefix ?? `chart-${chart.name.replace(/[^A-Za-z0-9]+/g, '-')}`);
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw badChart(chart.name, `Vega answers ${JSON.stringify(words)}`, error);
  }
}

function labelled(svg: string, chart: Chart, prefix: string): string {
  const title = `<title id="${prefix}-title">${escapeHtml(named(chart.title, 'A chart without a title'))}</title>`;
  const description = `<desc id="${prefix}-desc">${escapeHtml(chartDescription(chart))}</desc>`;
  const label = ` role="img" aria-labelledby="${prefix}-title" aria-describedby="${prefix}-desc"`;
  return tidySvg(svg, prefix).replace(
    /^<svg([^>]*)>/,
    (_, rest: string) => `<svg${label}${rest}>${title}${description}`,
  );
}

async function draw(original: JsonObject, width: number): Promise<string> {
  const [vega, { compile }] = await Promise.all([import('vega'), import('vega-lite')]);
  useOwnTextMeasure(vega);
  const failures: string[] = [];
  const logger = silentLogger(failures);
  // The order of keys must not show: a report read back from its JSON draws the same bytes.
  const sorted: Json = JSON.parse(canonicalJson(original));
  const coloured = withCellNumbers(withSeriesMarks(withSeriesColors(sorted)), width);
  const prepared = withShortLabels(withUtcTime(coloured), Math.round(0.38 * width), chartFontSize(width));
  const { spec, viewWidth } = sizedSpec(prepared as JsonObject, width);
  const compiled = compile(spec as unknown as Parameters<typeof compile>[0], {
    config: chartConfig(spec, width, viewWidth),
    logger,
  });
  const view = new vega.View(vega.parse(compiled.spec), { renderer: 'none', loader: noLoader, logger });
  try {
    const svg = await view.toSVG();
    if (failures.length > 0) throw new Error(failures[0]);
    return svg;
  } finally {
    view.finalize();
  }
}

/** Vega's hook for renderers that bring their own fonts; it also makes the layout the same with and without a canvas. */
function useOwnTextMeasure(vega: object): void {
  const { textMetrics } = vega as {
    textMetrics: { width: (item: { fontSize?: number; fontWeight?: Json; limit?: number }, text: Json) => number };
  };
  textMetrics.width = (item, text) => {
    const bold = item.fontWeight === 'bold' || Number(item.fontWeight) >= 600;
    const width = measureText(String(text ?? ''), item.fontSize ?? 11, bold);
    return item.limit ? Math.min(width, item.limit) : width;
  };
}

/** Refuses files and requests; links lead nowhere (and are taken out of the SVG). */
const noLoader = {
  load: () => Promise.reject(new Error('a report makes no request')),
  sanitize: () => Promise.resolve({ href: '' }),
  http: () => Promise.reject(new Error('a report makes no request')),
  file: () => Promise.reject(new Error('a report reads no file')),
};

function silentLogger(failures: string[]) {
  const logger = {
    level: () => logger,
    warn: () => logger,
    info: () => logger,
    debug: () => logger,
    error: (...messages: readonly unknown[]) => {
      failures.push(messages.map((part) => (part instanceof Error ? part.message : String(part))).join(' '));
      return logger;
    },
  };
  return logger as never;
}
