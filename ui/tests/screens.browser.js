// Walks over every screen of the built window on the fake, in both languages, light and dark, and with text of 200 %: axe finds
// nothing, nothing is written to the console, nothing is wider than the window, who the patient is stands above it.
import { audit, browser, builtFake, served, settled, tally } from './chromium.js'

const SCREENS = ['session', 'worklist', 'case', 'variants', 'consent', 'report', 'quality', 'hub', 'knowledge', 'settings']
const OF_CASE = ['case', 'variants', 'consent', 'report', 'quality']
const CASES = ['SHI-0001', 'SHI-0002', 'SHI-0003']
const only = process.argv.slice(2)

const { check, end } = tally('screens')
const built = await builtFake()
const server = await served(built.folder)
const chromium = await browser()

async function look(query) {
  const where = Object.values(query).join(' ')
  const { page, wrong } = await chromium.page({ width: 1280, height: 720 })
  await page.goto(`${server.address}/?${new URLSearchParams(query)}`)
  await settled(page)
  for (const finding of await audit(page, wrong)) check(false, `${where}: ${finding}`)
  check((await page.evaluate(() => document.documentElement.lang)) === query.lang, `${where}: the page says its language`)
  if (query.text !== undefined) check((await page.locator('header > .line').evaluateAll((lines) => lines.every((line) => line.offsetHeight < 100))), `${where}: each bar is one line`)
  if (query.case === CASES[0]) check(/佐々木 結衣[^]*0012 3456[^]*SHI-0001/.test(await page.locator('.patient').innerText()), `${where}: name, patient number and case are told above it`)
  await page.close()
}

try {
  for (const screen of SCREENS.filter((screen) => only.length === 0 || only.includes(screen))) {
    const [first, ...others] = OF_CASE.includes(screen) ? CASES : [undefined]
    const at = (id) => ({ screen, ...(id === undefined ? {} : { case: id }) })
    for (const lang of ['ja', 'en']) for (const theme of ['light', 'dark']) await look({ ...at(first), lang, theme })
    for (const other of others) await look({ ...at(other), lang: 'ja', theme: 'light' })
    await look({ ...at(first), lang: 'ja', theme: 'light', text: '200' })
  }
} finally {
  await chromium.close()
  await server.close()
  built.remove()
}
end()
