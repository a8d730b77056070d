//! A display without a screen, and the driver of the web view on it.

#![allow(clippy::expect_used, reason = "a test ends where something is not as it must be")]
#![allow(clippy::missing_panics_doc, reason = "where a program does not start, the test ends")]

use std::{
    io::{BufRead, BufReader, Read},
    net::TcpListener,
    os::unix::process::CommandExt,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use tempfile::TempDir;
use x11rb::{
    connection::Connection,
    protocol::xproto::{ConnectionExt, ImageFormat},
};

/// A display and a driver, ended with the test.
#[derive(Debug)]
pub struct Display {
    server: Child,
    driver: Child,
    port: u16,
    /// Its name among the displays, such as `:1`.
    name: String,
    /// What the window keeps of a person's preferences: nobody else's.
    _kept: TempDir,
}

/// A bus that starts no service: one that another session has already would be waited for in vain.
const BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

/// Where a program listens, at the latest after this time.
const PATIENCE: Duration = Duration::from_secs(30);

impl Display {
    /// Starts both; `None`, and said, where a program for it is not installed.
    pub fn open(width: u32, height: u32) -> Option<Self> {
        Self::open_with(width, height, None)
    }

    /// The same; every connection that a program on the display makes is written into a file, with the program's name.
    pub fn open_watched(width: u32, height: u32, connections: &Path) -> Option<Self> {
        Self::open_with(width, height, Some(connections))
    }

    fn open_with(width: u32, height: u32, connections: Option<&Path>) -> Option<Self> {
        let watch: &[&str] = if connections.is_some() { &["strace"] } else { &[] };
        for program in ["Xvfb", "dbus-run-session", "tauri-driver", "WebKitWebDriver"].iter().chain(watch) {
            if !crate::is_installed(program) {
                crate::skip(&format!("{program} is not installed"));
                return None;
            }
        }
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", &format!("{width}x{height}x24"), "-nolisten", "tcp"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .expect("a display");
        let mut number = String::new();
        BufReader::new(server.stdout.as_mut().expect("its number").by_ref())
            .read_line(&mut number)
            .expect("its number");
        let number = format!(":{}", number.trim());
        let (port, native) = (free_port(), free_port());
        let kept = tempfile::tempdir().expect("a temporary folder");
        // A bus of its own: the window takes one instance per session.
        let bus = kept.path().join("bus.conf");
        std::fs::write(&bus, BUS).expect("written");
        let mut driver = Command::new("dbus-run-session");
        driver.arg("--config-file").arg(&bus).arg("--");
        if let Some(file) = connections {
            driver.args(["strace", "-f", "-qq", "-Y", "--seccomp-bpf", "-e", "trace=connect", "-o"]).arg(file);
        }
        let driver = driver
            .arg("tauri-driver")
            .args(["--port", &port.to_string(), "--native-port", &native.to_string()])
            .env("DISPLAY", &number)
            .env("GDK_BACKEND", "x11")
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .env("XDG_DATA_HOME", kept.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .expect("a driver");
        let display = Self { server, driver, port, name: number, _kept: kept };
        display.wait();
        Some(display)
    }

    /// Where the driver listens.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The group of the processes that the driver has started.
    pub fn group(&self) -> u32 {
        self.driver.id()
    }

    /// What is on it, as a PNG: the display itself is asked, since the driver waits for ever for a picture of a page that has
    /// nothing more to draw where WebKitGTK draws in memory.
    pub fn picture(&self) -> Vec<u8> {
        let (connection, screen) = x11rb::connect(Some(&self.name)).expect("the display");
        let screen = &connection.setup().roots[screen];
        let (width, height) = (screen.width_in_pixels, screen.height_in_pixels);
        let image = connection.get_image(ImageFormat::Z_PIXMAP, screen.root, 0, 0, width, height, !0);
        let image = image.expect("asked").reply().expect("an image");
        // A display of 24 bits gives blue, green, red and a byte of nothing.
        let pixels = image.data.chunks_exact(4).flat_map(|p| [p[2], p[1], p[0]]);
        let mut png = Vec::new();
        let mut encoder = png::Encoder::new(&mut png, width.into(), height.into());
        encoder.set_color(png::ColorType::Rgb);
        let mut writer = encoder.write_header().expect("a PNG");
        writer.write_image_data(&pixels.collect::<Vec<u8>>()).expect("all its pixels");
        writer.finish().expect("a whole PNG");
        png
    }

    #[allow(clippy::disallowed_methods, reason = "a test waits for a program")]
    fn wait(&self) {
        let start = Instant::now();
        while std::net::TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            assert!(start.elapsed() < PATIENCE, "the driver does not listen");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        for child in [&mut self.driver, &mut self.server] {
            // The program and whatever it started: first asked, so that it writes what it has to write, then made to.
            for signal in ["-TERM", "-KILL"] {
                let group = format!("-{}", child.id());
                let _ = Command::new("kill").args([signal, "--", &group]).stderr(Stdio::null()).status();
                std::thread::sleep(Duration::from_millis(if signal == "-TERM" { 150 } else { 0 }));
            }
            let _ = child.wait();
        }
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    listener.local_addr().expect("its number").port()
}
