import { svelte } from '@sveltejs/vite-plugin-svelte'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import { compileMessages } from './messages.inlang/compile.js'
import { compileFonts } from './src/shared/fonts/compile.js'

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** Compiles the messages before the first module is read, and again when one changes. */
function messages(): Plugin {
  return {
    name: 'messages',
    buildStart: compileMessages,
    async handleHotUpdate({ file }) {
      if (file.startsWith(at('./src/messages/')) && file.endsWith('.json')) await compileMessages()
    },
  }
}

/** Cuts the fonts before the first style is read. */
function fonts(): Plugin {
  return { name: 'fonts', buildStart: compileFonts }
}

/** `?bytes`: a small binary file as base64 text in a module of its own, because the wall lets no page fetch a file. */
function bytes(): Plugin {
  return {
    name: 'bytes',
    enforce: 'pre',
    load(id) {
      const [path, query] = id.split('?')
      if (query !== 'bytes' || path === undefined) return
      return `export default ${JSON.stringify(readFileSync(path).toString('base64'))}`
    },
  }
}

export default defineConfig(({ mode }) => ({
  plugins: [messages(), fonts(), bytes(), svelte()],
  resolve: {
    alias: {
      $shared: at('./src/shared'),
      $backend: at('./src/backend'),
      $messages: at('./src/messages/compiled/index.ts'),
      // The fake is chosen by name at build time, so that it never is in the bundle that ships.
      $connection: at(mode === 'fake' || mode === 'test' ? './src/backend/fake.svelte.ts' : './src/backend/tauri.ts'),
    },
    conditions: ['browser'],
  },
  clearScreen: false,
  server: { fs: { allow: [at('..')] } },
  worker: { format: 'es' },
  build: {
    target: ['es2022', 'safari16'],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1600,
    reportCompressedSize: false,
    rolldownOptions: {
      checks: { bundlerTimings: false },
      // The names of messages do nothing by themselves: each screen brings its own.
      treeshake: { moduleSideEffects: [{ test: /\/messages\/compiled\//, sideEffects: false }] },
    },
  },
  test: { setupFiles: ['tests/setup.ts'], include: ['tests/**/*.test.ts', 'src/**/*.test.ts'] },
}))
