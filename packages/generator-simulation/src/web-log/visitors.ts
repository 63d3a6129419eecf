import { type Durations, parseDurations } from '../durations.ts';

/** A kind of visitor. */
export interface VisitorKind {
  readonly cause: 'visit' | 'crawler' | 'scanner';
  /** Mean requests of one visit; geometric. */
  readonly requests: number;
  /** Seconds between two of them. */
  readonly pause: Durations;
  readonly agents: readonly string[];
  /** The first two or three bytes of its addresses: networks set aside for tests and documents (RFC 2544, RFC 5737). */
  readonly network: string;
  readonly hosts: number;
}

const chrome = (system: string, version: number) =>
  `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version}.0.0.0 Safari/537.36`;

/** People, crawlers, scanners. Reading times are lognormal, programs keep time. */
export const visitorKinds: readonly VisitorKind[] = [
  {
    cause: 'visit',
    requests: 4,
    pause: parseDurations('pause', 'lognormal(20, 1.5)'),
    agents: [
      chrome('Windows NT 10.0; Win64; x64', 126),
      chrome('Macintosh; Intel Mac OS X 10_15_7', 125),
      chrome('Linux; Android 10; K', 126),
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0',
    ],
    network: '198.18',
    hosts: 65_536,
  },
  {
    cause: 'crawler',
    requests: 40,
    pause: parseDurations('pause', 'gamma(2, 0.1)'),
    agents: [
      'ExampleBot/2.1 (+http://bot.example/about)',
      'Mozilla/5.0 (compatible; SampleSpider/1.0; +http://spider.example)',
    ],
    network: '192.0.2',
    hosts: 256,
  },
  {
    cause: 'scanner',
    requests: 20,
    pause: parseDurations('pause', 'gamma(0.5, 0.5)'),
    agents: ['python-requests/2.31.0', 'curl/8.5.0', '-'],
    network: '203.0.113',
    hosts: 256,
  },
];

/** All agents, the levels of the column. */
export const agents: readonly string[] = visitorKinds.flatMap((kind) => kind.agents);

/** What scanners ask for. */
export const scannedPaths: readonly string[] = [
  '/wp-login.php',
  '/.env',
  '/admin',
  '/phpmyadmin/',
  '/.git/config',
  '/backup.zip',
];

/** An address of a kind of visitor. */
export function address({ network, hosts }: VisitorKind, draw: number): string {
  const host = Math.floor(draw * hosts);
  return hosts > 256 ? `${network}.${host >> 8}.${host & 255}` : `${network}.${host}`;
}

/** Requests a second of each kind, by the stated share of bots. */
export function requestShares(bots: number): readonly number[] {
  return [1 - bots, 0.75 * bots, 0.25 * bots];
}
