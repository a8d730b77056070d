// How fast the screen of the variants answers in Chromium on the fake with 20,000 rows and with 5,000,000; each call takes 2 ms as
// over the wire. From the act to the frame in which it is painted: p50, p95 and the longest. It prints and asserts nothing.
import { browser, builtFake, served, settled } from './chromium.js'

const built = process.env.DIST === undefined ? await builtFake() : { folder: process.env.DIST, remove: () => {} }
const server = await served(built.folder)
const chromium = await browser()

const quantile = (values, share) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]
function told(name, values) {
  process.stdout.write(`${name}: p50 ${quantile(values, 0.5).toFixed(1)} ms, p95 ${quantile(values, 0.95).toFixed(1)} ms, longest ${Math.max(...values).toFixed(1)} ms (${values.length} times)\n`)
}

async function open(query) {
  const { page } = await chromium.page()
  await page.goto(`${server.address}/?${new URLSearchParams({ screen: 'variants', case: 'SHI-0002', latency: '2', ...query })}`)
  await settled(page)
  await page.locator('article[aria-busy=false]').waitFor()
  await page.evaluate(() => {
    // Resolves after the frame in which the condition holds was handed to be painted.
    const painted = () => new Promise((done) => requestAnimationFrame(() => { const { port1, port2 } = new MessageChannel(); port1.onmessage = () => done(performance.now()); port2.postMessage(null) }))
    window.until = async (holds) => {
      while (!holds()) await new Promise((done) => setTimeout(done, 0))
      return painted()
    }
    window.filled = () => document.querySelectorAll('.body [role=row]').length > 0 && document.querySelector('.body .coming') === null
    window.shown = () => Number(document.querySelector('[aria-selected=true]:not([aria-busy])')?.ariaRowIndex)
    /** The variant that the details show, whole. */
    window.detail = () => (document.querySelector('article')?.ariaBusy === 'false' ? document.querySelector('article header').textContent : undefined)
    window.press = (target, key, code = key) => target.dispatchEvent(new KeyboardEvent('keydown', { key, code, bubbles: true, cancelable: true }))
  })
  return page
}

/** Frames of an empty page: what no screen can do better. */
async function floor(page) {
  return page.evaluate(async () => {
    const times = []
    for (let at = 0; at < 100; at++) {
      const start = performance.now()
      times.push((await window.until(() => true)) - start)
    }
    return times
  })
}

try {
  const page = await open({})
  told('an act that changes nothing (floor)', await floor(page))
  await page.getByRole('grid').focus()
  told(
    'key press to next variant shown with its details, 20,000 rows',
    await page.evaluate(async () => {
      const times = []
      const grid = document.querySelector('[role=grid]')
      for (let at = 0; at < 150; at++) {
        const [before, row] = [window.detail(), window.shown()]
        const start = performance.now()
        window.press(grid, 'ArrowDown')
        times.push((await window.until(() => window.shown() === row + 1 && window.detail() !== undefined && window.detail() !== before)) - start)
        await new Promise((done) => setTimeout(done, 30))
      }
      return times
    }),
  )
  told(
    'key held down, 20,000 rows: each step',
    await page.evaluate(async () => {
      const times = []
      const grid = document.querySelector('[role=grid]')
      for (let at = 0; at < 150; at++) {
        const row = window.shown()
        const start = performance.now()
        window.press(grid, 'ArrowDown')
        times.push((await window.until(() => window.shown() === row + 1)) - start)
      }
      return times
    }),
  )
  told(
    'page down to the variant shown, 20,000 rows',
    await page.evaluate(async () => {
      const times = []
      const grid = document.querySelector('[role=grid]')
      for (let at = 0; at < 60; at++) {
        const [before, row] = [window.detail(), window.shown()]
        const start = performance.now()
        window.press(grid, 'PageDown')
        times.push((await window.until(() => window.shown() > row && window.detail() !== undefined && window.detail() !== before)) - start)
        await new Promise((done) => setTimeout(done, 20))
      }
      return times
    }),
  )
  told(
    'filter change to new rows, 20,000 rows',
    await page.evaluate(async () => {
      const times = []
      const chip = [...document.querySelectorAll('.chips button[aria-pressed]')][1]
      const grid = document.querySelector('[role=grid]')
      for (let at = 0; at < 60; at++) {
        const count = grid.ariaRowCount
        const start = performance.now()
        chip.click()
        times.push((await window.until(() => grid.ariaRowCount !== count && window.filled())) - start)
        await new Promise((done) => setTimeout(done, 80))
      }
      return times
    }),
  )
  told(
    'class key to the row that shows it, 20,000 rows',
    await page.evaluate(async () => {
      const times = []
      for (let at = 0; at < 40; at++) {
        const digit = String(1 + (at % 5))
        const row = () => document.querySelector('[aria-selected=true]')?.querySelector('.badge')?.textContent ?? ''
        const before = row()
        const start = performance.now()
        window.press(document.querySelector('[role=grid]'), digit, `Digit${digit}`)
        times.push((await window.until(() => row() !== before)) - start)
        await new Promise((done) => setTimeout(done, 30))
      }
      return times
    }),
  )
  await page.close()

  const many = await open({ state: 'million' })
  told(
    'thumb of 5,000,000 rows, rows filled after rest',
    await many.evaluate(async () => {
      const bar = document.querySelector('.bar')
      const most = bar.scrollHeight - bar.clientHeight
      const times = []
      for (let at = 0; at < 50; at++) {
        const [from, to] = [bar.scrollTop, (((at * 37) % 100) / 100) * most]
        for (let step = 1; step <= 10; step++) {
          bar.scrollTop = from + ((to - from) * step) / 10
          await new Promise((done) => requestAnimationFrame(done))
        }
        const start = performance.now()
        times.push((await window.until(window.filled)) - start)
      }
      return times
    }),
  )
  await many.close()
} finally {
  await chromium.close()
  await server.close()
  built.remove()
}
process.exit(0)
