//! Random requests, signed by another implementation, checked by ours; and the other way
//! round: what ours signs has the other's signature.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials as OtherCredentials;
use aws_sigv4::http_request::{
    PayloadChecksumKind, PercentEncodingMode, SignableBody, SignableRequest, SignatureLocation,
    SigningSettings, UriPathNormalizationMode, sign,
};
use aws_sigv4::sign::v4;
use ferrogate_auth::sigv4::{Credentials, RequestHead};
use ferrogate_auth::{AuthError, Caller, Secret, Signer, StaticKeys, Verifier};
use ferrogate_base::TimestampMs;
use ferrogate_base::clock::ManualClock;
use http::Request;
use proptest::prelude::*;

const NOW_S: u64 = 1_767_323_045;
const ID: &str = "AKIAIOSFODNN7EXAMPLE";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

#[derive(Clone, Debug)]
struct Sample {
    method: &'static str,
    path: String,
    query: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    region: String,
    service: &'static str,
    token: Option<String>,
}

fn samples() -> impl Strategy<Value = Sample> {
    let segment = "[A-Za-z0-9._~-]{0,6}|%20|a%2Fb|arn:aws:ecs|\\.|\\.\\.|@x";
    let path = prop::collection::vec(segment, 0..5).prop_map(|s| format!("/{}", s.join("/")));
    let pair = "[A-Za-z.-]{1,4}=?(%20|%7E|[a-z0-9:/,-]{0,5})";
    let query = prop::collection::vec(pair, 0..5).prop_map(|p| p.join("&"));
    let header = ("x-amz-[a-m]{1,5}|content-type|x-k8s-aws-id", "[!-~]{1,9}(  ?[!-~]{1,9}){0,2}");
    let services = prop::sample::select(vec!["ecs", "sts", "elasticloadbalancing", "s3"]);
    let methods = prop::sample::select(vec!["GET", "POST", "PUT", "DELETE"]);
    (
        methods,
        path,
        query,
        prop::collection::vec(header, 0..4),
        prop::collection::vec(any::<u8>(), 0..200),
        "[a-z]{2}-[a-z]{4}-[1-9]",
        services,
        prop::option::of("[A-Za-z0-9+/]{10,40}=="),
    )
        .prop_map(|(method, path, query, headers, body, region, service, token)| Sample {
            method,
            path,
            query,
            headers,
            body,
            region,
            service,
            token,
        })
}

impl Sample {
    fn request(&self) -> Request<()> {
        let mark = if self.query.is_empty() { "" } else { "?" };
        let uri = format!("http://localhost:4566{}{mark}{}", self.path, self.query);
        let mut builder = Request::builder().method(self.method).uri(uri);
        builder = builder.header("host", "localhost:4566");
        for (name, value) in &self.headers {
            builder = builder.header(name, value);
        }
        builder.body(()).unwrap()
    }

    /// Signs now with the other implementation, in the query for `expires_s` seconds or else
    /// in the header.
    fn signed(&self, expires_s: Option<u64>) -> Request<()> {
        self.signed_at(NOW_S, expires_s)
    }

    fn signed_at(&self, time_s: u64, expires_s: Option<u64>) -> Request<()> {
        let mut request = self.request();
        let identity = OtherCredentials::new(ID, SECRET, self.token.clone(), None, "test").into();
        let mut settings = SigningSettings::default();
        if self.service == "s3" {
            settings.percent_encoding_mode = PercentEncodingMode::Single;
            settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
            settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
        }
        if let Some(seconds) = expires_s {
            settings.signature_location = SignatureLocation::QueryParams;
            settings.expires_in = Some(Duration::from_secs(seconds));
            settings.payload_checksum_kind = PayloadChecksumKind::NoHeader;
        }
        let params = v4::SigningParams::builder()
            .identity(&identity)
            .region(&self.region)
            .name(self.service)
            .time(SystemTime::UNIX_EPOCH + Duration::from_secs(time_s))
            .settings(settings)
            .build()
            .unwrap()
            .into();
        let uri = request.uri().to_string();
        let headers: Vec<(String, String)> = request
            .headers()
            .iter()
            .map(|(k, v)| (k.to_string(), v.to_str().unwrap().to_owned()))
            .collect();
        let body = match expires_s {
            Some(_) if self.service == "s3" => SignableBody::UnsignedPayload,
            Some(_) => SignableBody::Bytes(b""),
            None => SignableBody::Bytes(&self.body),
        };
        let pairs = headers.iter().map(|(k, v)| (k.as_str(), v.as_str()));
        let signable = SignableRequest::new(self.method, uri, pairs, body).unwrap();
        let (instructions, _) = sign(signable, &params).unwrap().into_parts();
        instructions.apply_to_request_http1x(&mut request);
        request
    }
}

fn verifier(token: Option<&String>) -> Verifier {
    let caller = Caller::root("123456789012".parse().unwrap());
    let secret = Secret::new(SECRET);
    let keys = match token {
        Some(token) => {
            let session = (Secret::new(token), TimestampMs(u64::MAX));
            StaticKeys::new().with_session(ID, secret, session, caller)
        }
        None => StaticKeys::new().with(ID, secret, caller),
    };
    Verifier::new(Arc::new(keys), Arc::new(ManualClock::new(TimestampMs(NOW_S * 1000))))
}

fn head(request: &Request<()>) -> RequestHead<'_> {
    RequestHead {
        method: request.method().as_str(),
        path: request.uri().path(),
        query: request.uri().query().unwrap_or_default(),
        headers: request.headers(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn what_another_signer_signs_is_let_in(sample in samples()) {
        let verifier = verifier(sample.token.as_ref());
        let request = sample.signed(None);
        let verified = verifier.verify(&head(&request), &sample.body);
        prop_assert!(verified.is_ok(), "{:?} {request:?}", verified);
        prop_assert_eq!(verified.unwrap().region, sample.region.clone());
        let request = sample.signed(Some(60));
        let body: &[u8] = if sample.service == "s3" { &sample.body } else { b"" };
        let verified = verifier.verify(&head(&request), body);
        prop_assert!(verified.is_ok(), "{:?} {request:?}", verified);
    }

    #[test]
    fn our_signature_is_the_other_signers(sample in samples()) {
        let theirs = sample.signed(None);
        let mut ours = sample.request();
        let credentials = Credentials {
            access_key_id: ID.into(),
            secret: Secret::new(SECRET),
            token: sample.token.clone().map(Secret::new),
        };
        let signer = Signer {
            credentials: &credentials,
            region: &sample.region,
            service: sample.service,
            time: TimestampMs(NOW_S * 1000),
        };
        let (method, uri) = (ours.method().clone(), ours.uri().clone());
        signer.sign_request(&method, &uri, ours.headers_mut(), &sample.body).unwrap();
        prop_assert_eq!(&ours.headers()["authorization"], &theirs.headers()["authorization"]);
    }

    #[test]
    fn what_is_presigned_is_let_in_until_it_expires(sample in samples(), expires_s in 1_u64..=604_800) {
        // Only S3 goes by what the request says of its end.
        let valid_s = if sample.service == "s3" { expires_s } else { 900 };
        let verifier = verifier(sample.token.as_ref());
        let in_time = sample.signed_at(NOW_S - valid_s, Some(expires_s));
        prop_assert!(verifier.verify(&head(&in_time), b"").is_ok());
        let late = sample.signed_at(NOW_S - valid_s - 1, Some(expires_s));
        let refused = verifier.verify(&head(&late), b"");
        prop_assert!(matches!(refused, Err(AuthError::Expired { .. })), "{:?}", refused);
    }

    #[test]
    fn a_flipped_byte_anywhere_in_what_is_signed_is_refused(
        sample in samples(),
        place in any::<prop::sample::Index>(),
        bit in 0_u32..7,
        query_form in any::<bool>(),
    ) {
        let request = sample.signed(query_form.then_some(60));
        let flip = |text: &[u8]| {
            let mut bytes = text.to_vec();
            let at = place.index(bytes.len());
            bytes[at] ^= 1 << bit;
            bytes
        };
        let verifier = verifier(sample.token.as_ref());
        if !sample.body.is_empty() && !query_form {
            prop_assert!(verifier.verify(&head(&request), &flip(&sample.body)).is_err());
        }
        for name in request.headers().keys().map(ToString::to_string) {
            let mut tampered = request.clone();
            let value = flip(tampered.headers()[&name].as_bytes());
            let same = value.iter().filter(|b| !b" \t".contains(b)).eq(
                request.headers()[&name].as_bytes().iter().filter(|b| !b" \t".contains(b)));
            let Ok(value) = http::HeaderValue::from_bytes(&value) else { continue };
            tampered.headers_mut().insert(http::HeaderName::try_from(&name).unwrap(), value);
            let verified = verifier.verify(&head(&tampered), &sample.body);
            prop_assert!(same || verified.is_err(), "{name} {tampered:?}");
        }
        if query_form {
            let target = flip(request.uri().query().unwrap().as_bytes());
            // One canonical text may be written in two ways (`%7E` and `~`): a flip is
            // refused unless the text still says the same.
            let Ok(query) = String::from_utf8(target) else { return Ok(()) };
            let tampered = RequestHead { query: &query, ..head(&request) };
            let verified = verifier.verify(&tampered, b"");
            let meaning = |q: &str| {
                let mut pairs: Vec<String> = q.split('&').filter(|p| !p.is_empty())
                    .map(|p| if p.contains('=') { p.into() } else { format!("{p}=") })
                    .map(|p: String| p.to_ascii_uppercase().replace("%7E", "~")).collect();
                pairs.sort();
                pairs
            };
            let same = meaning(&query) == meaning(request.uri().query().unwrap());
            prop_assert!(same || verified.is_err(), "{query}");
        }
    }
}
