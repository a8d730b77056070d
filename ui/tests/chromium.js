// One Chromium on a fresh profile, and the built window on the fake served to it. For the browser tests and for looking.
import { AxeBuilder } from '@axe-core/playwright'
import { createServer } from 'node:http'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { build } from 'vite'

export const ui = dirname(dirname(fileURLToPath(import.meta.url)))

/** The wall of the real window, as near as http comes to it. */
export const WALL =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src ipc: http://ipc.localhost genome: http://genome.localhost; form-action 'none'; base-uri 'none'; frame-src 'none'; object-src 'none'"

const KINDS = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css', '.ttf': 'font/ttf', '.otf': 'font/otf', '.svg': 'image/svg+xml', '.png': 'image/png' }

/** The pages that are built: the window, and the page of `tests/kit` that shows every part of the kit and that no bundle ships. */
const PAGES = [join(ui, 'index.html'), join(ui, 'tests/kit/index.html')]

/**
 * The window on the fake, built into a folder of its own, so that nobody else's build is disturbed; or the folder that the run of
 * all tests has built once for all of them.
 */
export async function builtFake() {
  const shared = process.env['SHIRUBE_UI_BUILT']
  if (shared !== undefined) return { folder: shared, remove: () => {} }
  const folder = mkdtempSync(join(tmpdir(), 'shirube-ui-'))
  await build({ root: ui, configFile: join(ui, 'vite.config.ts'), mode: 'fake', logLevel: 'warn', build: { outDir: folder, emptyOutDir: true, rolldownOptions: { input: PAGES } } })
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** Serves a folder on a free port of this machine behind the wall. */
export async function served(folder) {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname))
    const file = join(folder, path === '/' ? 'index.html' : path)
    if (!file.startsWith(folder)) return response.writeHead(403).end()
    try {
      if (path === '/favicon.ico') return response.writeHead(204).end()
      const body = readFileSync(file)
      response.writeHead(200, { 'content-type': KINDS[extname(file)] ?? 'application/octet-stream', 'content-security-policy': WALL, ...(path.startsWith('/assets/') ? { 'cache-control': 'max-age=3600' } : {}) }).end(body)
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready))
  return { address: `http://127.0.0.1:${server.address().port}`, close: () => new Promise((done) => (server.closeAllConnections(), server.close(done))) }
}

const CHROMIUM = {
  executablePath: '/usr/bin/chromium-headless-shell',
  headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  // Scrollbars belong to the look.
  ignoreDefaultArgs: ['--hide-scrollbars'],
}

/** What the genome browser always says: the styles of two parts that are never shown (a picker of colours, a circular view), which the wall refuses, and that the fake's file has no index. */
const EXPECTED = ['ITHmamcImsZ/Je1xrdtDLZVvRSpj1Zokb6uHXORB824=', 'NTwDUA6nIvRRpI2lIBtHJqkV0TlTj4HVmI6vI81fIfM=', 'Warning: index file not specified']

/** A Chromium that several runs share, each with a context of its own. */
export const sharedChromium = () => chromium.launchServer(CHROMIUM)

export async function browser() {
  const shared = process.env['SHIRUBE_UI_CHROMIUM']
  const started = shared === undefined ? await chromium.launch(CHROMIUM) : await chromium.connect(shared)
  const context = await started.newContext({ viewport: null })
  return {
    /** A page of its own, with what went wrong in it. */
    async page({ width = 1440, height = 900, scale = 1 } = {}) {
      const page = await context.newPage()
      const session = await context.newCDPSession(page)
      await session.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: scale, mobile: false })
      // A slow machine, made on purpose: what a test does not wait for shows.
      const slow = Number(process.env['SHIRUBE_UI_SLOW'] ?? 1)
      if (slow > 1) await session.send('Emulation.setCPUThrottlingRate', { rate: slow })
      const wrong = []
      page.on('console', (message) => ['error', 'warning'].includes(message.type()) && !EXPECTED.some((known) => message.text().includes(known)) && wrong.push(`${message.type()}: ${message.text()}`))
      // A person waits for the screen before the next key, and looks at it after: so do all keys of the tests.
      for (const act of ['press', 'type', 'insertText']) {
        const strike = page.keyboard[act].bind(page.keyboard)
        page.keyboard[act] = async (...given) => {
          await quiet(page)
          await strike(...given)
          await quiet(page)
        }
      }
      page.on('pageerror', (error) => wrong.push(`exception: ${error.message}`))
      return { page, wrong }
    },
    async close() {
      await context.close()
      await started.close()
    },
  }
}

/** Waits until a screen is there and no call of the fake is on its way. Where a test asks for a slow fake, that is what it looks at. */
async function quiet(page) {
  const still = () => (document.documentElement.dataset.onTheWay ?? '0') === '0' && document.getElementById('main')?.childElementCount !== 1
  await page.waitForFunction(still, undefined, { timeout: 20_000 }).catch(() => {})
}

/** Waits until the page is at rest: fonts there, nothing being loaded. */
export async function settled(page) {
  await page.waitForLoadState('load')
  await quiet(page)
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
  // The page of the kit has no fake that says when it is at rest.
  await page.waitForTimeout((await page.locator('#main').count()) > 0 ? 30 : 250)
}

/** What axe finds on the page, what it wrote to the console, and whether it is wider than its window. */
export async function audit(page, wrong) {
  // In one piece: no page of the window holds a frame. What holds needs no description. Behind a dialog nothing can be reached or read.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'], preload: false })
  if ((await page.locator('dialog[open]').count()) > 0) axe.include('dialog[open]')
  const { violations } = await axe.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze()
  const found = violations.flatMap((violation) => violation.nodes.map((node) => `${violation.id} (${violation.impact}): ${node.target.join(' ')}: ${node.failureSummary?.split('\n').slice(1).join('; ').trim()}`))
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  if (wide > 0) found.push(`wider than the window by ${wide} px`)
  return [...found, ...wrong.splice(0)]
}

/** Counts what holds and prints what does not. */
export function tally(name) {
  let held = 0
  const broken = []
  return {
    check(holds, what) {
      if (holds) held += 1
      else broken.push(what)
    },
    end() {
      for (const what of broken) process.stdout.write(`${what}\n`)
      process.stdout.write(`${name}: ${held} hold, ${broken.length} do not\n`)
      process.exit(broken.length === 0 && held > 0 ? 0 : 1)
    },
  }
}
