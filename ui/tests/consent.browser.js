// The ways of a person over the consents of a family, by key and by mouse, on the fake.
import { audit, browser, builtFake, served, settled, tally } from './chromium.js'

const { check, end } = tally('consent')
const built = await builtFake()
const server = await served(built.folder)
const chromium = await browser()

async function open(query, size = {}) {
  const { page, wrong } = await chromium.page({ width: 1280, height: 720, ...size })
  await page.goto(`${server.address}/?${new URLSearchParams({ screen: 'consent', case: 'SHI-0001', lang: 'ja', ...query })}`)
  await settled(page)
  return { page, wrong, see: (what) => page.getByText(what).first().waitFor({ timeout: 20_000 }).then(() => true, () => false) }
}

async function clean(page, wrong, where) {
  for (const finding of await audit(page, wrong)) check(false, `${where}: ${finding}`)
}

const heading = (page, name) => page.getByRole('heading', { level: 2, name, exact: true }).waitFor({ timeout: 20_000 }).then(() => true, () => false)
const focused = (page) => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')
const person = (page, name) => page.getByRole('navigation', { name: '家族' }).getByRole('button', { name })
const itemRow = (page, item) => page.getByRole('table', { name: '現在の同意' }).getByRole('row').filter({ has: page.getByRole('rowheader', { name: new RegExp(`^${item}`) }) })
const group = (page, item) => page.getByRole('group', { name: item, exact: true })

async function shown() {
  const { page, wrong, see } = await open({})
  check(await see('全ゲノム解析への参加に同意しています'), 'what is in force is said in one sentence')
  check((await itemRow(page, '参加').innerText()).includes('ゲノムデータを表示し、検討に使います'), 'each item says what follows here')
  check((await itemRow(page, '産業界単独への分譲').innerText()).includes('同意しない'), 'a refusal is as plain as an agreement')
  for (const item of ['二次的所見（成人期に発症する病気）の開示', '予防法のない成人期発症疾患の開示'])
    check((await itemRow(page, item).innerText()).includes('対象外（未成年のため）'), `for a minor ${item} stays closed whatever a proxy says`)
  await page.getByText('未成年の場合の決まり').click()
  check(await see('代諾者の同意があっても返却しません（日本医学会 2022）。'), 'the rules for minors are there with their source')
  await clean(page, wrong, 'in force')
  await person(page, /佐々木 結衣/).focus()
  await page.keyboard.press('ArrowDown')
  check(await heading(page, '佐々木 美穂'), 'the arrows go through the family')
  check(await see('二次的所見の開示：同意しない → 同意する'), 'the history says what each record changed of the one before')
  check((await page.getByText('未成年の場合の決まり').count()) === 0, 'rules for minors do not stand at an adult')
  await clean(page, wrong, 'history')
  await page.close()

  const many = await open({ case: 'SHI-0002' })
  await person(many.page, /田中 アレクサンドラ小百合/).click()
  check(await many.see('新しい版の説明文書（2.1）があります。'), 'an older version of the form asks for a new explanation')
  await person(many.page, /田中 五郎/).click()
  check(await many.see('代諾者による記録ですが、現在は成人です。'), "a proxy's consent of an adult asks for the person's own will")
  await clean(many.page, many.wrong, 'prompts')
  await person(many.page, /田中 咲良/).click()
  check(await many.see('未成年のときの記録ですが、現在は成人です。'), 'what was signed for a minor asks for the will of the adult')
  check((await itemRow(many.page, '二次的所見（成人期に発症する病気）の開示').innerText()).includes('対象外'), "and what concerns adult life stays closed until then, in spite of the proxy's yes")
  await person(many.page, /田中 莉子/).click()
  check(await many.see('同意は撤回されています'), 'a withdrawal is said first')
  check((await many.page.getByRole('button', { name: '同意の撤回を記録する' }).count()) === 0, 'and cannot be made twice')
  await person(many.page, /山本 智子/).click()
  check(await many.see('全ゲノム解析への参加に同意していません'), 'not taking part is no missing record')
  await clean(many.page, many.wrong, 'refused')
  await many.page.close()
}

/** Names who decides. */
async function proxy(page, name, relation, assent) {
  await page.getByLabel(/^代諾者の氏名/).fill(name)
  await page.getByLabel('本人との続柄').selectOption(relation)
  await page.getByRole('radio', { name: assent, exact: true }).check({ force: true })
}

async function recorded() {
  const { page, wrong, see } = await open({ case: 'SHI-0003' })
  check(await see('記録があるまで、この方のゲノムデータは表示されず、検討にも使われません。'), 'no record means no use, and says so')
  await page.keyboard.press('KeyE')
  check(await heading(page, '同意の記録'), 'E opens the form')
  await page.getByRole('button', { name: '内容を確認する' }).click()
  check(await see('回答者を選んでください。'), 'nothing is assumed about who decided')
  check(await see('未入力の項目が 11 あります。'), 'no item is answered beforehand')
  await clean(page, wrong, 'form with gaps')
  await page.getByRole('radio', { name: '代諾者' }).check({ force: true })
  check(await see('代諾者の氏名を記入してください。'), 'a proxy signs by name')
  check(await see('続柄と本人の賛意を選んでください。'), 'says what they are to the person, and whether the person assents')
  await clean(page, wrong, 'proxy not named')
  await proxy(page, '高橋 直美', 'mother', '得ていない')
  for (const item of ['二次的所見（成人期に発症する病気）の開示', '予防法のない成人期発症疾患の開示'])
    check((await group(page, item).getByRole('radio').count()) === 0, `of unknown age is treated as a minor: ${item} cannot be chosen`)
  // The paper form is taken over by the digits alone.
  await group(page, '参加').getByRole('radio', { name: '同意する', exact: true }).focus()
  for (const digit of ['1', '1', '1', '2', '2', '1', '2', '2', '1', '1', '1']) await page.keyboard.press(`Digit${digit}`)
  check(await see('11項目中 11項目を入力'), '1 and 2 answer and go on to the next item')
  check((await focused(page)) === '内容を確認する', 'and end at the button')
  for (const keys of ['Alt+Digit1', 'Alt+Digit3', 'KeyE']) await page.keyboard.press(keys)
  check(await see('11項目中 11項目を入力'), 'what was begun is kept on the way to another screen and back')
  await page.getByRole('button', { name: '内容を確認する' }).focus()
  check(await group(page, '共同研究への分譲').getByRole('radio', { name: '同意しない' }).isChecked(), 'each digit went to its own item')
  await page.keyboard.press('Enter')
  check(await heading(page, '記録する内容の確認'), 'everything is shown once more')
  check((await focused(page)) === '記録する内容の確認', 'where the focus is')
  for (const words of ['代諾者 高橋 直美（母）', '得ていない', '同意する（7）', '同意しない（4）', '対象外・未成年のため（2）', 'ゲノムデータの表示と検討ができるようになります。', '「二次的所見の開示」の対象遺伝子が解析に入ります。'])
    check(await see(words), `before it is recorded it says: ${words}`)
  await clean(page, wrong, 'confirmation')
  await page.getByRole('button', { name: '修正する' }).click()
  check(await group(page, '共同研究への分譲').getByRole('radio', { name: '同意しない' }).isChecked(), 'going back keeps the answers')
  await page.getByRole('button', { name: '内容を確認する' }).click()
  await page.getByRole('button', { name: 'この内容で記録する' }).click()
  check(await see('全ゲノム解析への参加に同意しています'), 'then it is in force')
  check(await see('最初の記録（同意する 7・同意しない 6）'), 'and in the history')
  check((await page.getByText('代諾者 高橋 直美（母）').count()) === 2, 'with who decided, in both')
  check((await focused(page)) === '発端者（氏名未登録）', 'the focus comes back to the person')
  await clean(page, wrong, 'recorded')

  // Taking no part settles every other item.
  await page.keyboard.press('KeyE')
  await group(page, '参加').getByRole('radio', { name: '同意しない' }).check()
  check(await see('参加に同意しない場合、ほかの項目は「同意しない」として記録します。'), 'who takes no part agrees to nothing else')
  check((await group(page, '検体の保管').getByRole('radio').count()) === 0, 'and is asked nothing else')
  await page.getByRole('button', { name: 'キャンセル' }).click()
  check(await see('全ゲノム解析への参加に同意しています'), 'cancelled changes nothing')
  await page.close()
}

async function changed() {
  const { page, wrong, see } = await open({})
  await page.getByRole('button', { name: '同意の内容を変更する' }).click()
  check(await see('現在の記録が入っています。変わった項目だけ直してください。'), 'a change begins from what is in force')
  check(await see('11項目中 11項目を入力'), 'with every answer')
  await page.getByRole('radio', { name: '本人', exact: true }).check({ force: true })
  check(await see('16歳未満の方の同意は、代諾者の同意として記録してください。'), 'a child of nine does not consent alone')
  await page.getByRole('button', { name: '内容を確認する' }).click()
  check((await page.getByRole('heading', { level: 2 }).first().innerText()) === '同意の記録', 'and the form does not go on')
  await clean(page, wrong, 'too young')
  await page.getByRole('radio', { name: '代諾者' }).check({ force: true })
  check((await page.getByLabel(/^代諾者の氏名/).inputValue()) === '佐々木 美穂', 'who decided before is taken over')
  check((await page.getByRole('radio', { name: /^(得た|得ていない)$/, checked: true }).count()) === 0, 'the assent is asked each time')
  await proxy(page, '佐々木 美穂', 'mother', '得た')
  await page.getByLabel(/^同意の日/).fill('2099-01-01')
  await page.getByRole('button', { name: '内容を確認する' }).click()
  check(await see('未来の日付は記録できません。'), 'nobody has agreed tomorrow')
  await page.getByLabel(/^同意の日/).fill('2026-06-01')
  await group(page, '二次的所見の開示').getByRole('radio', { name: '同意しない' }).check()
  await page.getByRole('button', { name: '内容を確認する' }).click()
  check(await see('二次的所見の開示：同意する → 同意しない'), 'what changes is named')
  check(await see('「二次的所見の開示」の対象遺伝子は解析から外れます。'), 'with what follows at once')
  check(await see('前の記録は履歴に残ります。'), 'and that the record before is kept')
  await clean(page, wrong, 'change confirmed')
  await page.getByRole('button', { name: 'この内容で記録する' }).click()
  await heading(page, '佐々木 結衣')
  check((await itemRow(page, '二次的所見の開示').innerText()).includes('対象遺伝子は解析に入りません'), 'the item is closed')
  await page.close()

  const adult = await open({ case: 'SHI-0002' })
  await person(adult.page, /田中 博/).click()
  await adult.page.getByRole('button', { name: '同意の内容を変更する' }).click()
  await adult.page.getByRole('radio', { name: '代諾者' }).check({ force: true })
  check(await adult.see('成人では、本人が同意できる状態にない場合に限り、代諾者の同意を記録します。'), 'a proxy for an adult is an exception, and says when')
  check((await adult.page.getByRole('navigation', { name: '家族' }).count()) === 0, 'who sits beside does not see what relatives have decided')
  await adult.page.getByRole('button', { name: 'キャンセル' }).click()
  await person(adult.page, /田中 陽菜/).click()
  await adult.page.getByRole('button', { name: '同意の内容を変更する' }).click()
  check((await adult.page.getByRole('radio', { name: /^(本人|代諾者)$/, checked: true }).count()) === 0, 'at seventeen it is not assumed who decides')
  await adult.page.getByRole('radio', { name: '本人', exact: true }).check({ force: true })
  check(await adult.see('倫理指針の条件（16歳以上または中学校修了、十分な判断能力など）を満たすことを確認してください。'), 'and the own consent names its conditions')
  await clean(adult.page, adult.wrong, 'sixteen and more')
  await adult.page.close()
}

async function withdrawn() {
  const { page, wrong, see } = await open({})
  const refused = group(page, '二次的所見の開示').getByRole('radio', { name: '同意しない' })
  await page.getByRole('button', { name: '同意の内容を変更する' }).click()
  await refused.check()
  await page.getByRole('button', { name: '症例', exact: true }).click()
  await page.getByRole('button', { name: '同意', exact: true }).click()
  await page.getByRole('button', { name: '同意の内容を変更する' }).click()
  check((await see('前に入力した、未記録の内容が入っています。')) && (await refused.isChecked()), 'a change that was begun goes on, and is not called what is in force')
  await page.getByRole('button', { name: '症例', exact: true }).click()
  await page.getByRole('button', { name: '同意', exact: true }).click()
  await page.getByRole('button', { name: '同意の撤回を記録する' }).click()
  check(await heading(page, '同意の撤回の記録'), 'a withdrawal has its own page')
  for (const words of [
    'この方のゲノムデータは開けなくなり、検討・集計・報告に使われなくなります。',
    '発端者のため、この症例のバリアントは開けなくなり、新しい文書は作れません。発行済みの文書は控えとして残り、閲覧は記録されます。',
    'ハブにあるデータは、この記録だけでは消えません。',
    'すでに使われた解析結果や、渡した報告書、公表された成果は取り消せないことがあります。',
    '同意と撤回の記録、誰がいつ閲覧したかの記録',
  ])
    check(await see(words), `a withdrawal is honest: ${words}`)
  const record = page.getByRole('button', { name: '撤回を記録する', exact: true })
  check(await record.isDisabled(), 'and is not recorded before it was checked')
  await clean(page, wrong, 'withdrawal')
  await page.getByLabel(/同意を撤回として記録することを/).check()
  await record.click()
  check(await see('回答者を選んでください。'), 'who asked for it must be said')
  await page.getByRole('radio', { name: '代諾者' }).check({ force: true })
  check((await page.getByRole('radio', { name: '得た' }).count()) === 0, 'a withdrawal asks for no assent')
  await page.getByLabel(/^代諾者の氏名/).fill('')
  await record.click()
  check(await see('代諾者の氏名を記入してください。'), 'a proxy withdraws by name')
  await page.getByLabel(/^代諾者の氏名/).fill('佐々木 健一')
  await page.getByLabel('本人との続柄').selectOption({ label: '父' })
  await record.click()
  check(await see('同意は撤回されています'), 'then everything is closed')
  check(await see('すべての項目が撤回されました'), 'and the history says so')
  check(await see('佐々木 結衣の同意の撤回を記録しました'), 'the foot of the window tells it')
  check((await person(page, /佐々木 結衣/).innerText()).includes('撤回'), 'the list of the family shows it')
  check((await page.getByRole('table', { name: '現在の同意' }).count()) === 0, 'nothing is in force any more')
  check((await page.getByRole('button', { name: '同意を記録する' }).count()) === 1, 'a new consent can be given')
  await clean(page, wrong, 'withdrawn')
  await page.getByRole('button', { name: '同意を記録する' }).click()
  check((await see('署名済みの同意書に書かれたとおりに記録してください。')) && (await see('11項目中 0項目を入力')), 'which begins anew: what was begun before the withdrawal is out of date')
  await page.getByRole('button', { name: '症例', exact: true }).click()
  check(await see('撤回'), 'the case shows it, too')
  await page.close()

  const relative = await open({})
  await person(relative.page, /佐々木 健一/).click()
  await relative.page.getByRole('button', { name: '同意の撤回を記録する' }).click()
  check(await relative.see('ほかの家族の同意とデータは変わりません。'), "a relative's withdrawal leaves the others")
  await relative.page.getByRole('button', { name: '一部の項目だけを変更する' }).click()
  check(await heading(relative.page, '同意の記録'), 'who wants to stop one item only finds the way')
  await relative.page.close()
}

async function roles() {
  const { page, wrong } = await open({ role: 'panel_member' })
  check((await page.getByRole('button', { name: /同意.*(変更|記録)する/ }).count()) === 0, 'a panel member reads')
  await page.keyboard.press('KeyE')
  check((await page.getByRole('heading', { level: 2, name: '同意の記録' }).count()) === 0, 'and the key does no more')
  await clean(page, wrong, 'read only')
  await page.close()
  for (const [lang, theme, button] of [
    ['en', 'dark', 'Record a withdrawal'],
    ['en', 'light', 'Change the consent'],
  ]) {
    const at = await open({ lang, theme })
    await at.page.getByRole('button', { name: button }).click()
    await clean(at.page, at.wrong, `${button} ${lang} ${theme}`)
    await at.page.close()
  }
  const large = await open({ text: '200' })
  const wide = await large.page.evaluate(() => [...document.querySelectorAll('main *')].filter((box) => ['auto', 'scroll'].includes(getComputedStyle(box).overflowX) && box.scrollWidth > box.clientWidth + 1).length)
  check(wide === 0, 'with text of 200 % nothing has to be moved sideways')
  await large.page.getByRole('button', { name: '同意の内容を変更する' }).click()
  await clean(large.page, large.wrong, 'form 200 %')
  await large.page.close()
  const none = await open({ case: 'SHI-9999' })
  check(await none.see('同意の記録を開けませんでした'), 'consents that cannot be read say so')
  await clean(none.page, none.wrong, 'no case')
  await none.page.close()
}

try {
  for (const way of [shown, recorded, changed, withdrawn, roles])
    await way().catch((error) => check(false, `${way.name}: ${String(error).split('\n').slice(0, 3).join(' ')}`))
} finally {
  await chromium.close()
  await server.close()
  built.remove()
}
end()
