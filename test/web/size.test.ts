import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';

const PUBLIC = join(import.meta.dirname, '../../dartwing_va/public');
const packed = (file: string) => gzipSync(readFileSync(join(PUBLIC, file)), { level: 9 }).length;

/** Everything that a browser loads of the assistant before the files of the voice detector; the icon is the page's alone. */
const loaded = readdirSync(PUBLIC).filter((file) => /^va_.*\.(js|css)$/.test(file));

it('the widget and all that it loads weigh less than 120 kB gzipped, and the button alone less than 8', () => {
  expect(loaded.sort()).toEqual(['va_audio.js', 'va_page.css', 'va_page.js', 'va_widget.js']);
  const sum = loaded.reduce((bytes, file) => bytes + packed(file), 0);
  expect(sum, loaded.map((file) => `${file} ${packed(file)}`).join(', ')).toBeLessThan(120_000);
  expect(packed('va_widget.js')).toBeLessThan(8_000);
});
