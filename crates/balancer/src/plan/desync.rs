//! How dangerous a request is to whoever stands behind: whether two servers may read it in two
//! ways. The classes and their reasons are those of the access log (ALB guide, "Classification
//! reasons"), the rules those of `aws/http-desync-guardian`, which the tests hold them to.

use ferrogate_link::balancer::DesyncMode;

use super::head::{Head, Likeness, is_name, likeness, trim};

pub(crate) const CODING: &[u8] = b"transfer-encoding";
pub(crate) const LENGTH: &[u8] = b"content-length";

/// How dangerous it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// It keeps to RFC 7230.
    Compliant,
    /// It does not, without a danger that is known.
    Acceptable,
    /// Servers differ in where it ends.
    Ambiguous,
    /// It was made so, or can't be read.
    Severe,
}

/// Why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "they are AWS's words, which its guide describes")]
pub enum Reason {
    AmbiguousUri,
    BadContentLength,
    BadHeader,
    BadMethod,
    BadTransferEncoding,
    BadUri,
    BadVersion,
    BothTeClPresent,
    DuplicateContentLength,
    EmptyHeader,
    GetHeadZeroContentLength,
    MissingHeaderColon,
    MissingUri,
    MultilineHeader,
    MultipleContentLength,
    MultipleTransferEncodingChunked,
    NonCompliantHeader,
    NonCompliantVersion,
    NonCrLfLineTermination,
    SpaceInUri,
    SuspiciousHeader,
    SuspiciousTeClPresent,
    UndefinedContentLengthSemantics,
    UndefinedTransferEncodingSemantics,
}

macro_rules! words {
    ($($word:ident)*) => {
        impl Reason {
            /// As the access log says it.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$word => stringify!($word),)* }
            }
        }
    };
}

words! {
    AmbiguousUri BadContentLength BadHeader BadMethod BadTransferEncoding BadUri BadVersion
    BothTeClPresent DuplicateContentLength EmptyHeader GetHeadZeroContentLength MissingHeaderColon
    MissingUri MultilineHeader MultipleContentLength MultipleTransferEncodingChunked
    NonCompliantHeader NonCompliantVersion NonCrLfLineTermination SpaceInUri SuspiciousHeader
    SuspiciousTeClPresent UndefinedContentLengthSemantics UndefinedTransferEncodingSemantics
}

impl Class {
    /// As the access log says it; nothing of what keeps to RFC 7230.
    #[must_use]
    pub fn word(self) -> Option<&'static str> {
        match self {
            Self::Compliant => None,
            Self::Acceptable => Some("Acceptable"),
            Self::Ambiguous => Some("Ambiguous"),
            Self::Severe => Some("Severe"),
        }
    }

    /// Whether it is let through in this mode (ALB guide, "Desync mitigation mode").
    #[must_use]
    pub fn passes(self, mode: DesyncMode) -> bool {
        match mode {
            DesyncMode::Monitor => true,
            DesyncMode::Defensive => self < Self::Severe,
            DesyncMode::Strictest => self == Self::Compliant,
        }
    }

    /// Whether the client's connection ends after it in this mode.
    #[must_use]
    pub fn ends(self, mode: DesyncMode) -> bool {
        self == Self::Severe || self == Self::Ambiguous && mode != DesyncMode::Monitor
    }
}

/// What a head is found to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// The worst of it.
    pub class: Class,
    /// The first of what makes it that; nothing when it is compliant.
    pub reason: Option<Reason>,
}

impl Found {
    fn raise(&mut self, class: Class, reason: Reason) {
        if class > self.class {
            *self = Self { class, reason: Some(reason) };
        }
    }
}

/// What a head is.
#[must_use]
pub fn classify(head: &Head<'_>) -> Found {
    let mut found = Found { class: Class::Compliant, reason: None };
    let version = trim(head.version.unwrap_or_default());
    let version = if version.is_empty() { b"HTTP/0.9" } else { head.version.unwrap_or_default() };
    if head.bare_lf {
        found.raise(Class::Acceptable, Reason::NonCrLfLineTermination);
    }
    if head.target.is_none() {
        found.raise(Class::Ambiguous, Reason::MissingUri);
    }
    let mut lengths = Lengths::default();
    let fields = fields(head, &mut found);
    for (name, value) in fields {
        field(name, value, &mut found, &mut lengths);
    }
    lengths.judge(head.method, version, &mut found);
    if !head.method.iter().all(|b| is_name(*b)) {
        found.raise(Class::Severe, Reason::BadMethod);
    }
    self::version(version, &mut found);
    target(head.target.unwrap_or_default(), &mut found);
    found
}

/// The headers, where a line that goes on with another counts as one of its own: as one of the
/// same name, or of the one that it seems to have.
fn fields<'h>(head: &Head<'h>, found: &mut Found) -> Vec<(&'h [u8], &'h [u8])> {
    let (mut all, mut before, mut is_type) = (Vec::with_capacity(head.lines.len()), None, false);
    for line in &head.lines {
        if !line.folded && line.value.is_some() {
            is_type = line.name.eq_ignore_ascii_case(b"content-type");
            before = Some(line.name);
        }
        let goes_on = before.filter(|_| line.folded && (is_type || line.value.is_none()));
        all.push(match goes_on {
            Some(name) => (name, line.name),
            None => (line.name, line.value.unwrap_or_default()),
        });
        if !line.folded && line.value.is_none() {
            found.raise(Class::Ambiguous, Reason::MissingHeaderColon);
        }
        if line.folded && !is_type {
            found.raise(Class::Ambiguous, Reason::MultilineHeader);
        }
    }
    all
}

/// Whether it ends lines, or strings, wherever it stands.
fn is_bad(byte: u8) -> bool {
    matches!(byte, b'\r' | b'\n' | 0)
}

/// Whether it may stand in a header's value (RFC 9110 5.5).
pub(crate) fn is_value(byte: u8) -> bool {
    matches!(byte, b'\t' | b' '..=b'~' | 0x80..)
}

/// What one header adds.
fn field<'h>(name: &'h [u8], value: &'h [u8], found: &mut Found, lengths: &mut Lengths<'h>) {
    let all = || name.iter().chain(value);
    let is_bad = all().any(|b| is_bad(*b));
    if is_bad {
        found.raise(Class::Severe, Reason::BadHeader);
    } else if !name.iter().all(|b| is_name(*b)) || !value.iter().all(|b| is_value(*b)) {
        found.raise(Class::Acceptable, Reason::NonCompliantHeader);
    }
    if trim(name).is_empty() {
        found.raise(Class::Ambiguous, Reason::EmptyHeader);
        return;
    }
    let (all, suspicious, like) = match (likeness(CODING, name), likeness(LENGTH, name)) {
        (Likeness::None, Likeness::None) => return,
        (Likeness::None, like) => (&mut lengths.lengths, &mut lengths.suspicious, like),
        (like, _) => (&mut lengths.codings, &mut lengths.suspicious, like),
    };
    if like == Likeness::Same {
        all.push(value);
    } else if !is_bad {
        all.push(value);
        *suspicious = true;
        found.raise(Class::Ambiguous, Reason::SuspiciousHeader);
    }
}

/// What a request says of where its body ends.
#[derive(Default)]
struct Lengths<'h> {
    codings: Vec<&'h [u8]>,
    lengths: Vec<&'h [u8]>,
    /// One of them has another name than it seems to have.
    suspicious: bool,
}

impl Lengths<'_> {
    fn judge(&self, method: &[u8], version: &[u8], found: &mut Found) {
        let has_coding = !self.codings.is_empty();
        if self.suspicious && has_coding && !self.lengths.is_empty() {
            found.raise(Class::Severe, Reason::SuspiciousTeClPresent);
        }
        // Versions before those that know them.
        if has_coding && version <= &b"HTTP/1.0"[..] {
            found.raise(Class::Ambiguous, Reason::UndefinedTransferEncodingSemantics);
            return;
        }
        if !self.lengths.is_empty() && version < &b"HTTP/1.0"[..] {
            found.raise(Class::Ambiguous, Reason::UndefinedContentLengthSemantics);
            return;
        }
        self.codings(found);
        let length = self.length(found);
        if method == b"GET" || method == b"HEAD" {
            if has_coding {
                found.raise(Class::Ambiguous, Reason::UndefinedTransferEncodingSemantics);
            }
            match length {
                Some(0) => found.raise(Class::Acceptable, Reason::GetHeadZeroContentLength),
                Some(_) => found.raise(Class::Ambiguous, Reason::UndefinedContentLengthSemantics),
                None => {}
            }
        }
        if length.is_some() && has_coding {
            found.raise(Class::Ambiguous, Reason::BothTeClPresent);
        }
    }

    fn codings(&self, found: &mut Found) {
        let mut chunked = false;
        for coding in self.codings.iter().flat_map(|value| value.split(|b| *b == b',')) {
            let name = trim(coding).split(|b| *b == b';').next().unwrap_or_default();
            let name = trim(name).to_ascii_lowercase();
            let is_chunked = name == b"chunked";
            match &*name {
                b"chunked" | b"compress" | b"deflate" | b"gzip" | b"identity" => {
                    if chunked && is_chunked {
                        found.raise(Class::Severe, Reason::MultipleTransferEncodingChunked);
                    }
                    chunked = is_chunked;
                }
                _ => found.raise(Class::Severe, Reason::BadTransferEncoding),
            }
        }
    }

    fn length(&self, found: &mut Found) -> Option<u64> {
        let mut first = None;
        for value in &self.lengths {
            let digits = trim(value);
            // None at all is none.
            let number = if digits.is_empty() { Some(0) } else { number(digits) };
            match (first, number) {
                (_, None) => found.raise(Class::Severe, Reason::BadContentLength),
                (None, _) => first = number,
                (Some(one), Some(other)) if one == other => {
                    found.raise(Class::Ambiguous, Reason::DuplicateContentLength);
                }
                _ => found.raise(Class::Severe, Reason::MultipleContentLength),
            }
        }
        first
    }
}

/// The number that digits are, and nothing else (RFC 9110 8.6).
pub(crate) fn number(digits: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(digits).ok()?;
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok())?
}

fn version(version: &[u8], found: &mut Found) {
    let plain = trim(version);
    match plain {
        b"HTTP/0.9" => found.raise(Class::Acceptable, Reason::NonCompliantVersion),
        [b'H', b'T', b'T', b'P', b'/', b'1', b'.', minor @ b'0'..=b'9'] => {
            if plain.len() != version.len() || *minor > b'1' {
                found.raise(Class::Acceptable, Reason::NonCompliantVersion);
            }
        }
        _ => found.raise(Class::Severe, Reason::BadVersion),
    }
}

fn target(target: &[u8], found: &mut Found) {
    for byte in target {
        match byte {
            b' ' => found.raise(Class::Acceptable, Reason::SpaceInUri),
            byte if is_bad(*byte) => found.raise(Class::Severe, Reason::BadUri),
            0..b' ' | 0x7f => found.raise(Class::Ambiguous, Reason::AmbiguousUri),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use http_desync_guardian::request_analyzer::HttpRequestData;
    use proptest::prelude::*;

    use super::*;

    /// What AWS's own library says, in our words.
    fn guardian(text: &[u8]) -> (String, String) {
        let found = HttpRequestData::analyze_raw_request(text);
        (format!("{:?}", found.tier), format!("{:?}", found.reason))
    }

    fn ours(text: &[u8]) -> (String, String) {
        let found = classify(&Head::of(text));
        let reason = found.reason.map_or("Compliant", Reason::word);
        (format!("{:?}", found.class), reason.to_owned())
    }

    /// Where the library says less than the guide, which has a reason that it has not: whose
    /// lengths are both there, and one of them under a name that only seems to be it.
    fn agree(text: &[u8]) {
        let (ours, theirs) = (ours(text), guardian(text));
        let says_more = ours.1 == "SuspiciousTeClPresent" && theirs.0 != "Compliant";
        // What sorts after "HTTP/2" it takes for HTTP/2.
        let version = Head::of(text).version.unwrap_or_default();
        if !says_more && version < &b"HTTP/2"[..] {
            assert_eq!(ours, theirs, "{:?}", String::from_utf8_lossy(text));
        }
    }

    #[test]
    fn each_reason_is_found_as_aws_s_library_finds_it() {
        for (line, headers, class, reason) in [
            ("GET / HTTP/1.1", "", "Compliant", "Compliant"),
            ("POST / HTTP/1.1", "Content-Length: 3\r\n", "Compliant", "Compliant"),
            ("POST / HTTP/1.1", "Transfer-Encoding: chunked\r\n", "Compliant", "Compliant"),
            ("POST / HTTP/1.1", "Transfer-Encoding: gzip, chunked\r\n", "Compliant", "Compliant"),
            ("GET / HTTP/1.1", "Content-Length: 0\r\n", "Acceptable", "GetHeadZeroContentLength"),
            ("GET / HTTP/1.1", "X: a\u{1}\r\n", "Acceptable", "NonCompliantHeader"),
            ("GET / HTTP/1.1", "X : a\r\n", "Acceptable", "NonCompliantHeader"),
            ("GET / HTTP/1.2", "", "Acceptable", "NonCompliantVersion"),
            ("GET /", "", "Acceptable", "NonCompliantVersion"),
            ("GET /a b HTTP/1.1", "", "Acceptable", "SpaceInUri"),
            ("GET / HTTP/1.1", "X: a\n", "Acceptable", "NonCrLfLineTermination"),
            ("GET /\u{1} HTTP/1.1", "", "Ambiguous", "AmbiguousUri"),
            (
                "POST / HTTP/1.1",
                "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n",
                "Ambiguous",
                "BothTeClPresent",
            ),
            (
                "POST / HTTP/1.1",
                "Content-Length: 3\r\nContent-Length: 3\r\n",
                "Ambiguous",
                "DuplicateContentLength",
            ),
            ("GET / HTTP/1.1", ": a\r\n", "Ambiguous", "EmptyHeader"),
            ("POST / HTTP/1.1", "Content_Length: 3\r\n", "Ambiguous", "SuspiciousHeader"),
            ("POST / HTTP/1.1", "Transfer-Encoding : chunked\r\n", "Ambiguous", "SuspiciousHeader"),
            (
                "GET / HTTP/1.1",
                "Content-Length: 3\r\n",
                "Ambiguous",
                "UndefinedContentLengthSemantics",
            ),
            (
                "GET / HTTP/1.1",
                "Transfer-Encoding: chunked\r\n",
                "Ambiguous",
                "UndefinedTransferEncodingSemantics",
            ),
            (
                "POST / HTTP/1.0",
                "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n",
                "Ambiguous",
                "UndefinedTransferEncodingSemantics",
            ),
            ("GET / HTTP/1.1", "X: a\r\n b\r\n", "Ambiguous", "MultilineHeader"),
            ("GET / HTTP/1.1", "Content-Type: a;\r\n b=c\r\n", "Compliant", "Compliant"),
            ("GET / HTTP/1.1", "nothing\r\n", "Ambiguous", "MissingHeaderColon"),
            ("GET HTTP/1.1", "", "Ambiguous", "MissingUri"),
            ("POST / HTTP/1.1", "Content-Length: 3,3\r\n", "Severe", "BadContentLength"),
            ("POST / HTTP/1.1", "X: a\0\r\n", "Severe", "BadHeader"),
            ("POST / HTTP/1.1", "X: a\rb\r\n", "Severe", "BadHeader"),
            ("P(T / HTTP/1.1", "", "Severe", "BadMethod"),
            ("POST / HTTP/1.1", "Transfer-Encoding: xchunked\r\n", "Severe", "BadTransferEncoding"),
            ("GET /\0 HTTP/1.1", "", "Severe", "BadUri"),
            ("GET / HTTP/1x1", "", "Severe", "BadVersion"),
            (
                "POST / HTTP/1.1",
                "Content-Length: 3\r\nContent-Length: 4\r\n",
                "Severe",
                "MultipleContentLength",
            ),
            (
                "POST / HTTP/1.1",
                "Transfer-Encoding: chunked, chunked\r\n",
                "Severe",
                "MultipleTransferEncodingChunked",
            ),
            (
                "POST / HTTP/1.1",
                "Content-Length: 3\r\nTransfer-Encoding : chunked\r\n",
                "Severe",
                "SuspiciousTeClPresent",
            ),
        ] {
            let text = format!("{line}\r\nHost: a\r\n{headers}\r\n");
            assert_eq!(ours(text.as_bytes()), (class.into(), reason.into()), "{text:?}");
            agree(text.as_bytes());
        }
    }

    #[test]
    fn a_mode_lets_through_what_the_guide_says() {
        use Class::{Acceptable, Ambiguous, Compliant, Severe};
        let all = [Compliant, Acceptable, Ambiguous, Severe];
        for (mode, passes, ends) in [
            (DesyncMode::Monitor, [true; 4], [false, false, false, true]),
            (DesyncMode::Defensive, [true, true, true, false], [false, false, true, true]),
            (DesyncMode::Strictest, [true, false, false, false], [false, false, true, true]),
        ] {
            assert_eq!(all.map(|class| class.passes(mode)), passes, "{mode:?}");
            assert_eq!(all.map(|class| class.ends(mode)), ends, "{mode:?}");
        }
    }

    /// Pieces of which heads are made that are as wrong as can be.
    fn piece() -> impl Strategy<Value = Vec<u8>> {
        let known = prop::sample::select(vec![
            "GET",
            "POST",
            "HEAD",
            " ",
            "\t",
            "/",
            "/a",
            "HTTP/1.1",
            "HTTP/1.0",
            "HTTP/1.",
            "HTTP/0.9",
            "\r\n",
            "\n",
            "\r",
            ":",
            ": ",
            "Content-Length",
            "content_length",
            "Transfer-Encoding",
            "transfer-encodıng",
            "chunked",
            "identity",
            "gzip",
            ",",
            ";",
            "0",
            "3",
            "X",
            "Content-Type",
            "\0",
            "\u{1}",
            "\u{7f}",
            "-",
            "ſ",
            "\u{e9}",
            "Host: a\r\n",
        ]);
        prop_oneof![
            9 => known.prop_map(|text| text.as_bytes().to_vec()),
            1 => prop::collection::vec(any::<u8>(), 1..3),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(4000) })]

        #[test]
        fn heads_of_any_kind_are_found_to_be_what_aws_s_library_finds(
            whole in any::<bool>(),
            pieces in prop::collection::vec(piece(), 0..24),
        ) {
            let mut text = if whole { b"POST / HTTP/1.1\r\n".to_vec() } else { Vec::new() };
            text.extend(pieces.concat());
            text.extend_from_slice(b"\r\n\r\n");
            let end = crate::plan::head::end(&text, 0).unwrap();
            // One that begins with an empty line is none.
            let text = &text[..end];
            if !text.starts_with(b"\r\n") && !text.starts_with(b"\n") {
                agree(text);
                // Whatever is made of it is compliant, or known to be harmless alone.
                if let Ok(meaning) = crate::plan::meaning::meaning(&Head::of(text)) {
                    let again = meaning.written.as_deref().unwrap_or(text);
                    let head = Head::of(again);
                    let found = classify(&head);
                    let harmless = [
                        Reason::GetHeadZeroContentLength,
                        Reason::UndefinedContentLengthSemantics,
                        Reason::UndefinedTransferEncodingSemantics,
                    ];
                    prop_assert!(
                        found.reason.is_none_or(|reason| harmless.contains(&reason)),
                        "{:?} {:?}", String::from_utf8_lossy(again), found,
                    );
                    let written = crate::plan::meaning::meaning(&head).unwrap();
                    prop_assert_eq!(written.body, meaning.body);
                    prop_assert!(written.written.is_none(), "{:?}", String::from_utf8_lossy(again));
                }
            }
        }
    }
}
