import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

// One classic script and one style sheet: Desk loads them with frappe.require, pages with a tag. The names carry no hash,
// because Frappe and the sidecar link them by name; both send validators.
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [vue()],
  define: { 'process.env.NODE_ENV': '"production"', __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false' },
  build: {
    outDir: fileURLToPath(new URL('../dartwing_va/public', import.meta.url)),
    emptyOutDir: false,
    target: 'es2022',
    lib: {
      entry: fileURLToPath(new URL('./main.ts', import.meta.url)),
      name: 'dartwingVa',
      formats: ['iife'],
      fileName: () => 'va_page.js',
      cssFileName: 'va_page',
    },
  },
});
