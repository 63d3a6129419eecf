import type { Json } from '@verisim/core';
import type { Config } from 'vega-lite';
import { categoryColors } from './chart-colors.ts';
import { legendColumns } from './chart-legend.ts';

const INK = '#374151';
const FAINT = '#e7e7e2';
const FONT = 'system-ui, -apple-system, Segoe UI, Roboto, sans-serif';

/** The size of axis and legend text in pixels. */
export function chartFontSize(width: number): number {
  return isNarrow(width) ? 11 : 12;
}

function isNarrow(width: number): boolean {
  return width < 440;
}

/** The look of every chart: quiet axes, one type face, colours from {@link categoryColors}. A spec's own config goes before it. */
export function chartConfig(spec: Json, width: number, viewWidth: number): Config {
  const narrow = isNarrow(width);
  const fontSize = chartFontSize(width);
  return {
    aria: false,
    background: 'transparent',
    font: FONT,
    padding: 4,
    view: { stroke: null, continuousWidth: viewWidth, continuousHeight: 240, discreteHeight: { step: 26 } },
    axis: axisConfig(width, narrow, fontSize),
    axisQuantitative: { tickCount: 5, labelSeparation: 6, domain: false, ticks: false },
    axisTemporal: { tickCount: 6, labelSeparation: 8 },
    axisDiscrete: { grid: false },
    legend: legendConfig(narrow, fontSize, legendColumns(spec, width, fontSize)),
    header: {
      labelColor: INK,
      titleColor: INK,
      labelFontSize: fontSize,
      titleFontSize: fontSize,
      titleFontWeight: 600,
    },
    title: { color: INK, fontSize: 13, fontWeight: 600, anchor: 'start', offset: 10 },
    mark: { color: categoryColors[0] },
    line: { strokeWidth: 2.25 },
    point: { size: 55, filled: true, opacity: 1 },
    bar: { cornerRadiusEnd: 2 },
    rule: { color: '#6b7280' },
    text: { color: INK, fontSize },
    errorband: { band: { opacity: 0.18 } },
    range: {
      category: [...categoryColors],
      heatmap: ['#f3f6f9', '#c6dbec', '#7cadd2', '#3879b0', '#174a78'],
      ramp: ['#f3f6f9', '#c6dbec', '#7cadd2', '#3879b0', '#174a78'],
      diverging: ['#b3541e', '#ecb387', '#f6f5f2', '#8fbadb', '#225f93'],
      ordinal: ['#c6dbec', '#7cadd2', '#3879b0', '#174a78'],
    },
  };
}

function axisConfig(width: number, narrow: boolean, fontSize: number): Config['axis'] {
  return {
    labelColor: INK,
    titleColor: INK,
    labelFontSize: fontSize,
    titleFontSize: fontSize,
    titleFontWeight: 600,
    titlePadding: 10,
    labelPadding: 6,
    labelFlush: false,
    labelLimit: narrow ? 120 : 170,
    titleLimit: width - 40,
    gridColor: FAINT,
    domainColor: '#b9b9b2',
    tickColor: '#b9b9b2',
    tickSize: 4,
  };
}

function legendConfig(narrow: boolean, fontSize: number, columns: number | undefined): Config['legend'] {
  return {
    orient: 'top',
    labelColor: INK,
    titleColor: INK,
    labelFontSize: fontSize,
    titleFontSize: fontSize,
    titleFontWeight: 600,
    labelLimit: 220,
    symbolType: 'circle',
    symbolSize: 90,
    symbolOpacity: 1,
    symbolStrokeWidth: 2,
    gradientLength: narrow ? 130 : 220,
    ...(columns === undefined ? {} : { columns }),
    gradientThickness: 12,
    tickCount: 3,
    labelOverlap: true,
  };
}
