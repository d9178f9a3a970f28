import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

// What runs in the browser's audio thread is a file of its own: it is loaded at the first call, by address, as content policies allow it.
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  build: {
    outDir: fileURLToPath(new URL('../dartwing_va/public', import.meta.url)),
    emptyOutDir: false,
    target: 'es2022',
    lib: {
      entry: fileURLToPath(new URL('./voice/worklet/audio-worklet.ts', import.meta.url)),
      formats: ['es'],
      fileName: () => 'va_audio.js',
    },
  },
});
