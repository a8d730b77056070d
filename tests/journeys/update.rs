//! Reference data are fetched from a server, all or nothing. The server is Python's own, on this device.

#![allow(clippy::expect_used, clippy::panic, reason = "a test ends where something is not as it must be")]

use std::{
    fs,
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use end_to_end::{Run, is_installed, root, shirube, skip};
use serde_json::Value;
use tempfile::TempDir;

const FILES: [(&str, &str); 4] = [
    ("hpo", "hp.json.gz"),
    ("hpoa", "phenotype.hpoa.gz"),
    ("genes_to_disease", "genes_to_disease.txt.gz"),
    ("hpo_ja", "hpo-ja.tsv"),
];

/// A folder that is served, and where what is fetched goes.
struct Server {
    folder: TempDir,
    process: Child,
    port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.process.kill().expect("it runs");
        self.process.wait().expect("it ends");
    }
}

impl Server {
    fn start() -> Option<Self> {
        if !is_installed("python3") {
            skip("python3 is not installed");
            return None;
        }
        let folder = tempfile::tempdir().expect("a temporary folder");
        let served = folder.path().join("served");
        fs::create_dir(&served).expect("a folder");
        for (_, file) in FILES {
            fs::copy(root().join("assets/knowledge").join(file), served.join(file)).expect("copied");
        }
        let free = TcpListener::bind("127.0.0.1:0").expect("a free port").local_addr().expect("its address").port();
        let port = free.to_string();
        let arguments = ["-m", "http.server", &port, "--bind", "127.0.0.1", "--directory"];
        let mut python = Command::new("python3");
        python.args(arguments).arg(&served).stderr(Stdio::null()).stdout(Stdio::null());
        let process = python.spawn().expect("python3 starts");
        let server = Self { folder, process, port: free };
        while TcpStream::connect(("127.0.0.1", free)).is_err() {
            thread::sleep(Duration::from_millis(20));
        }
        Some(server)
    }

    fn served(&self, file: &str) -> PathBuf {
        self.folder.path().join("served").join(file)
    }

    fn kept(&self) -> PathBuf {
        self.folder.path().join("kept")
    }

    fn list(&self, lines: &str) -> PathBuf {
        let path = self.folder.path().join("places.tsv");
        fs::write(&path, format!("# a list of one's own\nkind\taddress\tfile\tmost_mib\n{lines}")).expect("written");
        path
    }

    fn places(&self, most: u32) -> String {
        let line =
            |(kind, file): (&str, &str)| format!("{kind}\thttp://127.0.0.1:{}/{file}\t{file}\t{most}\n", self.port);
        FILES.map(line).concat()
    }

    fn update(&self, lines: &str, more: &[&str]) -> Run {
        let (list, kept) = (self.list(lines).display().to_string(), self.kept().display().to_string());
        let args = ["knowledge", "update", "--places", &list, "--into", &kept, "--format", "json"];
        shirube([&args[..], more].concat())
    }

    /// What an update says of each file: its kind, and whether it changed.
    fn changes(&self, more: &[&str]) -> Vec<(String, bool)> {
        let run = self.update(&self.places(64), more);
        assert_eq!(run.code, Some(0), "{run:?}");
        let answer: Value = serde_json::from_str(&run.out).expect("JSON");
        let source = |s: &Value| (s["kind"].as_str().expect("a kind").to_owned(), s["changed"] == true);
        answer["sources"].as_array().expect("sources").iter().map(source).collect()
    }
}

fn bytes_in(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<_> = entries.filter(|path| path.is_file()).collect();
    files.sort();
    files.into_iter().map(|path| (path.clone(), fs::read(path).expect("a file"))).collect()
}

#[test]
fn what_has_changed_is_fetched_and_imported() {
    let Some(server) = Server::start() else { return };
    let all = |changed: bool| FILES.map(|(kind, _)| (kind.to_owned(), changed)).to_vec();
    assert_eq!(server.changes(&[]), all(true), "everything is new");
    let first = bytes_in(&server.kept());
    assert_eq!(server.changes(&[]), all(false), "nothing has changed");
    assert_eq!(bytes_in(&server.kept()), first);

    let labels = fs::read_to_string(server.served("hpo-ja.tsv")).expect("labels");
    fs::write(server.served("hpo-ja.tsv"), labels.replace("身長の異常", "身長がふつうでない")).expect("written");
    assert_eq!(server.changes(&["--only", "hpo"]), [("hpo".to_owned(), false)]);
    let changed: Vec<_> = server.changes(&[]).into_iter().filter(|(_, changed)| *changed).collect();
    assert_eq!(changed, [("hpo_ja".to_owned(), true)], "the one that changed");
    let found =
        shirube(["knowledge", "search", "身長がふつうでない", "--knowledge", &server.kept().display().to_string()]);
    assert!(found.out.contains("HP:0000002"), "it is in use: {found:?}");
    let rest: Vec<_> =
        fs::read_dir(server.folder.path()).expect("a folder").map(|e| e.expect("an entry").file_name()).collect();
    assert!(rest.iter().all(|name| !name.to_string_lossy().contains(".fetched-")), "nothing lies about: {rest:?}");
}

#[test]
fn where_one_file_fails_nothing_is_changed() {
    let Some(server) = Server::start() else { return };
    server.changes(&[]);
    let before = bytes_in(&server.kept());
    let labels = fs::read_to_string(server.served("hpo-ja.tsv")).expect("labels");
    fs::write(server.served("hpo-ja.tsv"), labels.replace("身長の異常", "身長がふつうでない")).expect("written");
    let good = server.places(64);
    let at = format!("http://127.0.0.1:{}", server.port);
    let cases = [
        (good.clone() + &format!("mondo\t{at}/gone.tsv\tgone.tsv\t1\n"), Some(2), "404"),
        (server.places(0), Some(2), "more than 0 bytes"),
        (good.clone() + "mondo\thttp://example.org/x\tx\t1\n", Some(2), "https://"),
        (good.clone() + "mondo\tfile:///etc/hostname\tx\t1\n", Some(2), "https://"),
        (good.clone() + "mondo\thttp://127.0.0.1:1/x\tx\t1\n", Some(1), "refused"),
        (good.clone() + &format!("mondo\t{at}/hpo-ja.tsv\t../x\t1\n"), Some(2), "a plain name"),
        (good.clone() + &format!("moon\t{at}/hpo-ja.tsv\tx\t1\n"), Some(2), "mondo"),
        (good.clone() + &format!("mondo\t{at}/hpo-ja.tsv\tx.tsv\t1\n"), Some(2), "x.tsv"),
    ];
    for (lines, code, says) in cases {
        let run = server.update(&lines, &[]);
        assert_eq!(run.code, code, "{run:?}");
        assert!(run.err.contains("error: ") && run.err.contains(says), "{says}: {run:?}");
        assert_eq!(bytes_in(&server.kept()), before, "{says}");
    }
    let run = server.update(&good, &["--only", "clinvar"]);
    assert!(run.code == Some(2) && run.err.contains("hpo, hpoa"), "{run:?}");
}
