//! One file from a public place in the network, for reference data. Nothing of a patient is in any request.

use std::{
    fs::File,
    io::{self, Read, Write},
    net::IpAddr,
    path::{Path, PathBuf},
    sync::OnceLock,
    time::Duration,
};

use reqwest::{StatusCode, Url, blocking::Client, redirect};
use sealed::digest::{Hasher, Sha256};

/// Until somebody answers.
const CONNECT: Duration = Duration::from_secs(30);
/// For a whole file.
const WHOLE: Duration = Duration::from_secs(60 * 60);
/// Steps from address to address.
const REDIRECTS: usize = 5;

/// Why a file could not be fetched.
#[derive(Debug, thiserror::Error)]
pub enum DownloadError {
    /// Not an address that is fetched.
    #[error("{address}: expected an address that begins with https:// (http:// on this device alone)")]
    Address {
        /// As given, or as it was led to.
        address: String,
    },
    /// Nobody answered, or not by a certificate that this device trusts.
    #[error("{address}: {}", told(source))]
    Unreachable {
        /// The address.
        address: String,
        /// What the network says.
        source: reqwest::Error,
    },
    /// The place answered with something else.
    #[error("{address}: answered {status}: expected 200; the file may have moved, see its project's page")]
    Status {
        /// The address.
        address: String,
        /// The answer.
        status: StatusCode,
    },
    /// More bytes than such a file may have.
    #[error("{address}: more than {most} bytes: expected a file of the kind that is listed for this address")]
    TooLarge {
        /// The address.
        address: String,
        /// The most.
        most: u64,
    },
    /// The answer ended before its end.
    #[error("{address}: ended after {found} of {expected} bytes: try again")]
    CutOff {
        /// The address.
        address: String,
        /// Bytes that were announced.
        expected: u64,
        /// Bytes that came.
        found: u64,
    },
    /// The disk failed.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

/// The innermost cause: what surrounds it only says that a request failed.
fn told(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

/// Fetches a file of at most `most` bytes into a new one; gives its SHA-256. Addresses are `https`, or `http` of this device.
///
/// # Errors
/// [`DownloadError`]; what came until then is left in the file.
pub fn download(address: &str, into: &Path, most: u64) -> Result<Sha256, DownloadError> {
    let wrong = || DownloadError::Address { address: address.to_owned() };
    let url: Url = address.parse().map_err(|_| wrong())?;
    if !is_fetched(&url) {
        return Err(wrong());
    }
    let unreachable = |source| DownloadError::Unreachable { address: address.to_owned(), source };
    let response = client().map_err(unreachable)?.get(url).send().map_err(unreachable)?;
    if response.status().is_redirection() {
        return Err(DownloadError::Address { address: format!("{address}: led elsewhere") });
    }
    if response.status() != StatusCode::OK {
        return Err(DownloadError::Status { address: address.to_owned(), status: response.status() });
    }
    let announced = response.content_length();
    let io = |source| DownloadError::Io { path: into.to_owned(), source };
    let mut file = File::create_new(into).map_err(io)?;
    let (mut digest, mut found) = (Hasher::new(), 0_u64);
    let mut body = response.take(most.saturating_add(1));
    let mut piece = vec![0; 1 << 16];
    loop {
        let length = match body.read(&mut piece) {
            Ok(0) => break,
            Ok(length) => length,
            Err(_) => {
                let expected = announced.unwrap_or(most);
                return Err(DownloadError::CutOff { address: address.to_owned(), expected, found });
            }
        };
        let bytes = &piece[..length];
        found += u64::try_from(length).unwrap_or(u64::MAX);
        digest.update(bytes);
        file.write_all(bytes).map_err(io)?;
    }
    if found > most {
        return Err(DownloadError::TooLarge { address: address.to_owned(), most });
    }
    if let Some(expected) = announced.filter(|expected| *expected != found) {
        return Err(DownloadError::CutOff { address: address.to_owned(), expected, found });
    }
    file.sync_all().map_err(io)?;
    Ok(digest.finish())
}

fn is_fetched(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let here = host == "localhost" || host.trim_matches(['[', ']']).parse().is_ok_and(|ip: IpAddr| ip.is_loopback());
    url.scheme() == "https" || url.scheme() == "http" && here
}

fn client() -> Result<Client, reqwest::Error> {
    static PROVIDER: OnceLock<()> = OnceLock::new();
    PROVIDER.get_or_init(|| {
        // Another one that was there before serves as well.
        drop(rustls::crypto::ring::default_provider().install_default());
    });
    let follow = redirect::Policy::custom(|attempt| match attempt.previous().len() {
        steps if steps > REDIRECTS => attempt.stop(),
        _ if is_fetched(attempt.url()) => attempt.follow(),
        _ => attempt.stop(),
    });
    let name = concat!("shirube/", env!("CARGO_PKG_VERSION"));
    Client::builder().user_agent(name).connect_timeout(CONNECT).timeout(WHOLE).redirect(follow).build()
}
