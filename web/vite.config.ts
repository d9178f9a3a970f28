import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// Classic scripts and one style sheet: Desk loads them with frappe.require, pages with a tag. The names carry no hash,
// because Frappe and the sidecar link them by name; both send validators. `--mode widget` builds the button that loads the rest; `--mode audio` what runs in the browser's audio thread:
// a file of its own, because it is loaded by address, as content policies allow.
const BUILDS = {
  production: { name: 'va_page', entry: './main.ts', global: 'dartwingVa' },
  widget: { name: 'va_widget', entry: './widget/main.ts', global: 'dartwingVaWidget' },
  audio: { name: 'va_audio', entry: './voice/worklet/audio-worklet.ts', global: 'dartwingVaAudio' },
} as const;

export default defineConfig(({ mode }) => {
  const { name, entry, global } = BUILDS[mode as keyof typeof BUILDS] ?? BUILDS.production;
  return {
    root: here('.'),
    plugins: [vue()],
    define: { 'process.env.NODE_ENV': '"production"', __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false' },
    build: {
      outDir: here('../dartwing_va/public'),
      emptyOutDir: false,
      target: 'es2022',
      // light-dark(), which the style sheets use, is understood from these on.
      cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
      lib: {
        entry: here(entry),
        name: global,
        formats: ['iife'],
        fileName: () => `${name}.js`,
        cssFileName: name,
      },
    },
  };
});
