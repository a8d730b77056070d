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
use workbench::{ByteRange, ErrorKind, GenomePart, Installation};

/// The name of the protocol.
pub const SCHEME: &str = "genome";
/// Where the window's own pages come from, on every system.
const OWN: [&str; 3] = ["tauri://localhost", "http://tauri.localhost", "https://tauri.localhost"];

/// Answers on a thread that may block.
pub fn answer<R: Runtime>(context: UriSchemeContext<'_, R>, request: Request<Vec<u8>>, responder: UriSchemeResponder) {
    let app: AppHandle<R> = context.app_handle().clone();
    tauri::async_runtime::spawn_blocking(move || {
        let installation = app.state::<Arc<Installation>>();
        responder.respond(respond(&request, &|asked| file(&installation, asked)));
    });
}

/// What is asked for: a case and a name, nothing more. What is escaped stays as it is, so that no name has a separator in
/// it.
struct Asked<'a> {
    case: &'a str,
    name: &'a str,
    query: &'a str,
    range: ByteRange,
}

/// Some of a file of the open case; the status where there is none to give.
fn file(installation: &Installation, asked: &Asked<'_>) -> Result<GenomePart, StatusCode> {
    let desk = installation.desk().map_err(|_| StatusCode::NOT_FOUND)?;
    match desk.genome_file(asked.case, asked.name, asked.query, asked.range) {
        Ok(Some(part)) => Ok(part),
        Ok(None) => Err(StatusCode::NOT_FOUND),
        Err(error) if error.kind() == ErrorKind::Machine => {
            tracing::error!("a file of the genome browser could not be read");
            Err(StatusCode::INTERNAL_SERVER_ERROR)
        }
        Err(_) => Err(StatusCode::NOT_FOUND),
    }
}

type Files<'a> = dyn Fn(&Asked<'_>) -> Result<GenomePart, StatusCode> + 'a;

fn respond(request: &Request<Vec<u8>>, files: &Files<'_>) -> Response<Vec<u8>> {
    let mut headers = HeaderMap::new();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(origin) = request.headers().get(ORIGIN).filter(|o| OWN.iter().any(|own| o.as_bytes() == own.as_bytes()))
    {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
    }
    let range = range(request.headers().get(RANGE));
    let (status, body) = match asked(request, range).and_then(|asked| files(&asked)) {
        Ok(part) => (status(range, &part, &mut headers), part.bytes),
        Err(status) => (status, Vec::new()),
    };
    headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

fn asked(request: &Request<Vec<u8>>, range: ByteRange) -> Result<Asked<'_>, StatusCode> {
    if request.method() != Method::GET {
        return Err(StatusCode::METHOD_NOT_ALLOWED);
    }
    let path = request.uri().path();
    let (case, name) = path.strip_prefix('/').and_then(|p| p.split_once('/')).ok_or(StatusCode::NOT_FOUND)?;
    Ok(Asked { case, name, query: request.uri().query().unwrap_or_default(), range })
}

/// The part that is asked for (RFC 9110, 14): one range of bytes. Anything else than one range means the whole.
fn range(header: Option<&HeaderValue>) -> ByteRange {
    let asked = header.and_then(|r| r.to_str().ok()?.strip_prefix("bytes=")).filter(|r| !r.contains(','));
    let Some((first, last)) = asked.and_then(|r| r.split_once('-')) else { return ByteRange::Whole };
    let number = |text: &str| text.parse::<u64>().ok();
    match (number(first), number(last)) {
        (Some(first), Some(last)) if first <= last => ByteRange::Between(first, last),
        (Some(first), None) if last.is_empty() => ByteRange::From(first),
        (None, Some(length)) if first.is_empty() && length > 0 => ByteRange::Last(length),
        _ => ByteRange::Whole,
    }
}

fn status(range: ByteRange, part: &GenomePart, headers: &mut HeaderMap) -> StatusCode {
    let length = part.length;
    let (status, words) = match (range, u64::try_from(part.bytes.len()).unwrap_or(u64::MAX)) {
        (ByteRange::Whole, _) => return StatusCode::OK,
        (_, 0) => (StatusCode::RANGE_NOT_SATISFIABLE, format!("bytes */{length}")),
        (_, count) => {
            let last = part.start.saturating_add(count - 1);
            (StatusCode::PARTIAL_CONTENT, format!("bytes {}-{last}/{length}", part.start))
        }
    };
    if let Ok(words) = HeaderValue::from_str(&words) {
        headers.insert(CONTENT_RANGE, words);
    }
    status
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
        let files = |asked: &Asked<'_>| match (asked.case, asked.name) {
            ("family-1", "genes.bed") => {
                let range = asked.range.within(10);
                let bytes = (range.start..range.end).map(|n| b'0' + u8::try_from(n).expect("a digit")).collect();
                Ok(GenomePart { length: 10, start: range.start, bytes })
            }
            _ => Err(StatusCode::NOT_FOUND),
        };
        respond(&request.body(Vec::new()).expect("a request"), &files)
    }

    fn ranged(range: &str) -> (u16, String, Option<String>) {
        let response = asked("genome://localhost/family-1/genes.bed", &[("Range", range)]);
        let words = response.headers().get(CONTENT_RANGE).map(|w| w.to_str().expect("text").to_owned());
        (response.status().as_u16(), String::from_utf8(response.into_body()).expect("text"), words)
    }

    #[test]
    fn a_range_of_bytes_is_given() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(ranged("bytes=2-4"), (206, "234".into(), some("bytes 2-4/10")));
        assert_eq!(ranged("bytes=8-99"), (206, "89".into(), some("bytes 8-9/10")));
        assert_eq!(ranged("bytes=7-"), (206, "789".into(), some("bytes 7-9/10")));
        assert_eq!(ranged("bytes=-3"), (206, "789".into(), some("bytes 7-9/10")));
        assert_eq!(ranged("bytes=10-11"), (416, String::new(), some("bytes */10")));
        for whole in ["bytes=4-2", "bytes=a-b", "lines=1-2", "bytes=0-1,4-5", "bytes=-"] {
            assert_eq!(ranged(whole), (200, "0123456789".into(), None), "{whole} is no range that is understood");
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
