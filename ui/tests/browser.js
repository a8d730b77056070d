// Runs every browser test, or the walk over the named screens alone. The window is built once and one Chromium is started for all
// of them; two tests run at the same time.
import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { builtFake, sharedChromium } from './chromium.js'

const here = dirname(fileURLToPath(import.meta.url))
const named = process.argv.slice(2)
// The longest first, so that none is left over at the end.
const LONG = ['variants.browser.js', 'screens.browser.js', 'decisions.browser.js', 'report.browser.js']
const all = readdirSync(here).filter((name) => name.endsWith('.browser.js'))
const waiting = named.length > 0 ? ['screens.browser.js'] : [...LONG, ...all.filter((name) => !LONG.includes(name)).sort()]
const AT_ONCE = 2

const built = await builtFake()
const chromium = await sharedChromium()
const env = { ...process.env, SHIRUBE_UI_BUILT: built.folder, SHIRUBE_UI_CHROMIUM: chromium.wsEndpoint() }

/** What a test says is printed when it has ended, so that two do not speak at once. */
function run(name) {
  return new Promise((done) => {
    const said = []
    const child = spawn(process.execPath, [join(here, name), ...named], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    child.stdout.on('data', (words) => said.push(words))
    child.stderr.on('data', (words) => said.push(words))
    child.on('close', (code) => {
      process.stdout.write(Buffer.concat(said))
      done(code === 0)
    })
  })
}

const failed = []
async function next() {
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) if (!(await run(name))) failed.push(name)
}

try {
  await Promise.all(Array.from({ length: AT_ONCE }, next))
} finally {
  await chromium.close()
  built.remove()
}
if (failed.length > 0) process.stdout.write(`failed: ${failed.join(' ')}\n`)
process.exit(failed.length === 0 ? 0 : 1)
