/** Shortest text that is taken for a secret: shorter ones would be found in ordinary words. */
const SHORTEST = 6;

/** Takes secrets out of a text. */
export type Redact = (text: string) => string;

/** Where a secret may hide: the key, what stands in the URL before the `@`, and the values of its query. */
export function secretsOf(baseURL: string, apiKey: unknown, more: readonly string[] = []): string[] {
  const found = [apiKey, ...more];
  if (URL.canParse(baseURL)) {
    const url = new URL(baseURL);
    found.push(url.password, url.username, ...url.searchParams.values());
  }
  const texts = found.filter((text): text is string => typeof text === 'string' && text.length >= SHORTEST);
  const written = texts.flatMap((text) => [text, encodeURIComponent(text), safeDecode(text), btoaOf(text)]);
  return [...new Set(written)].filter((text) => text.length >= SHORTEST).sort((a, b) => b.length - a.length);
}

/** Replaces every one of these secrets by `[secret]`. */
export function redactor(secrets: readonly string[]): Redact {
  return (text) => secrets.reduce((rest, secret) => rest.replaceAll(secret, '[secret]'), text);
}

/** An endpoint's name without secrets: origin and path. Other text is taken as it stands, up to a `?`. */
export function endpointName(baseURL: string): string {
  if (!URL.canParse(baseURL)) return baseURL.split('?')[0].replace(/\/\/[^/]*@/, '//');
  const { protocol, host, pathname } = new URL(baseURL);
  return `${protocol}//${host}${pathname.replace(/\/+$/, '')}`;
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function btoaOf(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? btoa(text) : text;
}
