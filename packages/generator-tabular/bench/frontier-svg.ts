/** A mark of the frontier. */
export interface Mark {
  readonly name: string;
  /** Share of rows nearer to training than to fresh rows. */
  readonly x: number;
  /** C2ST score, 1 = cannot be told from real rows. */
  readonly y: number;
  readonly kind: 'control' | 'generator' | 'setting';
}

const WIDTH = 860;
const HEIGHT = 560;
const FRAME = { left: 70, right: 30, top: 64, bottom: 60 };
/** Shares above are drawn at the edge with their value: plain copies would press everything else together. */
const MOST_SHARE = 0.6;
const COLORS = { control: '#777777', generator: '#0b6e99', setting: '#c2571a' } as const;
const GREY = '#555555';

/** Fidelity against privacy as an SVG: right = nearer to the training rows than chance, up = harder to tell from real ones. */
export function frontierSvg(title: string, marks: readonly Mark[]): string {
  const xs = axis(Math.min(0.48, ...marks.map(({ x }) => x)), MOST_SHARE);
  const ys = axis(0, 1);
  const left = (x: number) => FRAME.left + ((x - xs.from) / (xs.to - xs.from)) * (WIDTH - FRAME.left - FRAME.right);
  const top = (y: number) => HEIGHT - FRAME.bottom - (y / ys.to) * (HEIGHT - FRAME.top - FRAME.bottom);
  const vertical = xs.ticks.map(
    (x) => `${line(left(x), top(0), left(x), top(1), '#e4e4e4')}${text(left(x), top(0) + 20, x.toFixed(2), 'middle')}`,
  );
  const horizontal = ys.ticks.map(
    (y) =>
      `${line(left(xs.from), top(y), left(xs.to), top(y), '#e4e4e4')}${text(FRAME.left - 8, top(y) + 4, y.toFixed(1), 'end')}`,
  );
  const points = marks.map((mark) => {
    const name = mark.x > xs.to ? `${mark.name} (${mark.x.toFixed(2)})` : mark.name;
    return { ...mark, name, px: left(Math.min(mark.x, xs.to)), py: top(mark.y), beyond: mark.x > xs.to };
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" font-family="system-ui, sans-serif" font-size="12" role="img" aria-label="${escaped(title)}">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="white"/>`,
    text(FRAME.left, 26, title, 'start', 'font-size="16" font-weight="600" fill="#222222"'),
    legend(),
    ...vertical,
    ...horizontal,
    line(left(0.5), top(0), left(0.5), top(1), GREY, 'stroke-dasharray="4 3"'),
    text(
      (left(xs.from) + left(xs.to)) / 2,
      HEIGHT - 14,
      'DCR share: rows nearer to training rows than to fresh ones (.5 = no copying)',
      'middle',
    ),
    `<g transform="translate(18 ${(top(0) + top(1)) / 2}) rotate(-90)">${text(0, 0, 'C2ST score (1 = a detector cannot tell it from real rows)', 'middle')}</g>`,
    ...points.map(({ px, py, kind, name }) => {
      return `<circle cx="${px.toFixed(1)}" cy="${py.toFixed(1)}" r="${kind === 'setting' ? 4 : 6}" fill="${COLORS[kind]}"><title>${escaped(name)}</title></circle>`;
    }),
    ...labels(points),
    '</svg>',
    '',
  ].join('\n');
}

interface Point extends Mark {
  readonly px: number;
  readonly py: number;
}

const LINE = 14;
const LETTER = 6.4;

/** Each name beside its mark, moved down or up until it lies on no other. */
function labels(points: readonly Point[]): readonly string[] {
  const placed: { readonly x: number; readonly y: number; readonly width: number }[] = [];
  return points
    .toSorted((a, b) => a.py - b.py)
    .map(({ px, py, name, kind }) => {
      const width = name.length * LETTER;
      const right = px + 12 + width < WIDTH - 4;
      const x = right ? px + 12 : px - 12 - width;
      const meets = (y: number) =>
        placed.some((other) => Math.abs(other.y - y) < LINE && x < other.x + other.width && other.x < x + width) ||
        points.some((point) => Math.abs(point.py - y + 4) < 8 && point.px > x - 6 && point.px < x + width);
      const steps = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? i / 2 : -(i + 1) / 2) * LINE);
      const inside = (y: number) => y > FRAME.top && y < HEIGHT - FRAME.bottom;
      const y = steps.map((step) => py + 4 + step).find((place) => inside(place) && !meets(place)) ?? py + 4;
      placed.push({ x, y, width });
      const far = Math.abs(y - 4 - py) > LINE / 2;
      const leader = far ? line(px, py, right ? x - 2 : x + width + 2, y - 4, '#999999') : '';
      return leader + text(x, y, name, 'start', `fill="${COLORS[kind]}"`);
    });
}

function legend(): string {
  const entries = [
    ['control', 'real rows'],
    ['generator', 'generators'],
    ['setting', 'settings of trees'],
  ] as const;
  return entries
    .map(([kind, words], i) => {
      const x = FRAME.left + i * 130;
      return `<circle cx="${x + 5}" cy="44" r="5" fill="${COLORS[kind]}"/>${text(x + 16, 48, words, 'start')}`;
    })
    .join('');
}

/** Round ticks that take in both ends. */
function axis(least: number, most: number): { readonly from: number; readonly to: number; readonly ticks: number[] } {
  const step = [0.01, 0.02, 0.05, 0.1, 0.2].find((size) => (most - least) / size <= 10) ?? 0.5;
  const [first, last] = [Math.floor(least / step + 1e-9), Math.ceil(most / step - 1e-9)];
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
  return { from: ticks[0], to: ticks[ticks.length - 1], ticks };
}

function line(x1: number, y1: number, x2: number, y2: number, color: string, more = ''): string {
  const [a, b, c, d] = [x1, y1, x2, y2].map((value) => value.toFixed(1));
  return `<line x1="${a}" y1="${b}" x2="${c}" y2="${d}" stroke="${color}" ${more}/>`;
}

function text(x: number, y: number, words: string, anchor: string, more = `fill="${GREY}"`): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" ${more}>${escaped(words)}</text>`;
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
