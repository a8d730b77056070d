// Runs every browser test, one after the other: all, or the walk over the named screens alone.
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const named = process.argv.slice(2)
const tests = named.length > 0 ? ['screens.browser.js'] : readdirSync(here).filter((name) => name.endsWith('.browser.js')).sort()
const failed = tests.filter((name) => spawnSync(process.execPath, [join(here, name), ...named], { stdio: 'inherit' }).status !== 0)
if (failed.length > 0) process.stdout.write(`failed: ${failed.join(' ')}\n`)
process.exit(failed.length === 0 ? 0 : 1)
