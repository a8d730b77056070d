// What the ways of a person over a screen have in common: a page on the fake, questions that are asked until they hold, and axe.
import { audit, browser, builtFake, served, settled, tally } from './chromium.js'

const LONGEST_MS = 30_000

/** Walks the ways one after the other, or those alone that are named behind the file. */
export async function walk(name, first, ways) {
  const { check, end } = tally(name)
  const built = await builtFake()
  const server = await served(built.folder)
  const chromium = await browser()
  const only = process.argv.slice(2)

  /** A page of its own at the first place, changed by the query. */
  async function open(query = {}, size = {}) {
    const { page, wrong } = await chromium.page({ width: 1440, height: 900, ...size })
    const go = async (more = {}) => {
      await page.goto(`${server.address}/?${new URLSearchParams({ lang: 'ja', ...first, ...query, ...more })}`)
      await settled(page)
    }
    await go()
    return {
      page,
      go,
      see: (what) => page.getByText(what).first().waitFor({ timeout: LONGEST_MS }).then(() => true, () => false),
      async clean(where) {
        for (const finding of await audit(page, wrong)) check(false, `${where}: ${finding}`)
      },
    }
  }

  try {
    for (const way of ways)
      if (only.length === 0 || only.includes(way.name)) await way({ open, check }).catch((error) => check(false, `${way.name}: ${String(error.stack).split('\n').slice(0, 5).join(' ')}`))
  } finally {
    await chromium.close()
    await server.close()
    built.remove()
  }
  end()
}

/** Asks again until it holds: what a person waits for must come, when it comes does not matter. */
export async function holds(what) {
  const until = Date.now() + LONGEST_MS
  for (;;) {
    if (await what().catch(() => false)) return true
    if (Date.now() > until) return false
    await new Promise((done) => setTimeout(done, 25))
  }
}

export async function press(page, ...keys) {
  for (const key of keys) await page.keyboard.press(key)
}

/** Signs in at the way in, as one of the fake's users. */
export async function signIn(page, user) {
  await page.getByLabel('利用者').selectOption(user)
  await page.getByLabel('パスフレーズ', { exact: true }).fill('shirube demonstration')
  await press(page, 'Enter')
  return holds(async () => (await page.locator('header .who').count()) === 1)
}

export const dialog = (page) => page.getByRole('dialog')
export const closed = (page) => holds(async () => (await page.locator('dialog[open]').count()) === 0)
/** A notice in the strip at the foot. */
export const said = (page, words) => holds(async () => (await page.locator('footer.strip').innerText()).includes(words))

// The list of variants and its details.
/** The selected row as it reads. */
export const row = async (page) => (await page.locator('[role="row"][aria-selected="true"]').innerText({ timeout: 2_000 })).replaceAll(/\s+/g, ' ')
export const onRow = (page, words) => holds(async () => (await row(page)).includes(words))
/** The variant that the details show, once everything about it has come. */
export const shown = (page, words) => holds(async () => (await page.locator('article > header').innerText()).includes(words) && (await page.locator('article').getAttribute('aria-busy')) === 'false')
export const listed = (page, words) => holds(async () => (await page.locator('p.count').innerText()).includes(words))
export const rows = (page) => page.getByRole('grid').getAttribute('aria-rowcount').then((n) => Number(n) - 1)
