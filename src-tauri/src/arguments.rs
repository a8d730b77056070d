//! How the window is started: where the store and the device's key are.

use std::path::PathBuf;

use workbench::DeviceKeySource;

/// What the command line says.
#[derive(Debug)]
pub struct Arguments {
    /// The folder of the store.
    pub home: PathBuf,
    /// Where the device's key is.
    pub device_key: DeviceKeySource,
}

const USAGE: &str = "usage: shirube-window [--home DIR] [--device-key-file FILE]";

impl Arguments {
    /// Reads `--home DIR` (else the system's place for application data) and `--device-key-file FILE` (else the keyring).
    ///
    /// # Errors
    /// What is wrong, and the usage.
    #[allow(clippy::disallowed_methods, reason = "the shell is where arguments and environment come in")]
    pub fn read() -> Result<Self, String> {
        let mut arguments = std::env::args_os().skip(1);
        let (mut home, mut key_file) = (None, None);
        while let Some(name) = arguments.next() {
            let value = arguments.next().map(PathBuf::from);
            match (name.to_str(), value) {
                (Some("--home"), Some(value)) => home = Some(value),
                (Some("--device-key-file"), Some(value)) => key_file = Some(value),
                _ => return Err(format!("{} is not understood; {USAGE}", name.display())),
            }
        }
        let by_variable = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|p| p.is_absolute());
        let system = || {
            by_variable("XDG_DATA_HOME")
                .or_else(|| by_variable("APPDATA"))
                .or_else(|| by_variable("HOME").map(|home| home.join(".local").join("share")))
        };
        let home = home.or_else(|| system().map(|data| data.join("shirube")));
        let home = home.ok_or_else(|| format!("no place for the store is known; {USAGE}"))?;
        let device_key = match key_file {
            Some(path) => DeviceKeySource::KeyFile(path),
            None => DeviceKeySource::keyring().map_err(|e| e.to_string())?,
        };
        Ok(Self { home, device_key })
    }
}
