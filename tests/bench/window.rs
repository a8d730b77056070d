//! How fast the real window answers: run by `cargo xtask bench`, release build, one run, figures beside their marks.
//!
//! Times are taken inside the page, from the act to the moment after the frame that shows its result was painted, so that
//! the driver's own time is not in them. The start is taken from the start of the process.

#![allow(clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "a measurement speaks to a person")]

use std::{fs, time::SystemTime};

use end_to_end::{Display, Language, Person, Place, built, connect};
use fantoccini::Client;
use serde_json::{Value, json};
use testkit::Family;

/// How often each start is repeated; the two programs take turns.
const STARTS: usize = 9;
/// Rows of the middling case: the everyday records, all of which the widest filter keeps.
const MIDDLING: usize = 22_000;
/// Rows of a whole genome.
const GENOME: usize = 5_000_000;

/// In the page: `until(holds)` gives the time after the frame in which it first holds was painted.
const UNTIL: &str = r#"
const until = holds => new Promise(done => {
    const look = () => {
        if (!holds()) return requestAnimationFrame(look)
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => done(performance.now())
        port2.postMessage(0)
    }
    requestAnimationFrame(look)
})
const rest = ms => new Promise(done => setTimeout(done, ms))
const grid = () => document.querySelector('[role=grid]')
const filled = () => grid()?.querySelector('[role=row][aria-rowindex]:not([aria-busy])') !== null && grid()?.querySelector('.coming:not([aria-rowindex="1"])') === null
const finish = arguments[arguments.length - 1];
"#;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    // Cargo calls a benchmark with arguments of its own; only this one is ours.
    #[allow(clippy::disallowed_methods, reason = "a measurement is where arguments come in")]
    let quick = std::env::args().any(|a| a == "--quick");
    start().await;
    middling().await;
    if quick {
        println!("a genome of {GENOME} rows: left out with --quick");
    } else {
        genome().await;
    }
}

/// From the start of the program to the worklist, against an empty window.
async fn start() {
    let Some(display) = Display::open(1440, 900) else { return };
    let place = Place::set_up();
    place.import(&end_to_end::root().join("fixtures/hub"), None);
    let arguments = place.window_arguments();
    let (mut empty, mut door, mut worklist) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..STARTS {
        let client = connect(&display, &built("examples/empty_window"), &[]).await;
        empty.push(painted(&client).await - started("empty_window"));
        client.close().await.expect("closed");
        let client = connect(&display, &built("shirube-window"), &arguments).await;
        let person = Person::at(client, display.group(), Language::Ja);
        person.sees("input[type=password]").await;
        let first = painted(person.client()).await - started("shirube-window");
        let script = format!(
            "{UNTIL} const field = document.querySelector('input[type=password]')
            const user = document.querySelector('select')
            user.value = [...user.options].find(o => o.text === 'gen').value
            user.dispatchEvent(new Event('change', {{ bubbles: true }}))
            field.value = {}
            field.dispatchEvent(new Event('input', {{ bubbles: true }}))
            const start = performance.now()
            field.form.requestSubmit()
            until(filled).then(end => finish(end - start))",
            json!(Place::PASSPHRASE)
        );
        let opened = number(&person.ask_promise(&script).await);
        door.push(first);
        worklist.push(first + opened);
        person.leaves().await;
    }
    let base = median(&empty);
    println!("start, {STARTS} times each, in turns: an empty window is painted after {base:.0} ms");
    println!("  Shirube asks for the passphrase after {:.0} ms: {:.2}x", median(&door), median(&door) / base);
    println!(
        "  and shows the worklist after {:.0} ms in all, the passphrase's key derivation within: {:.2}x (reach 1.5x, aim 1.2x)",
        median(&worklist),
        median(&worklist) / base
    );
}

/// The next variant, and another filter, in a case of 20,000 rows.
async fn middling() {
    let Some(person) = all_rows_of(MIDDLING).await else { return };
    let frames = person
        .ask_promise(&format!(
            "{UNTIL} (async () => {{ const times = []; for (let n = 0; n < 60; n++) {{ await rest(7 + n % 11); const start = performance.now(); times.push(await until(() => true) - start) }} finish(times) }})()"
        ))
        .await;
    tell("for comparison, a frame with nothing to do", &frames, "");
    for (what, pause) in [("one after the other", 0), ("with 120 ms between", 120)] {
        let script = format!(
            "{UNTIL} (async () => {{
                const times = []
                grid().focus()
                const place = () => document.querySelector('article.detail[aria-busy=false] .line')?.innerText
                for (let n = 0; n < 60; n++) {{
                    const [before, at] = [place(), Number(grid().querySelector('[aria-selected=true]')?.ariaRowIndex)]
                    const start = performance.now()
                    grid().dispatchEvent(new KeyboardEvent('keydown', {{ key: 'ArrowDown', code: 'ArrowDown', bubbles: true, cancelable: true }}))
                    const end = await until(() => Number(grid().querySelector('[aria-selected=true]:not([aria-busy])')?.ariaRowIndex) === at + 1 && place() !== undefined && place() !== before)
                    times.push(end - start)
                    await rest({pause})
                }}
                finish(times)
            }})()"
        );
        let times = person.ask_promise(&script).await;
        tell(&format!("key press to next variant shown, 20,000 rows, {what}"), &times, "reach 50 ms, aim 16 ms");
    }
    let script = format!(
        "{UNTIL} (async () => {{
            const times = []
            const choice = [...document.querySelectorAll('label')].find(l => l.innerText === {}).control
            for (let n = 0; n < 40; n++) {{
                const before = grid().ariaRowCount
                choice.value = n % 2 === 0 ? 'coding_and_splice' : 'any'
                const start = performance.now()
                choice.dispatchEvent(new Event('change', {{ bubbles: true }}))
                times.push(await until(() => grid()?.ariaRowCount !== before && filled()) - start)
                await rest(150)
            }}
            finish(times)
        }})()",
        json!(person.word("variants_filter_consequence"))
    );
    let times = person.ask_promise(&script).await;
    tell("filter change to new table, 20,000 rows", &times, "reach 50 ms, aim 16 ms");
    person.leaves().await;
}

/// A table of a whole genome dragged by its thumb.
async fn genome() {
    let Some(person) = all_rows_of(GENOME).await else { return };
    let script = format!(
        "{UNTIL} (async () => {{
            const bar = document.querySelector('.bar')
            const most = bar.scrollHeight - bar.clientHeight
            const times = []
            for (let n = 0; n < 40; n++) {{
                const [from, to] = [bar.scrollTop, (n * 37 % 100) / 100 * most]
                for (let step = 1; step <= 12; step++) {{
                    bar.scrollTop = from + (to - from) * step / 12
                    await new Promise(done => requestAnimationFrame(done))
                }}
                const start = performance.now()
                times.push(await until(filled) - start)
                await rest(60)
            }}
            finish(times)
        }})()"
    );
    let times = person.ask_promise(&script).await;
    tell("5,000,000 rows dragged by the thumb, rows filled after rest", &times, "reach 50 ms, aim 16 ms");
    person.leaves().await;
}

/// A person before the variants of a case of that size with every filter as wide as it goes.
async fn all_rows_of(size: usize) -> Option<Person> {
    let place = Place::set_up();
    let hub = place.path("hub");
    let family = Family::numbered(1).expect("a family").with_records(200).with_crowd(size);
    testkit::write_hub(&hub, &[family]).expect("a hub");
    place.import(&hub, None);
    fs::remove_dir_all(&hub).expect("the hub is not needed any more");
    let mut person = Person::sits_down(&place, Language::Ja).await?;
    person.signs_in("gen").await;
    person.opens_case("family-1").await;
    person.opens_tab("variants").await;
    person.reads("FGFR2").await;
    person.chooses("variants_preset", "relaxed").await;
    person.presses_word("variants_filter_patterns_any").await;
    person.chooses("variants_filter_af", "1").await;
    person.chooses("variants_filter_consequence", "any").await;
    let least = size * 9 / 10;
    let script = format!("return Number(document.querySelector('[role=grid]')?.ariaRowCount) >= {least}");
    person.until(&format!("{least} rows"), async || person.ask(&script).await == json!(true)).await;
    person.keeps(place);
    Some(person)
}

/// When the page first showed something, in milliseconds of the wall clock.
async fn painted(client: &Client) -> f64 {
    let script = "const [paint] = performance.getEntriesByName('first-contentful-paint'); return paint === undefined ? null : performance.timeOrigin + paint.startTime";
    for _ in 0..400 {
        if let Some(time) = client.execute(script, Vec::new()).await.expect("a script").as_f64() {
            return time;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    panic!("nothing was painted");
}

/// When a program was started, in milliseconds of the wall clock, from the system's own books (to 10 ms).
#[allow(clippy::disallowed_methods, reason = "a measurement is where the time comes in")]
fn started(program: &str) -> f64 {
    let output = std::process::Command::new("pgrep").args(["-n", "-f", program]).output().expect("pgrep");
    let pid = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).expect("the process");
    let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks: f64 = after_name.split_whitespace().nth(19).and_then(|t| t.parse().ok()).expect("its start");
    let uptime = fs::read_to_string("/proc/uptime").expect("the uptime");
    let uptime: f64 = uptime.split_whitespace().next().and_then(|t| t.parse().ok()).expect("the uptime");
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("after 1970").as_secs_f64();
    (now - (uptime - ticks / 100.0)) * 1_000.0
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("no number: {value}"))
}

fn median(times: &[f64]) -> f64 {
    quantile(times, 0.5)
}

fn quantile(times: &[f64], share: f64) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    let places: Vec<f64> = (0..sorted.len()).map(|n| f64::from(u32::try_from(n).unwrap_or(u32::MAX))).collect();
    let last = places.last().copied().unwrap_or_default();
    let at = places.iter().position(|place| *place >= share * last).unwrap_or_default();
    sorted.get(at).copied().unwrap_or_default()
}

fn tell(what: &str, times: &Value, marks: &str) {
    let times: Vec<f64> = times.as_array().expect("times").iter().map(number).collect();
    let longest = times.iter().copied().fold(0.0, f64::max);
    println!(
        "{what}: p50 {:.1} ms, p95 {:.1} ms, longest {longest:.1} ms, {} times{}{marks}",
        median(&times),
        quantile(&times, 0.95),
        times.len(),
        if marks.is_empty() { "" } else { ": " }
    );
}
