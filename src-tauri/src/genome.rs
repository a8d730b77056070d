//! The protocol `genome:` of the window: the files of the genome browser, `genome://localhost/CASE/NAME`, in ranges of
//! bytes. Whatever is not a file of the open case, or asked by nobody who is signed in, is 404.

use std::sync::Arc;

use tauri::{
    AppHandle, Manager, Runtime, UriSchemeContext, UriSchemeResponder,
    http::{
        HeaderMap, HeaderValue, Method, Request, Response, StatusCode,
        header::{
            ACCEPT_RANGES, ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_RANGE, CONTENT_TYPE, ORIGIN, RANGE,
        },
    },
};
use workbench::{ErrorKind, Installation};

/// The name of the protocol.
pub const SCHEME: &str = "genome";
/// Where the window's own pages come from, on every system.
const OWN: [&str; 3] = ["tauri://localhost", "http://tauri.localhost", "https://tauri.localhost"];

/// Answers on a thread that may block.
pub fn answer<R: Runtime>(context: UriSchemeContext<'_, R>, request: Request<Vec<u8>>, responder: UriSchemeResponder) {
    let app: AppHandle<R> = context.app_handle().clone();
    tauri::async_runtime::spawn_blocking(move || {
        let installation = app.state::<Arc<Installation>>();
        responder.respond(respond(&request, &|case, name, query| file(&installation, case, name, query)));
    });
}

/// A file of the open case; the status where there is none to give.
fn file(installation: &Installation, case: &str, name: &str, query: &str) -> Result<Vec<u8>, StatusCode> {
    let desk = installation.desk().map_err(|_| StatusCode::NOT_FOUND)?;
    match desk.genome_file(case, name, query) {
        Ok(Some(bytes)) => Ok(bytes),
        Ok(None) => Err(StatusCode::NOT_FOUND),
        Err(error) if error.kind() == ErrorKind::Machine => {
            tracing::error!("a file of the genome browser could not be read");
            Err(StatusCode::INTERNAL_SERVER_ERROR)
        }
        Err(_) => Err(StatusCode::NOT_FOUND),
    }
}

type Files<'a> = dyn Fn(&str, &str, &str) -> Result<Vec<u8>, StatusCode> + 'a;

fn respond(request: &Request<Vec<u8>>, files: &Files<'_>) -> Response<Vec<u8>> {
    let mut headers = HeaderMap::new();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(origin) = request.headers().get(ORIGIN).filter(|o| OWN.iter().any(|own| o.as_bytes() == own.as_bytes()))
    {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
    }
    let (status, body) = match content(request, files) {
        Ok(bytes) => part(request.headers().get(RANGE), bytes, &mut headers),
        Err(status) => (status, Vec::new()),
    };
    headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

/// The whole file that an address names: a case and a name, nothing more. What is escaped stays as it is, so that no name
/// has a separator in it.
fn content(request: &Request<Vec<u8>>, files: &Files<'_>) -> Result<Vec<u8>, StatusCode> {
    if request.method() != Method::GET {
        return Err(StatusCode::METHOD_NOT_ALLOWED);
    }
    let path = request.uri().path();
    let (case, name) = path.strip_prefix('/').and_then(|p| p.split_once('/')).ok_or(StatusCode::NOT_FOUND)?;
    files(case, name, request.uri().query().unwrap_or_default())
}

/// The part that was asked for (RFC 9110, 14): one range of bytes. Anything else than one range is answered whole.
fn part(range: Option<&HeaderValue>, bytes: Vec<u8>, headers: &mut HeaderMap) -> (StatusCode, Vec<u8>) {
    let asked = range.and_then(|r| r.to_str().ok()?.strip_prefix("bytes=")).filter(|r| !r.contains(','));
    let Some((first, last)) = asked.and_then(|r| r.split_once('-')) else { return (StatusCode::OK, bytes) };
    let number = |text: &str| text.parse::<usize>().ok();
    let bounds = match (number(first), number(last)) {
        (Some(first), Some(last)) if first <= last => Some((first, last.saturating_add(1).min(bytes.len()))),
        (Some(first), None) if last.is_empty() => Some((first, bytes.len())),
        (None, Some(length)) if first.is_empty() && length > 0 => {
            Some((bytes.len().saturating_sub(length), bytes.len()))
        }
        _ => return (StatusCode::OK, bytes),
    };
    let part = bounds.filter(|(start, end)| start < end).and_then(|(start, end)| Some((start, bytes.get(start..end)?)));
    let (status, words, part) = match part {
        Some((start, part)) => {
            let last = start + part.len() - 1;
            (StatusCode::PARTIAL_CONTENT, format!("bytes {start}-{last}/{}", bytes.len()), part.to_vec())
        }
        None => (StatusCode::RANGE_NOT_SATISFIABLE, format!("bytes */{}", bytes.len()), Vec::new()),
    };
    if let Ok(words) = HeaderValue::from_str(&words) {
        headers.insert(CONTENT_RANGE, words);
    }
    (status, part)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::expect_used, reason = "a test ends where something is not as it must be")]

    use super::*;

    fn asked(address: &str, headers: &[(&str, &str)]) -> Response<Vec<u8>> {
        let mut request = Request::builder().uri(address);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let files = |case: &str, name: &str, _: &str| match (case, name) {
            ("family-1", "genes.bed") => Ok(b"0123456789".to_vec()),
            _ => Err(StatusCode::NOT_FOUND),
        };
        respond(&request.body(Vec::new()).expect("a request"), &files)
    }

    fn range(range: &str) -> (u16, String, Option<String>) {
        let response = asked("genome://localhost/family-1/genes.bed", &[("Range", range)]);
        let words = response.headers().get(CONTENT_RANGE).map(|w| w.to_str().expect("text").to_owned());
        (response.status().as_u16(), String::from_utf8(response.into_body()).expect("text"), words)
    }

    #[test]
    fn a_range_of_bytes_is_given() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(range("bytes=2-4"), (206, "234".into(), some("bytes 2-4/10")));
        assert_eq!(range("bytes=8-99"), (206, "89".into(), some("bytes 8-9/10")));
        assert_eq!(range("bytes=7-"), (206, "789".into(), some("bytes 7-9/10")));
        assert_eq!(range("bytes=-3"), (206, "789".into(), some("bytes 7-9/10")));
        assert_eq!(range("bytes=10-11"), (416, String::new(), some("bytes */10")));
        for whole in ["bytes=4-2", "bytes=a-b", "lines=1-2", "bytes=0-1,4-5", "bytes=-"] {
            assert_eq!(range(whole), (200, "0123456789".into(), None), "{whole} is no range that is understood");
        }
    }

    #[test]
    fn only_the_windows_own_pages_may_read_an_answer() {
        let allowed = |origin: &str| {
            let response = asked("genome://localhost/family-1/genes.bed", &[("Origin", origin)]);
            response.headers().get(ACCESS_CONTROL_ALLOW_ORIGIN).map(|o| o.to_str().expect("text").to_owned())
        };
        assert_eq!(allowed("tauri://localhost"), Some("tauri://localhost".to_owned()));
        assert_eq!(allowed("https://example.org"), None);
        assert_eq!(allowed("null"), None);
    }

    #[test]
    fn another_address_is_not_found() {
        for address in [
            "genome://localhost/",
            "genome://localhost/genes.bed",
            "genome://localhost/family-2/genes.bed",
            "genome://localhost/family-1/../family-1/genes.bed",
            "genome://localhost/family-1/..%2F..%2Fetc%2Fhostname",
            "genome://localhost/family-1%2Fgenes.bed",
            "genome://localhost//etc/hostname",
        ] {
            let response = asked(address, &[]);
            assert_eq!((response.status().as_u16(), response.body().len()), (404, 0), "{address}");
        }
    }
}
