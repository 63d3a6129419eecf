import { plainText } from './plain-text.ts';

/**
 * Vega's SVG made fit to stand in a document: ids are numbered from 1 under `prefix` (Vega counts them per process), links,
 * pictures and paint from elsewhere are taken out, and so are markup that draws nothing and the digits of numbers that none can see.
 *
 * Vega escapes `<` and `>` in text and attributes, so a tag is what stands between them.
 */
export function tidySvg(svg: string, prefix: string): string {
  const ids = new Map<string, string>();
  const rename = (id: string) => {
    const known = ids.get(id) ?? `${prefix}-${ids.size + 1}`;
    ids.set(id, known);
    return known;
  };
  return plainText(svg)
    .replace(/<text [^>]* opacity="0"[^>]*>[^<]*<\/text>/g, '')
    .replace(/<path [^>]*(?: d=""| d="M0,0h0v0h0Z"| display="none")[^>]*\/>/g, '')
    .replace(/<\/?a(?: [^>]*)?>|<image [^>]*?\/>|<image [^>]*>[^<]*<\/image>/g, '')
    .replace(/<[a-zA-Z][^>]*>/g, (tag) => tidyTag(tag, rename));
}

const LONG = /-?\d+\.\d{4,}(?:e-?\d+)?/g;

/** Thousandths of a pixel are enough, and the same on every processor. */
function shortened(number: string): string {
  return String(Number(Number(number).toFixed(3)));
}

function tidyTag(tag: string, rename: (id: string) => string): string {
  return tag
    .replace(/ (?:class|role|aria-[a-z]+|pointer-events)="[^"]*"/g, '')
    .replace(/ (?:stroke-|fill-)?opacity="1"/g, '')
    .replace(/ (?:d|transform|[xy]2|width|height)="[^"]*"/g, (attribute) => attribute.replace(LONG, shortened))
    .replace(/ id="([^"]*)"/g, (_, id: string) => ` id="${rename(id)}"`)
    .replace(/ (?:xlink:)?href="([^"]*)"/g, (_, target: string) =>
      target.startsWith('#') ? ` href="#${rename(target.slice(1))}"` : '',
    )
    .replace(/url\(([^)]*)\)/g, (_, target: string) =>
      target.startsWith('#') ? `url(#${rename(target.slice(1))})` : 'none',
    );
}
