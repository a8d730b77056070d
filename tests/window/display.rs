//! A display without a screen, and the driver of the web view on it.

use std::{
    io::{BufRead, BufReader, Read},
    net::TcpListener,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// A display and a driver, ended with the test.
pub struct Display {
    server: Child,
    driver: Child,
    port: u16,
}

/// Where a program listens, at the latest after this time.
const PATIENCE: Duration = Duration::from_secs(30);

impl Display {
    /// Starts both; `None`, and said, where a program for it is not installed.
    pub fn open(width: u32, height: u32) -> Option<Self> {
        for program in ["Xvfb", "tauri-driver", "WebKitWebDriver"] {
            if !end_to_end::is_installed(program) {
                end_to_end::skip(&format!("{program} is not installed"));
                return None;
            }
        }
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", &format!("{width}x{height}x24"), "-nolisten", "tcp"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("a display");
        let mut number = String::new();
        BufReader::new(server.stdout.as_mut().expect("its number").by_ref())
            .read_line(&mut number)
            .expect("its number");
        let number = format!(":{}", number.trim());
        let (port, native) = (free_port(), free_port());
        let driver = Command::new("tauri-driver")
            .args(["--port", &port.to_string(), "--native-port", &native.to_string()])
            .env("DISPLAY", &number)
            .env("GDK_BACKEND", "x11")
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("a driver");
        let display = Self { server, driver, port };
        display.wait();
        Some(display)
    }

    /// Where the driver listens.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
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
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    listener.local_addr().expect("its number").port()
}
