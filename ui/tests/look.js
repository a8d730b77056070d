// Saves a picture of one screen on the fake:
// npm run look -- --part controls (a part of tests/kit), or
// npm run look -- --screen variants --case SHI-0001 --lang ja --theme dark --size 1440x900 --scale 2 --text 100 --keys "ArrowDown Enter" --click "text" --out x.png
import { parseArgs } from 'node:util'
import { browser, builtFake, served, settled } from './chromium.js'

const { values } = parseArgs({
  options: {
    screen: { type: 'string', default: 'worklist' },
    case: { type: 'string' },
    row: { type: 'string' },
    role: { type: 'string' },
    state: { type: 'string' },
    lang: { type: 'string', default: 'ja' },
    theme: { type: 'string', default: 'light' },
    text: { type: 'string', default: '100' },
    density: { type: 'string', default: 'dense' },
    latency: { type: 'string', default: '0' },
    size: { type: 'string', default: '1440x900' },
    scale: { type: 'string', default: '1' },
    keys: { type: 'string' },
    click: { type: 'string', multiple: true },
    type: { type: 'string' },
    part: { type: 'string' },
    dist: { type: 'string' },
    out: { type: 'string', default: 'look.png' },
  },
})

const built = values.dist === undefined ? await builtFake() : { folder: values.dist, remove: () => {} }
const server = await served(built.folder)
const chromium = await browser()
let failed = false
try {
  const [width, height] = values.size.split('x').map(Number)
  const { page, wrong } = await chromium.page({ width, height, scale: Number(values.scale) })
  const query = new URLSearchParams(['screen', 'case', 'row', 'role', 'state', 'lang', 'theme', 'text', 'density', 'latency', 'part'].flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])))
  await page.goto(`${server.address}/${values.part === undefined ? '' : 'tests/kit/index.html'}?${query}`)
  await settled(page)
  for (const target of values.click ?? []) {
    await page.locator(target).first().click({ timeout: 4000 })
    await page.waitForTimeout(150)
  }
  for (const key of (values.keys ?? '').split(/\s+/).filter(Boolean)) await page.keyboard.press(key)
  if (values.type !== undefined) await page.keyboard.type(values.type)
  await settled(page)
  await page.screenshot({ path: values.out })
  for (const line of wrong) process.stdout.write(`${line}\n`)
  failed = wrong.length > 0
  process.stdout.write(`${values.out}\n`)
} finally {
  await chromium.close()
  await server.close()
  built.remove()
}
process.exit(failed ? 1 : 0)
