import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig, type Plugin } from 'vite';

/** A drawing of layers of soil, in place of every picture that an extractor made. */
const PICTURE = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 200">
  <rect width="320" height="200" fill="#6b4f3a"/><path d="M0 60q80-30 160 0t160 0v-60H0z" fill="#8fae5d"/>
  <path d="M0 130q80 20 160 0t160 0v70H0z" fill="#a98256"/></svg>`;

const pictures: Plugin = {
  name: 'gallery-pictures',
  configureServer: ({ middlewares }) => {
    middlewares.use('/api', (_, response) => {
      response.setHeader('content-type', 'image/svg+xml');
      response.end(PICTURE);
    });
  },
};

/** Serves the gallery, and the components' tests in a browser. It is never built. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react(), pictures],
  resolve: { conditions: [...defaultClientConditions, 'pawprint-source'] },
  // Named, because a dependency that is found late makes the browser load the page anew, in the middle of a test.
  optimizeDeps: {
    include: [
      '@mantine/core',
      '@mantine/hooks',
      '@tabler/icons-react',
      '@tanstack/react-query',
      '@tanstack/react-router',
      '@tanstack/react-virtual',
      '@zip.js/zip.js/lib/zip-core-native.js',
      'ansi_up',
      'axe-core',
      'clsx',
      'eventsource-parser',
      'highlight.js/lib/languages/json',
      'highlight.js/lib/languages/markdown',
      'highlight.js/lib/languages/python',
      'highlight.js/lib/languages/xml',
      'lowlight',
      'markdown-it',
      'papaparse',
      'pdfjs-dist',
      'pdfjs-dist/build/pdf.worker.min.mjs',
      'react',
      'react-dom',
      'react-dom/client',
      'react/jsx-dev-runtime',
      'vitest-browser-react',
    ],
  },
  server: { host: '127.0.0.1' },
});
