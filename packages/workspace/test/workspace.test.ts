import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openWorkspace } from '../src/index.ts';
import { temporaryFolder } from './temporary.ts';

describe('openWorkspace', () => {
  test('makes a private folder that git ignores, once', async () => {
    const folder = await temporaryFolder();
    const workspace = await openWorkspace(folder);
    expect(workspace.folder).toBe(join(folder, '.verisim'));
    expect((await stat(workspace.folder)).mode & 0o777).toBe(0o700);
    expect(await readFile(workspace.path('.gitignore'), 'utf8')).toBe('*\n');
    await writeFile(workspace.path('.gitignore'), 'mine\n');
    await openWorkspace(folder);
    expect(await readFile(workspace.path('.gitignore'), 'utf8')).toBe('mine\n');
  });

  test('paths stay inside', async () => {
    const workspace = await openWorkspace(await temporaryFolder());
    expect(workspace.path('runs', 'a/b')).toBe(join(workspace.folder, 'runs', 'a', 'b'));
    for (const parts of [['..'], ['runs', '../../x'], ['../.verisim-other']]) {
      expect(() => workspace.path(...parts)).toThrow(expect.objectContaining({ code: 'workspace/bad-name' }));
    }
  });

  test('says why a folder cannot hold one', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'file'), '');
    await mkdir(join(folder, 'taken'));
    await writeFile(join(folder, 'taken', '.verisim'), '');
    const cases = [
      ['absent', 'it does not exist'],
      ['file', 'it is not a folder'],
      ['taken', '.verisim is not a folder'],
    ];
    for (const [name, words] of cases) {
      const failing = openWorkspace(join(folder, name));
      await expect(failing).rejects.toMatchObject({ code: 'workspace/cannot-open', kind: 'usage' });
      await expect(failing).rejects.toThrow(words);
    }
  });

  test.skipIf(process.getuid?.() === 0)('says that it may not write there', async () => {
    const folder = await temporaryFolder();
    await chmod(folder, 0o500);
    await expect(openWorkspace(folder)).rejects.toMatchObject({ code: 'workspace/cannot-open' });
  });
});
