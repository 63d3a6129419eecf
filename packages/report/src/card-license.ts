/** A licence as Hugging Face and Croissant want it. */
export interface CardLicense {
  /** The identifier of a Hugging Face card, `other` for one that it does not know. */
  readonly id: string;
  readonly name: string;
  readonly url: string | null;
}

/** Identifiers of Hugging Face cards (hub documentation, "Licenses") and the SPDX licences that they mean. */
const KNOWN: Readonly<Record<string, string>> = {
  'apache-2.0': 'Apache-2.0',
  'bsd-3-clause': 'BSD-3-Clause',
  'cc-by-4.0': 'CC-BY-4.0',
  'cc-by-nc-4.0': 'CC-BY-NC-4.0',
  'cc-by-nc-nd-4.0': 'CC-BY-NC-ND-4.0',
  'cc-by-nc-sa-4.0': 'CC-BY-NC-SA-4.0',
  'cc-by-nd-4.0': 'CC-BY-ND-4.0',
  'cc-by-sa-4.0': 'CC-BY-SA-4.0',
  'cc0-1.0': 'CC0-1.0',
  'cdla-permissive-1.0': 'CDLA-Permissive-1.0',
  'cdla-permissive-2.0': 'CDLA-Permissive-2.0',
  'cdla-sharing-1.0': 'CDLA-Sharing-1.0',
  'gpl-3.0': 'GPL-3.0-only',
  mit: 'MIT',
  'odc-by': 'ODC-By-1.0',
  odbl: 'ODbL-1.0',
  pddl: 'PDDL-1.0',
  unlicense: 'Unlicense',
};

/** A licence from an identifier of Hugging Face or SPDX, an address, or any name: what is not known is `other` and keeps its name. */
export function cardLicense(text: string): CardLicense {
  const given = text.trim();
  const known = Object.entries(KNOWN).find(([id, spdx]) => [id, spdx.toLowerCase()].includes(given.toLowerCase()));
  if (known) return { id: known[0], name: known[1], url: `https://spdx.org/licenses/${known[1]}.html` };
  return { id: 'other', name: given, url: /^https?:\/\/\S+$/i.test(given) ? given : null };
}
