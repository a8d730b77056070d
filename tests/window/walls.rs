//! What a script that got into a page cannot do: reach a file, a command outside the list, another host.

use end_to_end::{Display, Language, Person, Place, is_installed, skip};
use fantoccini::key::Key;
use serde_json::{Value, json};

/// Each attempt ends in `true` where it got through.
const ATTEMPTS: &[(&str, &str)] = &[
    (
        "a command that is not listed",
        "__TAURI_INTERNALS__.invoke('plugin:fs|read_file', { path: '/etc/hostname' }).then(() => true, () => false)",
    ),
    (
        "a command of the shell library",
        "__TAURI_INTERNALS__.invoke('plugin:shell|execute', { program: 'sh' }).then(() => true, () => false)",
    ),
    (
        "opening another window",
        "__TAURI_INTERNALS__.invoke('plugin:webview|create_webview_window', { options: { label: 'x', url: 'https://example.org' } }).then(() => true, () => false)",
    ),
    ("a command that does not exist", "__TAURI_INTERNALS__.invoke('read_everything').then(() => true, () => false)"),
    ("saving by the dialog", "__TAURI_INTERNALS__.invoke('plugin:dialog|save', {}).then(() => true, () => false)"),
    ("fetch of another host", "fetch('http://127.0.0.1:PORT/fetch').then(() => true, () => false)"),
    ("fetch of a file", "fetch('file:///etc/hostname').then(r => r.text()).then(t => t.length > 0, () => false)"),
    (
        "a file by the protocol of the genome browser",
        "fetch('genome://localhost/family-1/genes.bed').then(r => r.ok, () => false)",
    ),
    (
        "a file outside by the protocol of the genome browser",
        "fetch('genome://localhost/..%2F..%2Fetc/hostname').then(r => r.ok, () => false)",
    ),
    (
        "a request by XHR",
        "new Promise(done => { const x = new XMLHttpRequest(); x.onload = () => done(true); x.onerror = () => done(false); try { x.open('GET', 'http://127.0.0.1:PORT/xhr'); x.send() } catch { done(false) } })",
    ),
    (
        "a web socket",
        "new Promise(done => { try { const s = new WebSocket('ws://127.0.0.1:PORT/'); s.onopen = () => done(true); s.onerror = () => done(false) } catch { done(false) } })",
    ),
    (
        "an image of another host",
        "new Promise(done => { const i = new Image(); i.onload = () => done(true); i.onerror = () => done(false); i.src = 'http://127.0.0.1:PORT/image' })",
    ),
    (
        "a script of another host",
        "new Promise(done => { const s = document.createElement('script'); s.onload = () => done(true); s.onerror = () => done(false); s.src = 'http://127.0.0.1:PORT/script'; document.head.append(s) })",
    ),
    (
        "a script in the page",
        "new Promise(done => { const s = document.createElement('script'); s.textContent = 'window.gotIn = true'; document.head.append(s); setTimeout(() => done(window.gotIn === true), 50) })",
    ),
    (
        "a text run as script",
        "new Promise(done => { try { done(new Function('return true')()) } catch { done(false) } })",
    ),
    (
        "a frame",
        "new Promise(done => { const f = document.createElement('iframe'); f.onload = () => { let seen = false; try { seen = f.contentDocument === null } catch { seen = true } done(false) }; f.src = 'http://127.0.0.1:PORT/frame'; document.body.append(f); setTimeout(() => done(false), 300) })",
    ),
    (
        "a worker made of text",
        "new Promise(done => { try { const w = new Worker(URL.createObjectURL(new Blob(['postMessage(1)']))); w.onmessage = () => done(true); w.onerror = () => done(false); setTimeout(() => done(false), 500) } catch { done(false) } })",
    ),
    (
        "a beacon",
        "new Promise(done => { navigator.sendBeacon('http://127.0.0.1:PORT/beacon', 'x'); setTimeout(() => done(false), 200) })",
    ),
    (
        "a connection made early",
        "new Promise(done => { const l = document.createElement('link'); l.rel = 'preconnect'; l.href = 'http://127.0.0.1:PORT'; document.head.append(l); setTimeout(() => done(false), 300) })",
    ),
    (
        "a window",
        "new Promise(done => { const w = window.open('http://127.0.0.1:PORT/window'); setTimeout(() => done(w !== null), 300) })",
    ),
    (
        "a form that is sent",
        "new Promise(done => { const f = document.createElement('form'); f.method = 'post'; f.action = 'http://127.0.0.1:PORT/form'; document.body.append(f); f.submit(); setTimeout(() => done(false), 500) })",
    ),
    (
        "leaving the page",
        "new Promise(done => { location.href = 'http://127.0.0.1:PORT/away'; setTimeout(() => done(!location.href.startsWith('tauri:') && !location.href.includes('tauri.localhost')), 500) })",
    ),
];

#[tokio::test]
async fn a_script_in_the_page_reaches_no_file_no_other_command_and_no_host() {
    let place = Place::set_up();
    let Some(person) = Person::sits_down(&place, Language::Ja).await else { return };
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    listener.set_nonblocking(true).expect("a listener that does not wait");
    let port = listener.local_addr().expect("its number").port().to_string();
    for (what, attempt) in ATTEMPTS {
        let attempt = attempt.replace("PORT", &port);
        let script = format!(
            "const done = arguments[arguments.length - 1]; Promise.resolve({attempt}).then(done, () => done(false))"
        );
        assert_eq!(person.ask_promise(&script).await, json!(false), "{what} got through");
        let called = listener.accept();
        assert!(called.is_err(), "{what}: somebody called the host outside: {called:?}");
    }
    assert_eq!(person.ask("return typeof window.__TAURI__").await, json!("undefined"), "no global object of the shell");
    person.reads_word("session_passphrase").await;
    person.leaves().await;
}

/// What the protocol of the genome browser answers: the status and the answer's length in bytes.
async fn answered(person: &Person, address: &str, range: &str) -> Value {
    let ask = format!(
        "const done = arguments[arguments.length - 1]; fetch({}, {{ headers: {range} }})\
         .then(async r => done([r.status, (await r.arrayBuffer()).byteLength]), () => done('failed'))",
        json!(address)
    );
    person.ask_promise(&ask).await
}

#[tokio::test]
async fn the_genome_protocol_gives_files_of_the_open_case_alone_and_nothing_after_the_lock() {
    let place = Place::set_up();
    place.import(&end_to_end::root().join("fixtures/hub"), Some("family-1"));
    let Some(person) = Person::sits_down(&place, Language::Ja).await else { return };
    let genes = "genome://localhost/family-1/genes.bed";
    person.signs_in("gen").await;
    assert_eq!(answered(&person, genes, "{}").await[0], 404, "no case is open");
    person.opens_case("family-1").await;
    person.opens_tab("variants").await;
    person.reads("FGFR2").await;
    let whole = answered(&person, genes, "{}").await;
    assert_eq!(whole[0], 200, "{whole}");
    let length = whole[1].as_u64().expect("a length");
    let part = answered(&person, genes, "{ Range: 'bytes=2-11' }").await;
    assert_eq!((&part[0], &part[1]), (&json!(206), &json!(10)), "{part}");
    let beyond = answered(&person, genes, &format!("{{ Range: 'bytes={length}-' }}")).await;
    assert_eq!(beyond[0], 416, "{beyond}");
    let reads = "genome://localhost/family-1/F1-proband.bam";
    let part = answered(&person, reads, "{ Range: 'bytes=0-27' }").await;
    assert_eq!((&part[0], &part[1]), (&json!(206), &json!(28)), "{part}");
    let index = answered(&person, "genome://localhost/family-1/F1-proband.bam.bai", "{}").await;
    assert_eq!(index[0], 200, "{index}");
    for address in [
        "genome://localhost/family-1/F2-proband.bam",
        "genome://localhost/family-1/..%2FF1-proband.bam",
        "genome://localhost/family-2/F2-proband.bam",
        "genome://localhost/family-2/genes.bed",
        "genome://localhost/family-1/settings.json",
        "genome://localhost/family-1/../../settings.json",
        "genome://localhost/family-1/..%2F..%2Fsettings.json",
        "genome://localhost/%2Fetc%2Fhostname",
        "genome://localhost/etc/hostname",
        "genome://localhost/family-1/variants?referenceName=chr10&start=0&end=130000000",
    ] {
        assert_eq!(answered(&person, address, "{}").await[0], 404, "{address}");
    }
    person.strikes_with(Key::Control, 'l').await;
    person.reads_word("session_title").await;
    assert_eq!(answered(&person, genes, "{}").await[0], 404, "nobody is signed in");
    assert_eq!(answered(&person, reads, "{ Range: 'bytes=0-27' }").await[0], 404, "nobody is signed in");
    person.leaves().await;
}

#[tokio::test]
async fn a_journey_makes_no_connection_to_the_outside() {
    if !is_installed("strace") {
        return skip("strace is not installed");
    }
    let place = Place::set_up();
    place.import(&end_to_end::root().join("fixtures/hub"), Some("family-1"));
    let trace = place.path("connections.txt");
    let Some(display) = Display::open_watched(1440, 900, &trace) else { return };
    let Some(person) = Person::sits_down_before(display, &place, Language::Ja, (1440, 900)).await else { return };
    let driver = driver_of_window(&person);
    person.signs_in("gen").await;
    person.opens_case("family-1").await;
    person.opens_tab("variants").await;
    person.reads("FGFR2").await;
    person.types("g").await;
    person.sees_the_genome().await;
    person.sees_reads(3).await;
    person.asks_the_genome_for("NOSUCHGENE").await;
    person.reads_word("variants_genome_find_none").await;
    person.strikes(Key::Escape).await;
    person.opens_tab("consent").await;
    person.presses_word("consent_record_change").await;
    person.clicks(".assent label:has([value=given])").await;
    person.clicks("[data-item=secondary_findings] label:last-child").await;
    person.presses_word("consent_check").await;
    person.presses_word("consent_confirm").await;
    person.reads_word("consent_done").await;
    person.opens_tab("report").await;
    person.sees("canvas").await;
    for screen in ["hub", "knowledge", "settings"] {
        person.opens_tab(screen).await;
    }
    // Display and driver end with the person, and strace writes what it has.
    drop(person);
    let text = std::fs::read_to_string(&trace).expect("what strace wrote");
    let of_window: Vec<&str> = text.lines().filter(|l| !l.contains("driver>") && !l.contains("Driver>")).collect();
    let watched = of_window.iter().any(|l| l.contains("<shirube-window>") && l.contains("AF_UNIX"));
    assert!(watched, "the window was watched: {text}");
    let outside: Vec<&&str> = of_window.iter().filter(|l| l.contains("AF_INET") && !l.contains(&driver)).collect();
    assert!(outside.is_empty(), "the window dials nobody, not even on this machine, but its driver: {outside:#?}");
}

/// The port of the driver that the window answers to while it is tested, as strace writes it.
fn driver_of_window(person: &Person) -> String {
    let pid = person.program("pgrep", &[]).output().expect("pgrep").stdout;
    let pid = String::from_utf8_lossy(&pid).trim().to_owned();
    let environment = std::fs::read(format!("/proc/{pid}/environ")).expect("the window's environment");
    let environment = String::from_utf8_lossy(&environment).into_owned();
    let server = environment.split('\0').find_map(|v| v.strip_prefix("WEBKIT_INSPECTOR_SERVER=")).expect("a driver");
    let port = server.rsplit(':').next().expect("a port");
    format!("sin_port=htons({port}), sin_addr=inet_addr(\"127.0.0.1\")")
}
