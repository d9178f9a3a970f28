import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, lstatSync, mkdtempSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { docTypes, ROOT, readText } from './files.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'va-bench-'));
  folders.push(folder);
  return folder;
}

/** What bench's yarn sees: the committed files, with .yarnrc and its script as they are now. */
function cloneOfRepository(): string {
  const folder = join(temporary(), 'dartwing_va');
  execFileSync('git', ['clone', '--quiet', '--depth', '1', `file://${ROOT}`, folder], { stdio: 'pipe' });
  for (const path of ['.yarnrc', 'package.json', 'scripts/bench-yarn.js']) cpSync(join(ROOT, path), join(folder, path));
  return folder;
}

function yarn(folder: string, ...args: string[]) {
  // The machine's own Node where there is one: a bench has an older one than this project.
  const node = existsSync('/usr/bin/node') ? '/usr/bin/node' : process.execPath;
  // A registry that answers nobody: any look at the network fails.
  const env = {
    PATH: '/usr/bin:/bin',
    HOME: folder,
    npm_config_registry: 'http://127.0.0.1:9',
    NODE_ENV: 'production',
  };
  const result = spawnSync(node, [join(ROOT, 'node_modules/yarn/bin/yarn.js'), ...args], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  return { status: result.status, output: result.stdout + result.stderr };
}

describe('the package that bench installs', () => {
  test('reaches DocTypes, hooks and fixtures by one relative link each', () => {
    const links = { hooks: '../hooks', fixtures: '../fixtures', 'dartwing_va/doctype': '../../doctypes' };
    for (const [link, target] of Object.entries(links)) {
      const path = join(ROOT, 'dartwing_va', link);
      expect(lstatSync(path).isSymbolicLink(), link).toBe(true);
      expect(readlinkSync(path)).toBe(target);
      expect(existsSync(realpathSync(path))).toBe(true);
    }
    // Real files: Frappe imports the one and serves the other.
    for (const real of ['__init__.py', 'dartwing_va/__init__.py', 'public', 'templates/__init__.py']) {
      expect(lstatSync(join(ROOT, 'dartwing_va', real)).isSymbolicLink(), real).toBe(false);
    }
    expect(readText('dartwing_va/modules.txt').trim()).toBe('Dartwing VA');
    expect(readText('pyproject.toml')).toMatch(/^name = "dartwing_va"$/m);
  });

  test('brings roles as fixtures and nothing that an administrator edits', () => {
    const roles: { doctype: string; name: string }[] = JSON.parse(readText('fixtures/role.json'));
    expect(roles.map((role) => [role.doctype, role.name])).toEqual([
      ['Role', 'Compliance Officer'],
      ['Role', 'VA Sidecar'],
    ]);
  });

  test('has a workspace whose shortcuts and cards lead to what exists', () => {
    const workspace = JSON.parse(readText('dartwing_va/dartwing_va/workspace/dartwing_va/dartwing_va.json'));
    const ours = docTypes();
    const blocks: { type: string; data: Record<string, string> }[] = JSON.parse(workspace.content);
    const shortcuts: { label: string; type: string; link_to?: string; stats_filter?: string }[] = workspace.shortcuts;
    const cards = workspace.links.filter((link: { type: string }) => link.type === 'Card Break');
    const names = (type: string, key: string) =>
      blocks.filter((block) => block.type === type).map((block) => block.data[key]);
    expect(names('shortcut', 'shortcut_name')).toEqual(shortcuts.map((shortcut) => shortcut.label));
    expect(names('card', 'card_name')).toEqual(cards.map((card: { label: string }) => card.label));
    for (const link of workspace.links)
      if (link.type === 'Link') expect(ours.has(link.link_to), link.link_to).toBe(true);
    for (const { type, link_to, stats_filter } of shortcuts) {
      if (type !== 'DocType') continue;
      const docType = ours.get(link_to ?? '');
      for (const [field, value] of Object.entries(JSON.parse(stats_filter ?? '{}'))) {
        const options = docType?.fields.find((each) => each.fieldname === field)?.options;
        expect(options?.split('\n'), `${link_to}.${field}`).toContain(value);
      }
    }
  });

  test('shows the widget in Desk and on portal pages, by an address that changes with the release', () => {
    const version = /__version__ = "([\d.]+)"/.exec(readText('dartwing_va/__init__.py'))?.[1];
    const address = `/assets/dartwing_va/va_widget.js?v=${version}`;
    expect(readText('hooks/__init__.py')).toContain(`_WIDGET = "${address}"`);
    expect(readText('devsite/apps/va/widget.ts')).toContain(`'${address}'`);
  });

  test('has nothing for yarn to install or build, without network and without leaving a trace', () => {
    const folder = cloneOfRepository();
    const before = execFileSync('git', ['status', '--porcelain', '--ignored'], { cwd: folder, encoding: 'utf8' });
    for (const args of [['install', '--check-files'], ['build'], ['run', 'build']]) {
      const { status, output } = yarn(folder, ...args);
      expect(status, output).toBe(0);
      expect(output).toContain('nothing to');
    }
    expect(existsSync(join(folder, 'yarn.lock'))).toBe(false);
    expect(existsSync(join(folder, 'node_modules'))).toBe(false);
    expect(execFileSync('git', ['status', '--porcelain', '--ignored'], { cwd: folder, encoding: 'utf8' })).toBe(before);
  });

  test('does not pretend that yarn added a package', () => {
    const { status, output } = yarn(cloneOfRepository(), 'add', 'left-pad');
    expect(status).toBe(1);
    expect(output).toContain('npm');
  });
});
