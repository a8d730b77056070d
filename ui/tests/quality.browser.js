// The ways of a person over the quality of the data, by key and by mouse, on the fake.
import { holds, press, walk } from './ways.js'

const area = (page, name) => page.getByRole('region', { name, exact: true })
const doubt = (page, words) => area(page, 'データの疑義').getByRole('listitem').filter({ hasText: words })

async function fine({ open, check }) {
  const { page, see, clean } = await open()
  check(await see('家系図や検体と食い違うデータは見つかりませんでした。'), 'that nothing is wrong is said')
  const people = page.getByRole('table').first()
  const father = people.getByRole('row').filter({ has: page.getByRole('rowheader', { name: /^父\s/ }) })
  check((await father.innerText()).includes('▼低い'), 'a low value is marked by a sign and a word')
  check((await people.getByRole('row').filter({ has: page.getByRole('rowheader', { name: /^母\s/ }) }).innerText()).includes('一致'), 'the sex is compared')
  check((await people.locator('tfoot').innerText()).includes('1.95〜2.20'), 'what is expected stands below')
  await page.getByText('目安と出典').click()
  check(await see(/10\.1016\/j\.ajhg\.2023\.10\.011/), 'each figure names its source')
  check((await page.getByRole('img').count()) === 7, 'every chart is there, with words of its own')
  for (const chart of await page.getByRole('img').all()) check((await chart.getAttribute('aria-label')).length > 5, 'a chart has its text')
  await clean('without doubts')
  await page.close()
}

async function answering({ open, check }) {
  const { page, see, clean } = await open({ case: 'SHI-0002' })
  check(await see('未回答 4件'), 'what holds the case back is counted')
  check((await doubt(page, '片親性').innerText()).includes('参考所見'), 'a disomy is for information')
  await clean('with doubts')
  // By key.
  await press(page, 'e')
  const dialog = page.getByRole('dialog', { name: 'データの疑義に回答する' })
  await dialog.waitFor()
  await dialog.getByRole('button', { name: '署名して記録' }).click()
  check(await see('使用できるかどうかを選んでください。'), 'nothing is chosen beforehand')
  check(await see('理由を書いてください。'), 'an answer needs a reason')
  await clean('the answer')
  await dialog.getByText('使用できる', { exact: true }).click()
  await dialog.getByRole('textbox', { name: '理由' }).fill('照会中')
  await press(page, 'Escape', 'e')
  check((await dialog.getByRole('textbox', { name: '理由' }).inputValue()) === '照会中', 'what was begun is kept when the dialog is closed')
  await dialog.getByRole('textbox', { name: '理由' }).fill('採血記録と検体番号が一致。性別の登録誤りを訂正した。')
  await dialog.getByRole('button', { name: '署名して記録' }).click()
  check(await holds(async () => (await doubt(page, 'X染色体').innerText()).includes('使用可')), 'the answer stands beside the doubt')
  check(await see('未回答 3件'), 'one less is open')
  // By mouse, and not usable: that holds as before.
  await doubt(page, 'リードの約').getByRole('button', { name: '回答する' }).click()
  await dialog.getByText('使用できない', { exact: true }).click()
  await dialog.getByRole('textbox', { name: '理由' }).fill('検体の再採取を依頼した。')
  await dialog.getByRole('button', { name: '署名して記録' }).click()
  check(await holds(async () => (await doubt(page, 'リードの約').innerText()).includes('使用不可')), 'what may not be used is said')
  check(await see('未回答 3件'), 'and still holds the case back')
  await page.close()
}

async function refused({ open, check }) {
  const { page, see } = await open({ case: 'SHI-0002', state: 'unanswerable' })
  await press(page, 'e')
  await page.getByRole('dialog').getByText('使用できる', { exact: true }).click()
  await page.getByRole('textbox', { name: '理由' }).fill('理由')
  await page.getByRole('button', { name: '署名して記録' }).click()
  check(await see('書いた内容はこの画面に残っています。'), 'an answer that cannot be kept is not lost')
  check((await page.getByRole('textbox', { name: '理由' }).inputValue()) === '理由', 'the reason is still there')
  await page.close()
}

async function roles({ open, check }) {
  const member = await open({ case: 'SHI-0002', role: 'panel_member' })
  check(await member.see('血縁関係とROHは、遺伝専門医とデータマネージャーに表示されます。'), 'kinship is not for a panel')
  check((await member.page.getByText('近縁係数').count()) === 0 && (await member.page.getByText('メンデル則').count()) === 0, 'nor is a word of it')
  check((await member.page.getByRole('button', { name: '回答する' }).count()) === 0, 'a panel answers nothing')
  await member.clean('panel member')
  await member.page.close()
  const manager = await open({ case: 'SHI-0002', role: 'data_manager' })
  check(await manager.see('血縁関係'), 'a data manager sees kinship')
  check((await manager.page.getByText('一人ひとりの指標').count()) === 0, 'but no figure of the genome')
  await manager.clean('data manager')
  await manager.page.close()
  const counsellor = await open({ case: 'SHI-0002', role: 'counsellor' })
  check(await counsellor.see('表示できる役割ではありません'), 'a counsellor is told whose it is')
  await counsellor.clean('counsellor')
  await counsellor.page.close()
}

async function ways({ open, check }) {
  const { page, see } = await open({ screen: 'case', case: 'SHI-0002' })
  await page.getByRole('button', { name: 'データの品質で確認する' }).click()
  check(await see('未回答 4件'), 'from the warning to the page')
  await press(page, 'Alt+Digit1')
  await page.getByRole('button', { name: 'データの品質を開く' }).click()
  check(await see('未回答 4件'), 'from the case to the page')
  await press(page, 'Alt+Digit2', 'Alt+Digit5')
  check(await see('未回答 4件'), 'by key from anywhere in the case')
  await page.close()
  const empty = await open({ case: 'SHI-0003' })
  check(await empty.see('ゲノムデータはまだありません'), 'without data it is said what is awaited')
  await empty.page.close()
}

async function narrow({ open, check }) {
  const { page, clean } = await open({ case: 'SHI-0002', text: '200' }, { width: 1280, height: 720 })
  const over = await page.evaluate(() => document.scrollingElement.scrollWidth - innerWidth)
  check(over < 1, `with text of 200 % nothing is wider than the window: ${over}`)
  await clean('large text')
  await page.close()
}

await walk('quality', { screen: 'quality', case: 'SHI-0001' }, [fine, answering, refused, roles, ways, narrow])
