import type { Manifest } from './published-packages.ts';

const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall', 'prepare', 'preprepare', 'postprepare'];

/** The conditions of an entry point, in the order in which they must stand: ours for development, types, then code. */
const CONDITIONS = ['verisim-source', 'types', 'default'];

/** What is wrong with the metadata of a packed package.json, as sentences that begin with a field's name. */
export function checkManifest(manifest: Manifest): readonly string[] {
  return [...checkFields(manifest), ...checkEntryPoints(manifest), ...checkScriptsAndRanges(manifest)];
}

function checkFields(manifest: Manifest): readonly string[] {
  const wanted: readonly (readonly [string, boolean, string])[] = [
    ['description', Boolean(manifest.description), 'is missing'],
    ['keywords', manifest.keywords?.includes('verisim') ?? false, 'must include "verisim"'],
    ['license', manifest.license === 'MIT', 'must be "MIT"'],
    ['type', manifest.type === 'module', 'must be "module"'],
    ['sideEffects', manifest.sideEffects === false, 'must be false'],
    ['engines', manifest.engines?.node === '>=22.18', 'must say node ">=22.18"'],
    ['files', ['dist', 'src'].every((name) => manifest.files?.includes(name)), 'must include "dist" and "src"'],
  ];
  return wanted.filter(([, right]) => !right).map(([field, , what]) => `${field} ${what}`);
}

function checkEntryPoints(manifest: Manifest): readonly string[] {
  return Object.entries(manifest.exports ?? {}).flatMap(([entry, target]) => {
    if (typeof target === 'string') return entry === './package.json' ? [] : [`exports "${entry}" has no conditions`];
    const conditions = Object.keys(target);
    return conditions.join() === CONDITIONS.join()
      ? []
      : [`exports "${entry}" must have the conditions ${CONDITIONS.join(', ')}, in this order`];
  });
}

function checkScriptsAndRanges(manifest: Manifest): readonly string[] {
  const scripts = INSTALL_SCRIPTS.filter((name) => Object.hasOwn(manifest.scripts ?? {}, name));
  const ranges = { ...manifest.dependencies, ...manifest.peerDependencies, ...manifest.optionalDependencies };
  const unpublishable = Object.entries(ranges).filter(([, range]) =>
    /^(workspace|catalog|file|link|git|https?):/.test(range),
  );
  return [
    ...scripts.map((name) => `scripts "${name}" would run when the package is installed`),
    ...unpublishable.map(([name, range]) => `the range "${range}" of ${name} means nothing outside this workspace`),
  ];
}
