import { drawPoisson } from '../durations.ts';
import { GLYPH_HEIGHT, textWidth } from './font.ts';
import type { ImagesSettings } from './options.ts';
import { type Colour, NOBODY, stroke, write } from './raster.ts';
import { below, type Canvas, colourIn, oneOf, type Scene, type SceneObject } from './scene.ts';

/** Pixels at the edge, and from one line to the next. */
const [MARGIN, LINE] = [12, 14];
/** Where the line under the title begins. */
const HEAD = MARGIN + 2 * GLYPH_HEIGHT + 8;
const names = ['NORTH', 'HARBOR', 'SILVER', 'OAK', 'DELTA', 'QUARTZ', 'LUMEN', 'FJORD', 'EXPRESS', 'ZENITH'];
const trades = ['TOOLS', 'PAPER', 'FOODS', 'LABS', 'WORKS', 'CYCLES'];
const goods = ['BOLTS', 'CABLE', 'PAINT', 'LAMP', 'VALVE', 'HINGE', 'ROPE', 'GLUE', 'PUMP', 'SHELF', 'FUSE', 'JACK'];

/** How many items an invoice has room for: 1 at least. */
export const itemsThatFit = ({ height }: ImagesSettings): number =>
  Math.max(1, Math.floor((height - MARGIN - HEAD - 2 * LINE - 20) / LINE));

/** An invoice: who it is from, its number and date, items with prices that sum to the total. Every piece of writing is an object, rules between them are not. */
export function paintDocument({ settings, random, begin }: Canvas): Scene {
  const raster = begin(colourIn(235, 256, random));
  const ink = colourIn(0, 90, random);
  const objects: SceneObject[] = [];
  const lines: string[] = [];
  const { width } = settings;
  const put = (category: string, text: string, left: number, top: number, scale = 1) => {
    write(raster, text, [left, top], scale, ink, objects.length);
    objects.push({ category, text });
  };
  const rightwards = (text: string) => width - MARGIN - textWidth(text, 1);
  const title = `${oneOf(names, random)} ${oneOf(trades, random)}`;
  put('title', title, MARGIN, MARGIN, textWidth(title, 2) <= width - 2 * MARGIN ? 2 : 1);
  const number = `INVOICE ${10_000 + below(90_000, random)}`;
  const date = `${2020 + below(7, random)}-${padded(1 + below(12, random))}-${padded(1 + below(28, random))}`;
  let top = HEAD;
  put('number', number, MARGIN, top);
  put('date', date, rightwards(date), top);
  lines.push(title, `${number} ${date}`);
  top += LINE + 4;
  rule(top, width);
  const items = Math.min(itemsThatFit(settings), 1 + drawPoisson(settings.objects - 1, random));
  let total = 0;
  for (let i = 0; i < items; i++) {
    top += i === 0 ? 8 : LINE;
    const item = `${1 + below(20, random)} ${oneOf(goods, random)}`;
    const cents = 100 + Math.round(100 * Math.exp(3 + 1.2 * random.normal()));
    total += cents;
    put('item', item, MARGIN, top);
    put('amount', money(cents), rightwards(money(cents)), top);
    lines.push(`${item} ${money(cents)}`);
  }
  rule(top + LINE, width);
  const sum = `TOTAL ${money(total)}`;
  put('total', sum, rightwards(sum), top + LINE + 8);
  lines.push(sum);
  return { raster, objects, reading: null, text: lines.join('\n') };

  function rule(at: number, to: number): void {
    const grey: Colour = [160, 160, 160];
    stroke(raster, [MARGIN, at + 0.5, to - MARGIN, at + 0.5], 1, grey, NOBODY);
  }
}

const padded = (number: number): string => String(number).padStart(2, '0');
const money = (cents: number): string => (cents / 100).toFixed(2);
