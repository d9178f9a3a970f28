import { slices } from '../../sidecar/config.ts';
import type { Slice } from '../../sidecar/lib/settings.ts';

export const name = 'settings';

const HEAD = `# Settings

Environment variables of the sidecar. An unknown \`VA_*\` variable, a missing required one or a wrong value stops the start with a
sentence that says what to do. Written by \`npm run gen\` from the settings of each room.
`;

/** docs/settings.md: every setting with unit, default and what it is for. */
export async function generate(): Promise<Map<string, string>> {
  const sections = Object.entries<Slice>(slices).map(([room, slice]) => {
    const rows = Object.values(slice).map((one) => {
      const fallback = 'default' in one ? shown(one.default) : '**required**';
      return `| \`${one.env}\` | ${fallback} | ${one.unit || '-'} | ${one.description.replaceAll('|', '\\|')} |`;
    });
    return `\n## ${room}\n\n| variable | default | unit | |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  return new Map([['docs/settings.md', HEAD + sections.join('')]]);
}

function shown(value: unknown): string {
  if (value === null || value === '') return '-';
  if (Array.isArray(value)) return value.length === 0 ? '-' : `\`${value.join(',')}\``;
  return `\`${value === true ? 1 : value === false ? 0 : value}\``;
}
