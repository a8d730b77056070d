// How fast the table answers in Chromium on the fake, each call of which takes 2 ms as over the wire: p50, p95 and the longest.
// Measured from the act to the frame in which the rows stand.
import { browser, builtFake, served, settled } from './chromium.js'

const built = await builtFake()
const server = await served(built.folder)
const chromium = await browser()

const quantile = (values, share) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]
function told(name, values) {
  process.stdout.write(`${name}: p50 ${quantile(values, 0.5).toFixed(1)} ms, p95 ${quantile(values, 0.95).toFixed(1)} ms, longest ${Math.max(...values).toFixed(1)} ms (${values.length} times)\n`)
}

async function open(rows) {
  const { page } = await chromium.page()
  await page.goto(`${server.address}/tests/kit/index.html?${new URLSearchParams({ part: 'rows', rows: String(rows), delay: '2' })}`)
  await settled(page)
  // Resolves in the frame after the condition holds: then it has been painted.
  await page.evaluate(() => {
    window.until = (holds) =>
      new Promise((done) => {
        const look = () => (holds() ? requestAnimationFrame(() => done(performance.now())) : requestAnimationFrame(look))
        look()
      })
    window.filled = () => document.querySelectorAll('.body [role=row]').length > 0 && document.querySelector('.body .coming') === null
    window.rank = (index) => document.querySelector(`.body [aria-rowindex="${index}"] [role=gridcell]`)?.textContent?.trim()
  })
  return page
}

try {
  {
    const page = await open(20_000)
    told(
      'for comparison, two frames with nothing to do',
      await page.evaluate(async () => {
        const times = []
        for (let at = 0; at < 100; at++) {
          const start = performance.now()
          times.push((await window.until(() => true)) - start)
          await new Promise((done) => setTimeout(done, 10))
        }
        return times
      }),
    )
    told(
      'filter change, 20,000 rows',
      await page.evaluate(async () => {
        const times = []
        for (let at = 0; at < 60; at++) {
          const by = at % 2 === 0 ? 2 : 1
          const start = performance.now()
          window.filter(by)
          times.push((await window.until(() => window.filled() && window.rank(3) === String(by + 1))) - start)
          await new Promise((done) => setTimeout(done, 40))
        }
        return times
      }),
    )
    await page.getByRole('grid').focus()
    told(
      'key press to next row, 20,000 rows',
      await page.evaluate(async () => {
        const times = []
        const grid = document.querySelector('[role=grid]')
        for (let at = 0; at < 200; at++) {
          const before = Number(document.querySelector('[aria-selected=true]')?.ariaRowIndex ?? 1)
          const start = performance.now()
          grid.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', code: 'ArrowDown', bubbles: true, cancelable: true }))
          times.push((await window.until(() => Number(document.querySelector('[aria-selected=true]:not([aria-busy])')?.ariaRowIndex) === before + 1)) - start)
        }
        return times
      }),
    )
    await page.close()
  }
  {
    const page = await open(5_000_000)
    const drag = await page.evaluate(async () => {
      const bar = document.querySelector('.bar')
      const most = bar.scrollHeight - bar.clientHeight
      const rest = []
      const frames = []
      for (let at = 0; at < 60; at++) {
        // A hand that drags across a tenth of the list and stops.
        const from = bar.scrollTop
        const to = ((at * 37) % 100) / 100 * most
        for (let step = 1; step <= 12; step++) {
          const start = performance.now()
          bar.scrollTop = from + ((to - from) * step) / 12
          await new Promise((done) => requestAnimationFrame(done))
          frames.push(performance.now() - start)
        }
        const start = performance.now()
        rest.push((await window.until(window.filled)) - start)
      }
      return { rest, frames }
    })
    told('thumb of 5,000,000 rows, rows filled after rest', drag.rest)
    told('thumb of 5,000,000 rows, one frame while it moves', drag.frames)
    const wheel = await page.evaluate(async () => {
      const times = []
      const grid = document.querySelector('[role=grid]')
      for (let at = 0; at < 120; at++) {
        const start = performance.now()
        grid.dispatchEvent(new WheelEvent('wheel', { deltaY: 240, bubbles: true, cancelable: true }))
        times.push((await window.until(window.filled)) - start)
      }
      return times
    })
    told('wheel over 5,000,000 rows, rows filled', wheel)
    await page.close()
  }
} finally {
  await chromium.close()
  await server.close()
  built.remove()
}
process.exit(0)
