// What a counsellor does with consents, by key and by mouse, on the fake.
import { audit, browser, builtFake, served, settled, tally } from './chromium.js'

const { check, end } = tally('consent')
const built = await builtFake()
const server = await served(built.folder)
const chromium = await browser()

async function open(query) {
  const { page, wrong } = await chromium.page({ width: 1280, height: 720 })
  await page.goto(`${server.address}/?${new URLSearchParams({ screen: 'consent', case: 'SHI-0001', lang: 'ja', ...query })}`)
  await settled(page)
  return { page, wrong, see: (what) => page.getByText(what).first().waitFor({ timeout: 5000 }).then(() => true, () => false) }
}

async function clean(page, wrong, where) {
  for (const finding of await audit(page, wrong)) check(false, `${where}: ${finding}`)
}

const heading = (page) => page.locator('main h2').first().innerText()
const legend = (page) => page.evaluate(() => document.activeElement?.closest('fieldset')?.querySelector('legend')?.textContent ?? document.activeElement?.textContent)

async function first() {
  const { page, wrong, see } = await open({ case: 'SHI-0003' })
  check(await see('同意の記録がありません'), 'who has no consent is told')
  await clean(page, wrong, 'none')
  await page.keyboard.press('KeyE')
  check((await heading(page)) === '同意の記録', 'E opens the form')
  await page.getByRole('button', { name: '内容を確認する' }).click()
  check(await see('決めた方を選んでください'), 'who decided must be said where the age leaves it open')
  check(await see(/未入力の項目が 11 あります/), 'every open item must be answered; those closed for a minor are not asked')
  check((await page.getByRole('radio', { checked: true }).count()) === 0, 'nothing is decided beforehand')
  await clean(page, wrong, 'form with everything missing')
  await page.getByText('代諾者', { exact: true }).last().click()
  await page.locator('[data-item="participation"] input').first().focus()
  await page.keyboard.press('Digit1')
  check((await legend(page))?.trim() === '二次的所見の開示', '1 agrees and goes on')
  await page.keyboard.press('Digit2')
  check((await legend(page))?.trim() === '検体の保管', 'what is closed is passed over')
  await page.keyboard.press('ArrowUp')
  check((await legend(page))?.trim() === '二次的所見の開示', 'the arrows move between items')
  await page.keyboard.press('ArrowDown')
  for (let at = 0; at < 9; at += 1) await page.keyboard.press('Digit1')
  check((await legend(page))?.trim() === '内容を確認する', 'after the last item comes the button')
  await page.keyboard.press('Enter')
  check((await heading(page)) === '記録する内容の確認', 'what will be recorded is shown first')
  check(await see('ゲノムデータの表示と検討ができるようになります'), 'the summary says what follows at once')
  check(await see('対象外・未成年のため（2）'), 'the summary names what is closed')
  await clean(page, wrong, 'summary')
  await page.getByRole('button', { name: 'この内容で記録する' }).click()
  check(await see('全ゲノム解析への参加に同意しています'), 'the consent holds at once')
  check(await see('最初の記録（同意する 10・同意しない 3）'), 'the history has it')
  check(await page.evaluate(() => document.activeElement?.tagName === 'H2'), 'the focus is at the person')
  await page.getByRole('button', { name: '症例', exact: true }).or(page.getByRole('link', { name: '症例', exact: true })).first().click()
  check(await see('参加'), 'the page of the case has it at once')
  await page.close()
}

async function changed() {
  const { page, wrong, see } = await open({})
  await page.getByRole('button', { name: /佐々木 美穂/ }).click()
  check(await see('リコンタクト：同意しない → 同意する'), 'the history says what a record changed')
  await page.getByRole('button', { name: '同意の内容を変更する' }).click()
  check((await page.getByRole('radio', { checked: true }).count()) === 14, 'the record in force is filled in')
  await page.locator('[data-item="secondary_findings"]').getByText('同意しない').click()
  await page.getByRole('button', { name: '内容を確認する' }).click()
  check(await see('二次的所見の開示：同意する → 同意しない'), 'the summary says what changes')
  check(await see('「二次的所見の開示」の対象遺伝子は解析から外れます'), 'the summary says what follows')
  await page.getByRole('button', { name: '修正する' }).click()
  check(await page.locator('[data-item="secondary_findings"] input').last().isChecked(), 'going back keeps what was entered')
  await page.getByLabel(/同意の日/).fill('2999-01-01')
  await page.getByRole('button', { name: '内容を確認する' }).click()
  check(await see('未来の日付は記録できません'), 'a day that has not come is refused')
  await page.locator('[data-item="participation"]').getByText('同意しない').click()
  check(await see('ほかの項目は「同意しない」として記録します'), 'no participation settles the other items')
  await clean(page, wrong, 'no participation')
  await page.close()
}

async function child() {
  const { page, see } = await open({})
  await page.getByRole('button', { name: '同意の内容を変更する' }).click()
  await page.getByText('本人', { exact: true }).click()
  check(await see('16歳未満の方の同意は、代諾者の同意として記録してください'), 'a child under 16 does not decide alone')
  check(await see('未成年のため、この項目は選べません'), 'what concerns adult life is closed')
  await page.getByText('未成年の場合の決まり').click()
  check(await see('日本医学会 2022'), 'the rules are explained with their source')
  await page.close()
}

async function withdrawn() {
  const { page, wrong, see } = await open({})
  await page.getByRole('button', { name: '同意の撤回を記録する' }).click()
  check(await see('発端者のため、この症例のバリアントと報告書も開けなくなります'), 'what happens here is said first')
  check(await see('ハブにあるデータは、この記録だけでは消えません'), 'what happens at the hub is said')
  check(await page.getByRole('button', { name: '撤回を記録する', exact: true }).isDisabled(), 'nothing is withdrawn by one press')
  await clean(page, wrong, 'withdrawal')
  await page.getByLabel(/撤回として記録することを/).check()
  await page.getByRole('button', { name: '撤回を記録する', exact: true }).click()
  check(await see('決めた方を選んでください'), 'who withdraws must be said')
  await page.getByText('代諾者', { exact: true }).click()
  await page.getByRole('button', { name: '撤回を記録する', exact: true }).click()
  check(await see('同意は撤回されています'), 'it is withdrawn at once')
  check(await see('すべての項目が撤回されました'), 'the history has it')
  check((await page.getByRole('button', { name: '同意を記録する' }).count()) === 1, 'a new consent can be recorded')
  await page.close()
}

async function prompts() {
  const { page, see } = await open({ case: 'SHI-0002' })
  await page.getByRole('button', { name: /アレクサンドラ小百合/ }).click()
  check(await see(/新しい版の説明文書（.*）があります/), 'a newer version of the form is pointed out')
  await page.getByRole('button', { name: /田中 五郎/ }).click()
  check(await see('代諾者による記録ですが、現在は成人です'), 'a proxy’s consent of an adult is pointed out')
  await page.keyboard.press('ArrowDown')
  check((await heading(page)) !== '田中 五郎', 'the arrows go through the family')
  await page.close()
  const reader = await open({ case: 'SHI-0003', role: 'panel_member' })
  check((await reader.page.getByRole('button', { name: '同意を記録する' }).count()) === 0, 'who may not record has no button')
  await reader.page.keyboard.press('KeyE')
  check((await heading(reader.page)) !== '同意の記録', 'nor a key')
  await reader.page.close()
}

try {
  for (const part of [first, changed, child, withdrawn, prompts]) await part().catch((error) => check(false, `${part.name}: ${error.message}`))
} finally {
  await chromium.close()
  await server.close()
  built.remove()
}
end()
