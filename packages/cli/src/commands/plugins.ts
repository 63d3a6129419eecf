import { findPackageJSON } from 'node:module';
import type { Json } from '@verisim/core';
import { z } from 'zod';
import type { Call } from '../call.ts';
import { unknownChoice } from '../errors.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { type PluginEntry, pluginTable } from '../plugin-table.ts';
import { plain } from '../printable.ts';
import { type DescribedPlugin, pluginsOf } from '../project-plugins.ts';
import { sayTable } from '../say-table.ts';
import { printJson, type Terminal } from '../terminal.ts';

/** An option of a plugin, read from its schema. */
interface OptionFacts {
  readonly name: string;
  readonly type: string;
  readonly default: Json;
  readonly text: string;
}

interface PluginFacts {
  readonly name: string;
  readonly kind: string;
  readonly family: string | null;
  readonly package: string;
  readonly installed: boolean;
  /** `null` where the package is not installed. */
  readonly version: string | null;
  readonly summary: string | null;
  readonly options: readonly OptionFacts[] | null;
}

/** `verisim plugins`: the first-party plugins and those of the packages that the config names. Looks nowhere else. */
export async function run({ arguments: names, terminal, project }: Call): Promise<ExitCode> {
  const named = project?.config.plugins ?? [];
  const known = [...(await ownFacts()), ...(await Promise.all(named.map(namedFacts))).flat()];
  const missing = names.find((name) => !known.some((plugin) => plugin.name === name));
  if (missing !== undefined) throw unknownChoice('plugin', missing, [...new Set(known.map(({ name }) => name))]);
  const shown = names.length === 0 ? known : known.filter(({ name }) => names.includes(name));
  if (terminal.json) printJson({ plugins: shown });
  else if (names.length === 0) sayList(shown, terminal);
  else for (const plugin of shown) sayPlugin(plugin, terminal);
  return exitCodes.done;
}

function ownFacts(): Promise<readonly PluginFacts[]> {
  return Promise.all(
    pluginTable.map(async (entry): Promise<PluginFacts> => {
      const { name, kind, family, package: from } = entry;
      if (!isInstalled(entry))
        return { name, kind, family, package: from, installed: false, version: null, summary: null, options: null };
      return factsOf((await entry.load()) as DescribedPlugin, from);
    }),
  );
}

function isInstalled({ package: name }: PluginEntry): boolean {
  try {
    return findPackageJSON(name, import.meta.url) !== undefined;
  } catch {
    return false;
  }
}

async function namedFacts(name: string): Promise<readonly PluginFacts[]> {
  return (await pluginsOf(name)).map(({ plugin }) => factsOf(plugin, name));
}

function factsOf(plugin: DescribedPlugin, from: string): PluginFacts {
  const { name, kind, family = null, version, summary } = plugin;
  return { name, kind, family, package: from, installed: true, version, summary, options: optionsOf(plugin) };
}

/** Options as JSON Schema tells them; `null` where the plugin's schema cannot be told so. */
function optionsOf({ options }: DescribedPlugin): readonly OptionFacts[] | null {
  try {
    const { properties = {} } = z.toJSONSchema(options as z.ZodType, { io: 'input', unrepresentable: 'any' });
    return Object.entries(properties).map(([name, schema]) => {
      const {
        type,
        enum: choices,
        default: fallback = null,
        description = '',
      } = schema as z.core.JSONSchema.JSONSchema;
      const kind = choices ? choices.join(' | ') : Array.isArray(type) ? type.join(' | ') : (type ?? 'any');
      return { name, type: String(kind), default: fallback as Json, text: description };
    });
  } catch {
    return null;
  }
}

function sayList(plugins: readonly PluginFacts[], terminal: Terminal): void {
  const rows = plugins.map(({ name, kind, family, package: from, version, installed, summary }) => [
    name,
    kind,
    family ?? '',
    from,
    version ?? '',
    installed ? 'yes' : 'no',
    summary ?? '',
  ]);
  const columns = ['name', 'kind', 'family', 'package', 'version', 'installed', 'summary'];
  sayTable({ caption: 'Plugins', columns, rows }, terminal);
  terminal.say(
    '\nverisim plugins <name> shows the options. Other packages are found when a config names them under "plugins".',
  );
}

function sayPlugin(plugin: PluginFacts, terminal: Terminal): void {
  const { name, kind, family, package: from, version, installed, summary, options } = plugin;
  const place = installed ? `${from}, version ${version}` : `${from}, not installed: npm install ${from}`;
  terminal.say(plain(`\n${name}: ${family ? `${family} ` : ''}${kind} (${place})`).trimStart());
  if (summary) terminal.say(plain(summary));
  if (options === null || options.length === 0) {
    terminal.say('no options');
    return;
  }
  const rows = options.map((option) => [option.name, option.type, JSON.stringify(option.default), option.text]);
  sayTable({ caption: 'Options', columns: ['option', 'type', 'default', 'what it does'], rows }, terminal);
}
